import Telemetry

/// Several PromQL expressions as one, whose elements say which of them they are of.
///
/// Each is marked with a label of ours and joined to the others with `or`, which takes all elements of
/// both sides since the mark tells them apart. Every expression stands on lines of its own, so that the
/// positions in warnings tell whose they are.
struct QueryBatch {
  /// The label that marks the elements of an expression with its index.
  static let label = "goldtop_part"

  /// The one expression.
  let text: String
  /// The lines of each expression in it, from 1.
  private let lines: [ClosedRange<Int>]

  /// Joins expressions that give instant vectors; at least one.
  init(_ expressions: [String]) {
    var text = ""
    var lines: [ClosedRange<Int>] = []
    var line = 1
    for (index, expression) in expressions.enumerated() {
      if index > 0 {
        text += "or\n"
        line += 1
      }
      let height = expression.utf8.count { $0 == UInt8(ascii: "\n") } + 1
      lines.append(line + 1...line + height)
      text += "label_replace(\n\(expression)\n, \"\(Self.label)\", \"\(index)\", \"\", \"\")\n"
      line += height + 2
    }
    self.text = text
    self.lines = lines
  }

  /// Shares an answer's elements out among the expressions, without their mark and in their order.
  ///
  /// - Parameters:
  ///   - elements: All elements.
  ///   - labels: Where an element has its labels.
  /// - Returns: Those of each expression.
  /// - Throws: `SourceError.malformed` for an element without a mark.
  func parts<Element>(
    _ elements: [Element],
    _ labels: WritableKeyPath<Element, LabelSet>
  ) throws(SourceError) -> [[Element]] {
    var parts: [[Element]] = Array(repeating: [], count: lines.count)
    for var element in elements {
      let marked = element[keyPath: labels]
      guard let index = marked[Self.label].flatMap(Int.init), parts.indices.contains(index) else {
        throw .malformed("an element of several queries does not say which it is of")
      }
      element[keyPath: labels] = LabelSet(ascending: marked.labels.filter { $0.name != Self.label })
      parts[index].append(element)
    }
    return parts
  }

  /// The warnings, or remarks, of each expression, with positions in it; one without a position goes
  /// to all.
  func parts(_ remarks: [String]) -> [[String]] {
    var parts: [[String]] = Array(repeating: [], count: lines.count)
    for remark in remarks {
      guard let (words, line, column) = Self.position(of: remark),
        let index = lines.firstIndex(where: { $0.contains(line) })
      else {
        for index in parts.indices { parts[index].append(remark) }
        continue
      }
      parts[index].append("\(words)(\(line - lines[index].lowerBound + 1):\(column))")
    }
    return parts
  }

  /// A remark without the position at its end.
  static func withoutPosition(_ remark: String) -> String {
    guard let (words, _, _) = position(of: remark) else { return remark }
    return String(words.last == " " ? words.dropLast() : words)
  }

  /// A remark with the position at its end, as Prometheus writes it: `… (12:5)`.
  private static func position(of remark: String) -> (words: Substring, line: Int, column: Int)? {
    guard remark.last == ")", let open = remark.lastIndex(of: "(") else { return nil }
    let numbers = remark[remark.index(after: open)...].dropLast().split(separator: ":")
    guard numbers.count == 2, let line = Int(numbers[0]), let column = Int(numbers[1]) else {
      return nil
    }
    return (remark[..<open], line, column)
  }
}
