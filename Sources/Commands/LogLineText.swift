import ArgumentParser
import Logs
import Screen
import Telemetry

/// The forms in which log lines are printed.
enum LogLineForm: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
  case raw
}

/// The text of log lines for standard output.
struct LogLineText {
  let form: LogLineForm
  /// Whether a terminal reads it, which would obey what a hostile line says.
  let isForTerminal: Bool
  let isColored: Bool
  let table: LogFieldTable

  init(
    _ form: LogLineForm,
    isForTerminal: Bool,
    isColored: Bool,
    table: LogFieldTable = .standard
  ) {
    self.form = form
    self.isForTerminal = isForTerminal
    self.isColored = isColored
    self.table = table
  }

  /// Adds an entry with its line end.
  func add(_ entry: LogEntry, to output: inout [UInt8]) {
    switch form {
    case .raw:
      if isForTerminal {
        output += VisibleText.sanitized(String(decoding: entry.line, as: UTF8.self)).utf8
      } else {
        output += entry.line
      }
    case .json:
      output += JSONText(LogLineJSON.value(entry, table: table)).bytes
    case .text:
      output += text(entry).utf8
    }
    output.append(UInt8(ascii: "\n"))
  }

  /// Adds the lines of an entry's stack trace behind so many bytes; JSON has the whole entry again.
  func add(_ entry: LogEntry, behind count: Int, to output: inout [UInt8]) {
    guard count < entry.line.count else { return }
    guard form != .json else { return add(entry, to: &output) }
    var more = entry
    more.line.removeFirst(count + 1)
    more.facts = LineFacts()
    guard form == .text else { return add(more, to: &output) }
    for line in more.line.split(separator: 10, omittingEmptySubsequences: false) {
      output += "  \(VisibleText.sanitized(String(decoding: line, as: UTF8.self)))\n".utf8
    }
  }

  /// Adds what happened to the stream, where the form has a place for it; whether it has.
  func add(_ mark: LogMark, to output: inout [UInt8]) -> Bool {
    guard form == .text else { return false }
    let text = VisibleText.sanitized("── \(mark.words) ──")
    output += (isColored ? "\u{1B}[2m\(text)\u{1B}[m" : text).utf8
    output.append(UInt8(ascii: "\n"))
    return true
  }

  /// Time, level, service, message, the other fields and the ID, in one line whatever they hold.
  private func text(_ entry: LogEntry) -> String {
    let fields = LogFields(entry, table: table)
    let time = dim(Self.time(entry))
    var parts = [time, level(entry.facts.level)]
    if let service = fields.service { parts.append(VisibleText.sanitized(service)) }
    parts.append(VisibleText.sanitized(fields.message))
    for field in fields.others {
      let value = VisibleText.sanitized(field.value.text)
      parts.append(dim(VisibleText.sanitized(field.name) + "=") + Self.quotedWhereNeeded(value))
    }
    for label in entry.metadata.labels where label.value != fields.correlation {
      parts.append(
        dim(VisibleText.sanitized(label.name) + "=")
          + Self.quotedWhereNeeded(VisibleText.sanitized(label.value))
      )
    }
    if let id = fields.correlation, !fields.message.contains(id) {
      parts.append(dim(VisibleText.sanitized(id)))
    }
    let following = fields.following.map { "\n  " + VisibleText.sanitized($0) }
    return parts.joined(separator: " ") + following.joined()
  }

  /// The time; `~` stands before one that the line does not say itself, and dashes for none.
  private static func time(_ entry: LogEntry) -> String {
    let time = CivilTime(entry.timestamp).rfc3339WithMilliseconds
    return switch entry.facts.time {
    case .written: time
    case .unsureZone, .lineBefore, .arrival: "~" + time
    case .unknown: String(repeating: "-", count: time.utf8.count)
    }
  }

  private func level(_ level: LogLevel?) -> String {
    guard let level else { return "-    " }
    let (word, color) =
      switch level {
      case .trace: ("TRACE", "2")
      case .debug: ("DEBUG", "2")
      case .info: ("INFO ", "32")
      case .warning: ("WARN ", "33")
      case .error: ("ERROR", "31")
      case .critical: ("CRIT ", "1;31")
      }
    return isColored ? "\u{1B}[\(color)m\(word)\u{1B}[m" : word
  }

  private func dim(_ text: String) -> String {
    isColored ? "\u{1B}[2m\(text)\u{1B}[m" : text
  }

  private static func quotedWhereNeeded(_ text: String) -> String {
    guard text.isEmpty || text.contains(where: { $0 == " " || $0 == "\"" }) else { return text }
    return PromQLText.quoted(text)
  }
}

extension LogMark {
  /// The event, as text.
  var words: String {
    switch kind {
    case .reconnected(let recovered): "\(reason), \(recovered) lines recovered"
    case .recovered(1): "1 line recovered: \(reason)"
    case .recovered(let count): "\(count) lines recovered: \(reason)"
    case .lost(let count?): "at least \(count) lost: \(reason)"
    case .lost(nil): "lines may be missing: \(reason)"
    case .changed, .restarted: reason
    }
  }
}

extension CivilTime {
  /// `2025-03-31T14:02:31.042Z`.
  fileprivate var rfc3339WithMilliseconds: String {
    let digits = String(millisecond)
    let padded = String(repeating: "0", count: 3 - digits.count) + digits
    return rfc3339.dropLast() + ".\(padded)Z"
  }
}
