/// Whose numbers stand for levels.
enum LevelScale: UInt8 {
  /// What the number itself tells: all that are written in a field `level`.
  case any
  /// `severityNumber` of OpenTelemetry, 1 to 24.
  case openTelemetry
  /// Python's `levelno`, 1 to 59.
  case python
  /// Nextcloud's `level`, 0 to 4.
  case nextcloud
  /// Google Cloud's `severity`, 0 to 800.
  case googleCloud
  /// `severityLevel` of Application Insights, 0 to 4.
  case applicationInsights

  /// The level of a number; `nil` where the scale does not have it.
  func level(_ number: Int) -> LogLevel? {
    switch self {
    case .any: Self.common(number)
    case .openTelemetry:
      (1...24).contains(number) ? LogLevel(rawValue: UInt8((number - 1) / 4)) : nil
    case .python: (1...59).contains(number) ? LogLevel(rawValue: UInt8(number / 10)) : nil
    case .nextcloud:
      (0...4).contains(number) ? LogLevel(rawValue: UInt8(number + 1)) : Self.common(number)
    case .applicationInsights:
      switch number {
      case 0: .debug
      case 1...4: LogLevel(rawValue: UInt8(number + 1))
      default: nil
      }
    case .googleCloud: number < 100 ? Self.common(number) : Self.cloud(number)
    }
  }

  private static func cloud(_ number: Int) -> LogLevel? {
    switch number {
    case 100: .debug
    case 200, 300: .info
    case 400: .warning
    case 500: .error
    case 600, 700, 800: .critical
    default: nil
    }
  }

  /// The scales that have no number in common.
  private static func common(_ number: Int) -> LogLevel? {
    switch number {
    // Syslog (RFC 5424), GELF 1.1 and journald count from the worst.
    case 0, 1, 2: .critical
    case 3: .error
    case 4: .warning
    case 5, 6: .info
    case 7: .debug
    // pino and bunyan.
    case 10, 20, 30, 40, 50, 60: LogLevel(rawValue: UInt8(number / 10 - 1))
    // Monolog.
    case 100: .debug
    case 200, 250: .info
    case 300: .warning
    case 400: .error
    case 500, 550, 600: .critical
    // logback's `level_value`.
    case 5000: .trace
    case 10000: .debug
    case 20000: .info
    case 30000: .warning
    case 40000: .error
    default: nil
    }
  }

  /// A whole number of at most five digits.
  static func number(_ line: LineBytes, _ range: Range<Int>) -> Int? {
    guard (1...5).contains(range.count) else { return nil }
    var value = 0
    for index in range {
      guard line[index] &- 48 < 10 else { return nil }
      value = value * 10 + Int(line[index] - 48)
    }
    return value
  }
}
