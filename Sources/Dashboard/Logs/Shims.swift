import Logs

extension LogFilter {
  var text: String { conditions.map { "\($0)" }.joined(separator: " ") }
  static func problem(in text: String) -> String? { nil }
  init?(readable text: String) {
    self.init(text.isEmpty ? [] : text.split(separator: " ").map { .contains(String($0), negated: false) })
  }
}

extension LogLevel {
  var name: String { word.lowercased() }
  init?(name: String) {
    guard let level = LogLevel.allCases.first(where: { $0.name == name }) else { return nil }
    self = level
  }
}
