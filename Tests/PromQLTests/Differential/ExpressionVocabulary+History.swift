@testable import PromQL

extension ExpressionVocabulary {
  /// What there is in the history, in the language of a version of Prometheus.
  static func history(major: Int) -> ExpressionVocabulary {
    guard major > 2 else { return history }
    var vocabulary = history
    vocabulary.functions = FunctionName.allCases.filter {
      $0.signature.result == .vector && !leftOutOfThree.contains($0)
    }
    vocabulary.operators = BinaryOperator.allCases
    vocabulary.caution = .recent
    vocabulary.matchingShare = 40
    return vocabulary
  }

  /// What there is in the history, in the language that Prometheus 2.42 and 3 have in common.
  static let history = ExpressionVocabulary(
    metrics: [
      ("requests_total", ["method", "endpoint", "status"]),
      ("requests_total", ["method", "endpoint", "status"]),
      ("latency_seconds_bucket", ["endpoint", "le"]),
      ("latency_seconds_sum", ["endpoint"]), ("latency_seconds_count", ["endpoint"]),
      ("build_info", ["endpoint", "version"]), ("up", ["job", "instance"]),
      ("temperature", ["room", "unit"]), ("connections", ["db", "role"]),
      ("size_bytes", ["disk"]), ("gappy_total", ["n"]), ("sparse", ["n"]), ("begins", ["n"]),
      ("ends", ["n"]), ("once", ["n"]), ("odd", ["kind"]), ("nothing", ["n"]),
    ],
    values: [
      "method": ["GET", "POST", ""], "endpoint": ["/", "/cart", "/pay"],
      "status": ["200", "404", "500"], "le": ["0.1", "1", "+Inf"], "version": ["1.0", "1.1"],
      "job": ["web", "db"], "instance": ["a", "b"], "room": ["kitchen", "東京", "Zürich \"A\""],
      "unit": ["C", "F"], "db": ["orders"], "role": ["reader", "writer"], "disk": ["big"],
      "n": ["0", "1", "2"], "kind": ["nan", "inf", "zero", "sometimes nan"],
    ],
    labels: [
      "method", "endpoint", "status", "le", "job", "instance", "room", "db", "role", "n", "kind",
      "added",
    ],
    numbers: [0, 1, 2, -1, 0.5, 3, 100, 7.25, 1000, -60, .infinity, .nan],
    ranges: [15_000, 45_000, 60_000, 120_000, 300_000, 600_000, 1_800_000],
    steps: [nil, 30_000, 60_000, 300_000],
    moments: [
      .start, .end, .timestamp(DifferentialHistory.start * 1000 + 3_605_000),
      .timestamp(DifferentialHistory.start * 1000 + 5_420_000),
    ],
    functions: FunctionName.allCases.filter {
      $0.signature.result == .vector && !leftOut.contains($0)
    },
    patterns: ["", ".*", ".+", "GET|POST", "[0-9]+", "/.*", "[a-z]+", "(re|wri).*", "4..|500"],
    // `atan2` keeps the metric's name in 2.42.
    operators: BinaryOperator.allCases.filter { $0 != .atan2 },
    caution: .full
  )

  /// What Prometheus 3.5 has not, or has wrong in the lowest bucket, and what differs in the last
  /// digits from library to library.
  private static let leftOutOfThree: Set<FunctionName> = [
    .firstOverTime, .histogramFraction, .tsOfFirstOverTime, .sin, .cos, .tan,
  ]

  /// What Prometheus 2.42 has not, or not for floats, and what differs in the last digits from
  /// library to library.
  private static let leftOut: Set<FunctionName> = [
    .firstOverTime, .histogramAvg, .histogramFraction, .histogramStddev, .histogramStdvar,
    .madOverTime, .sin, .cos, .tan, .sortByLabel, .sortByLabelDesc, .tsOfFirstOverTime,
    .tsOfLastOverTime,
    .tsOfMaxOverTime, .tsOfMinOverTime,
  ]
}
