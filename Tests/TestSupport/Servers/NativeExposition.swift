import Glibc

/// Metrics in the protobuf form, the only one in which native histograms are scraped.
///
/// - Source: `io/prometheus/client/metrics.proto` of prometheus/client_model.
package struct NativeExposition: Sendable {
  /// The bytes, one message behind the other, each with its length in front.
  package private(set) var bytes: [UInt8] = []
  /// What a server has to say that they are.
  package static let contentType =
    "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited"

  /// Nothing yet.
  package init() {}

  /// Adds a counter family of one series.
  package mutating func addCounter(_ name: String, _ labels: [(String, String)], value: Double) {
    add(family: name, type: 0, labels, field: 3, Self.double(1, value))
  }

  /// Adds a native histogram of eight buckets to a doubling, each observation as often as said.
  package mutating func addHistogram(
    _ name: String,
    _ labels: [(String, String)],
    observations: [(value: Double, count: Int)]
  ) {
    let buckets = observations.map { (index: Int((log2($0.value) * 8).rounded(.up)), $0.count) }
      .sorted { $0.index < $1.index }
    var body = Self.integer(1, UInt64(observations.reduce(0) { $0 + $1.count }))
    body += Self.double(2, observations.reduce(0) { $0 + $1.value * Double($1.count) })
    body += Self.integer(5, Self.zigzag(3)) + Self.double(6, 1e-9) + Self.integer(7, 0)
    var next = 0
    var before = 0
    for (index, count) in buckets {
      let span = Self.integer(1, Self.zigzag(index - next)) + Self.integer(2, 1)
      body += Self.message(12, span)
      body += Self.integer(13, Self.zigzag(count - before))
      next = index + 1
      before = count
    }
    add(family: name, type: 4, labels, field: 7, body)
  }

  private mutating func add(
    family name: String,
    type: UInt64,
    _ labels: [(String, String)],
    field: Int,
    _ value: [UInt8]
  ) {
    var metric: [UInt8] = []
    for (name, value) in labels {
      let pair = Self.message(1, Array(name.utf8)) + Self.message(2, Array(value.utf8))
      metric += Self.message(1, pair)
    }
    metric += Self.message(field, value)
    let family =
      Self.message(1, Array(name.utf8)) + Self.integer(3, type) + Self.message(4, metric)
    bytes += Self.variable(UInt64(family.count)) + family
  }

  private static func zigzag(_ value: Int) -> UInt64 {
    UInt64(bitPattern: Int64((value << 1) ^ (value >> 63)))
  }

  private static func variable(_ value: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7F) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  private static func integer(_ field: Int, _ value: UInt64) -> [UInt8] {
    variable(UInt64(field << 3)) + variable(value)
  }

  private static func double(_ field: Int, _ value: Double) -> [UInt8] {
    variable(UInt64(field << 3 | 1))
      + (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }
  }

  private static func message(_ field: Int, _ body: [UInt8]) -> [UInt8] {
    variable(UInt64(field << 3 | 2)) + variable(UInt64(body.count)) + body
  }
}
