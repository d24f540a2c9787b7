import Logs
import Screen

/// Texts and expressions whose hits stand out in lines that are all shown.
struct LogHighlight: Hashable, Sendable {
  /// What was typed, in the form of a filter.
  let text: String
  private let filter: LogFilter

  /// Reads a text; `nil` where `problem(in:)` has something to say.
  init?(_ text: String) {
    guard let filter = try? LogFilter(parsing: text), (try? LogMatcher(filter)) != nil else {
      return nil
    }
    self.text = text
    self.filter = filter
  }

  /// What is wrong with a text; `nil` where it can be looked for.
  static func problem(in text: String) -> String? { LogFilter.problem(in: text) }

  /// What finds the lines with hits.
  var matcher: LogMatcher? { try? LogMatcher(filter) }

  /// What finds the hits in rows.
  var hits: LogHits? { try? LogHits(filter) }
}

extension LogFilter {
  /// What is wrong with a text, expressions included; `nil` where it can be used.
  static func problem(in text: String) -> String? {
    do throws(LogFilterProblem) {
      _ = try LogMatcher(LogFilter(parsing: text))
      return nil
    } catch {
      return error.message
    }
  }
}

extension LogHits {
  /// Where hits stand in cells side by side, as ranges of cells.
  func ranges(inCells cells: [Cell]) -> [Range<Int>] {
    var bytes: [UInt8] = []
    // The cell of each byte, and the one behind the last.
    var places: [Int] = []
    for (index, cell) in cells.enumerated() {
      for byte in cell.text.utf8 {
        bytes.append(byte)
        places.append(index)
      }
    }
    places.append(cells.count)
    return ranges(in: bytes).map { places[$0.lowerBound]..<places[$0.upperBound] }
  }
}
