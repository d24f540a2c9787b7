import Telemetry

@testable import Demo

/// The worlds that the suites look at.
enum Worlds {
  /// A second since the epoch at which a scrape is due.
  static let second = 1_790_000_000
  /// The moment of that second.
  static let start = Timestamp(nanoseconds: Int64(second) * 1_000_000_000)
  /// A world in the middle of an incident, which has begun 660 seconds ago.
  static let incident = DemoWorld(seed: 7, start: start, phase: .incident)
  /// A world that is well.
  static let calm = DemoWorld(seed: 7, start: start)
}

/// One scrape taken apart: series to value, and the types of families.
struct PlainExposition {
  var values: [String: Double] = [:]
  var types: [String: String] = [:]

  init(_ text: [UInt8]) {
    for line in String(decoding: text, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.count == 4, words[1] == "TYPE" { types[String(words[2])] = String(words[3]) }
      guard !line.hasPrefix("#"), let space = line.lastIndex(of: " ") else { continue }
      values[String(line[..<space])] = Double(line[line.index(after: space)...])
    }
  }
}

extension DemoHistory {
  /// The scrapes of a target that a stretch brings, in order.
  static func scrapes(_ target: ShopTarget, of body: ((Scrape) -> Void) -> Void) -> [Scrape] {
    var scrapes: [Scrape] = []
    body { if $0.target == target { scrapes.append($0) } }
    return scrapes
  }
}
