/// The exposition of a service, scrape after scrape, the same in every run.
struct BenchExposition {
  private struct Line {
    var text: String
    var value: Double
    var rate: Int
  }

  private static let bounds = [
    "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1.0", "2.5", "5.0", "10.0", "+Inf",
  ]

  private var lines: [Line] = []
  private var random = BenchRandom()

  /// How many of so many series are buckets of request durations.
  static func buckets(of series: Int) -> Int { series / 2 / bounds.count * bounds.count }

  /// Half of the series are buckets of request durations.
  init(series: Int) {
    for endpoint in 0..<Self.buckets(of: series) / Self.bounds.count {
      let labels = "endpoint=\"/api/v1/items/\(endpoint)\",method=\"GET\""
      for (index, bound) in Self.bounds.enumerated() {
        add("http_request_duration_seconds_bucket{\(labels),le=\"\(bound)\"}", rate: 2 * index + 1)
      }
    }
    var number = 0
    while lines.count < series {
      number += 1
      let model = "model=\"m\(number % 3)\""
      switch number % 5 {
      case 0: add("llm_cost_dollars_total{\(model),operation=\"o\(number)\"}", rate: 1)
      case 1: add("cache_operations_total{operation=\"o\(number)\",result=\"hit\"}", rate: 9)
      case 2: add("cache_operations_total{operation=\"o\(number)\",result=\"miss\"}", rate: 2)
      case 3:
        add("db_query_duration_seconds_bucket{query_type=\"q\(number)\",le=\"+Inf\"}", rate: 30)
      default:
        let status = number % 50 == 4 ? "500" : "200"
        add("http_requests_total{endpoint=\"/\(number)\",status=\"\(status)\"}", rate: 50)
      }
    }
  }

  private mutating func add(_ text: String, rate: Int) {
    lines.append(Line(text: text, value: Double(rate) * 1000, rate: rate))
  }

  /// The next scrape.
  mutating func next() -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(lines.count * 100)
    for index in lines.indices {
      lines[index].value += Double(Int.random(in: 0...lines[index].rate, using: &random))
      text += lines[index].text.utf8
      text += " \(Int(lines[index].value)).0\n".utf8
    }
    return text
  }
}

/// Random numbers that are the same in every run.
struct BenchRandom: RandomNumberGenerator {
  private var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
