import Telemetry

/// Finds the lines of one correlation ID, under whichever name they hold it.
struct CorrelationTest: Sendable {
  private let id: [UInt8]
  private let text: String
  private let search: TextSearch
  private let names: RoleNames

  init(_ id: String, _ table: LogFieldTable) {
    text = CorrelationID(id)?.text ?? id
    self.id = Array(text.utf8)
    search = TextSearch(self.id, folds: false)
    names = table.roleNames
  }

  func isMet(by entry: LogEntry, _ line: LineBytes) -> Bool {
    if let range = entry.facts.correlation, range.upperBound <= line.count,
      line[Int(range.lowerBound)..<Int(range.upperBound)].elementsEqual(id)
    {
      return true
    }
    if search.isFound(in: line), isField(line, entry.facts.form) { return true }
    return [entry.metadata, entry.parsed, entry.stream].contains(where: isLabel)
  }

  /// Whether the ID, which is in the line, is so as an ID.
  private func isField(_ line: LineBytes, _ form: LineFacts.Form) -> Bool {
    guard form != .plain else { return isWord(line) }
    var visitor = TextVisitor()
    _ = LineScanner.form(line, &visitor)
    return visitor.fields.contains { field in
      names.role(of: field.name)?.role == .correlation && isID(field.value.text)
    }
  }

  /// Whether the ID stands by itself in a line that has no fields.
  private func isWord(_ line: LineBytes) -> Bool {
    guard let start = search.first(in: line) else { return false }
    let end = start + id.count
    return (start == 0 || !isName(line[start - 1])) && (end == line.count || !isName(line[end]))
  }

  private func isName(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_")
  }

  private func isLabel(_ labels: LabelSet) -> Bool {
    labels.labels.contains { label in
      (label.value == text || label.value.utf8.count > id.count)
        && names.role(of: label.name)?.role == .correlation && isID(label.value)
    }
  }

  private func isID(_ value: String) -> Bool {
    value == text || CorrelationID(value)?.text == text
  }
}
