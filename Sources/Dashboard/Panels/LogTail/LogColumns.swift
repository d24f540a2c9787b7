import Logs
import Screen

/// Where the parts of a log line stand in a row, fixed for a width so that a list does not dance.
struct LogColumns: Hashable, Sendable {
  /// How moments are written.
  enum Clock: Hashable, Sendable {
    case none, seconds, milliseconds
  }

  let clock: Clock
  /// Whether levels are words and not letters.
  let hasLevelWords: Bool
  /// Columns of the service; 0 for none.
  let service: Int
  /// Columns of the correlation ID; 0 for none.
  let id: Int

  init(width: Int) {
    switch width {
    case ..<24: (clock, hasLevelWords, service, id) = (.none, false, 0, 0)
    case ..<58: (clock, hasLevelWords, service, id) = (.seconds, false, 0, 0)
    case ..<96: (clock, hasLevelWords, service, id) = (.milliseconds, true, 9, 7)
    case ..<140: (clock, hasLevelWords, service, id) = (.milliseconds, true, 12, 14)
    default: (clock, hasLevelWords, service, id) = (.milliseconds, true, 16, 36)
    }
  }

  /// The column at which messages begin, counted from the start of the row.
  var messageStart: Int {
    let time =
      switch clock {
      case .none: 0
      case .seconds: 9
      case .milliseconds: 13
      }
    return 1 + time + (hasLevelWords ? 6 : 2) + (service > 0 ? service + 1 : 0)
  }

  /// The columns of a message in a row.
  func messageWidth(in width: Int) -> Int {
    max(1, width - messageStart - (id > 0 ? id + 1 : 0))
  }

  /// Beginning and end of an ID in so many columns: the end tells IDs apart that were made at about
  /// the same time, the beginning is what people remember.
  func shortened(_ id: String, ellipsis: Unicode.Scalar) -> String {
    let text = VisibleText.sanitized(id)
    guard VisibleText.width(of: text) > self.id else { return text }
    let tail = self.id >= 14 ? 5 : self.id - 1
    let head = self.id - 1 - tail
    return String(text.prefix(head)) + String(Character(ellipsis)) + String(text.suffix(tail))
  }
}

extension LogLevel {
  /// The level as a word of at most five letters.
  var word: String { self == .critical ? "CRIT" : name.uppercased() }

  /// How it is drawn.
  var role: Role {
    switch self {
    // Most lines are of these: a colour of their own would say nothing, and cost bytes on the wire.
    case .trace, .debug, .info: .muted
    case .warning: .warning
    case .error, .critical: .critical
    }
  }
}

extension LogLevel? {
  /// Whether there is a level and it is as bad as another.
  func isAtLeast(_ level: LogLevel) -> Bool {
    map { $0 >= level } ?? false
  }
}
