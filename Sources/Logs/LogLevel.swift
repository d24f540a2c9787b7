/// How severe a line says that it is.
package enum LogLevel: UInt8, Hashable, Comparable, Sendable, CaseIterable {
  /// `trace`, `verbose`, `silly`; pino's 10.
  case trace
  /// `debug`; pino's 20.
  case debug
  /// `info`, `information`, `notice`; pino's 30.
  case info
  /// `warn`, `warning`; pino's 40.
  case warning
  /// `error`, `err`; pino's 50.
  case error
  /// `critical`, `fatal`, `panic`, `alert`, `emergency`; pino's 60.
  case critical

  package static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}
