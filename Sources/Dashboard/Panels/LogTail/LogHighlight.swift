import Logs
import Screen

/// Texts and expressions whose hits stand out in lines that are all shown.
struct LogHighlight: Hashable, Sendable {
  /// The typed text as a filter.
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

  /// The problem with a text; `nil` if it is valid.
  package static func problem(in text: String) -> String? { LogFilter.problem(in: text) }

  /// Matches lines.
  var matcher: LogMatcher? { try? LogMatcher(filter) }

  /// Finds matches in rows.
  var hits: LogHits? { try? LogHits(filter) }
}

extension LogFilter {
  /// The problem with a text, expressions included; `nil` if it is valid.
  package static func problem(in text: String) -> String? {
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
