/// Writes what targets answer to a scrape, in Prometheus' text format.
struct ExpositionWriter {
  private let layouts: [ExpositionLayout]

  init(_ world: DemoWorld) {
    // Before all history, so that nothing seems to have begun anew within it.
    let start = world.startSecond - 3 * 86_400
    layouts = ShopTarget.allCases.map { ExpositionLayout($0, start: start) }
  }

  /// Replaces `text` by the answer of a target.
  func write(
    _ target: ShopTarget,
    cells: [Int64],
    gauges: [Int64],
    into text: inout [UInt8]
  ) {
    text.removeAll(keepingCapacity: true)
    let layout = layouts[target.rawValue]
    var start = 0
    var running: Int64 = 0
    for (end, number) in layout.lines {
      text.append(contentsOf: layout.text[start..<end])
      start = end
      switch number {
      case .none: continue
      case .count(let cell): Self.append(cells[cell], scale: 1, to: &text)
      case .millionths(let cell): Self.append(cells[cell], scale: 1_000_000, to: &text)
      case .billionths(let cell): Self.append(cells[cell], scale: 1_000_000_000, to: &text)
      case .firstBucket(let cell):
        running = cells[cell]
        Self.append(running, scale: 1, to: &text)
      case .nextBucket(let cell):
        running += cells[cell]
        Self.append(running, scale: 1, to: &text)
      case .allBuckets: Self.append(running, scale: 1, to: &text)
      case .gauge(let gauge): Self.append(gauges[gauge.rawValue], scale: 1, to: &text)
      case .fixed(let value): Self.append(value, scale: 1, to: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
  }

  /// Writes a number of so many parts of a whole, without digits that say nothing.
  private static func append(_ value: Int64, scale: Int64, to text: inout [UInt8]) {
    let whole = value / scale
    var rest = value % scale
    DecimalText.append(whole, to: &text)
    guard rest > 0 else { return }
    text.append(UInt8(ascii: "."))
    var place = scale / 10
    while rest > 0 {
      text.append(UInt8(ascii: "0") + UInt8(rest / place))
      rest %= place
      place = max(1, place / 10)
    }
  }
}

/// Whole numbers as digits.
enum DecimalText {
  /// Appends a number that is not negative, with zeros in front up to a width.
  static func append(_ value: Int64, width: Int = 1, to text: inout [UInt8]) {
    var rest = max(0, value)
    var divisor: Int64 = 1
    var digits = 1
    while rest / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    for _ in 0..<max(0, width - digits) { text.append(UInt8(ascii: "0")) }
    while divisor > 0 {
      text.append(UInt8(ascii: "0") + UInt8(rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }
}
