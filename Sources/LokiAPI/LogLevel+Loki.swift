import Logs

extension LogLevel {
  /// Reads a level as Loki names it in `detected_level` and senders in `level`; `nil` for
  /// `unknown` and other text.
  init?(lokiText text: String) {
    switch text.lowercased() {
    case "trace", "verbose", "silly": self = .trace
    case "debug": self = .debug
    case "info", "information", "notice": self = .info
    case "warn", "warning": self = .warning
    case "error", "err": self = .error
    case "critical", "fatal", "panic", "alert", "emergency": self = .critical
    default: return nil
    }
  }
}
