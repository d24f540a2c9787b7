import TestSupport

@testable import PromQL

extension ExpressionVocabulary {
  /// Names and values of all kinds of characters, keywords among them.
  static func awkward(seed: UInt64) -> ExpressionVocabulary {
    var random = SeededGenerator(seed: seed)
    var texts: [String] = []
    for _ in 0..<20 { texts.append(random.awkwardText()) }
    let names =
      texts.filter { !$0.isEmpty } + [
        "up", "a:b", "sum", "by", "on", "bool", "offset", "inf", "NaN", "start", "atan2", "and",
        "fill",
        "x", "group_left", "without",
      ]
    return ExpressionVocabulary(
      metrics: names.map { ($0, names) },
      values: Dictionary(uniqueKeysWithValues: Set(names).map { ($0, texts) }),
      labels: names,
      numbers: [0, -0.0, 1, -1.5, 1e300, 5e-300, .infinity, -.infinity, 1 / 3, 1e16, 123_456.789],
      ranges: [1, 999, 1000, 60_000, 5_400_000, 86_400_000, 31_536_000_000, 90_061_001],
      steps: [nil, 1, 1000, 61_001],
      moments: [.start, .end, .timestamp(0), .timestamp(-1), .timestamp(1_700_000_000_123)],
      functions: FunctionName.allCases.filter { $0.signature.result == .vector },
      patterns: ["", ".*", "a|b", "[a-z]+", "\\d", "(x)?"]
    )
  }
}
