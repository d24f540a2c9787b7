import ArgumentParser
import LocalSource
import Logs
import Telemetry

/// The lines wanted by `goldtop logs`.
struct LogsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Read a file or glob instead of a server; - for standard input. Repeatable.",
      valueName: "file"
    )
  )
  var file: [FileName] = []

  @Option(help: ArgumentHelp("Only lines of one request: its ID or traceparent.", valueName: "id"))
  var id: String?

  @Option(help: ArgumentHelp("How far back to look: 15m, 1h, 7d.", valueName: "duration"))
  var since: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Start: RFC 3339, epoch seconds, or -1h.", valueName: "time")
  )
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("End, exclusive; default now.", valueName: "time")
  )
  var to: String?

  @Option(
    help: ArgumentHelp("Only lines of this level or worse: warn, error.", valueName: "level")
  )
  var level: String?

  @Option(
    help: ArgumentHelp(
      "Only lines with this text, or matching a regular expression: '/re/'. Repeatable.",
      valueName: "text"
    )
  )
  var grep: [String] = []

  @Option(help: ArgumentHelp("Drop lines with this text. Repeatable.", valueName: "text"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp(
      "Only lines whose field matches: status>=500, path!=/ready, route~'/api/.*'. Repeatable.",
      valueName: "k=v"
    )
  )
  var field: [String] = []

  @Option(
    help: ArgumentHelp("Stream matchers, such as 'job=\"backend\"'.", valueName: "matchers")
  )
  var selector: String?

  @Option(
    help: ArgumentHelp("A LogQL query instead of the selector and filters.")
  )
  var query: String?

  @Option(help: ArgumentHelp("Print at most this many lines, the newest.", valueName: "count"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Explain how the newest lines of a file are parsed, and which settings would help.",
      valueName: "file"
    )
  )
  var explain: FileName?

  @Flag(name: [.customShort("f"), .long], help: "Follow new lines.")
  var follow = false
}

extension LogsOptions {
  /// The lines that are wanted.
  ///
  /// - Returns: The query.
  /// - Throws: `CommandEnd` that says which option cannot be read.
  func logQuery() throws(CommandEnd) -> LogQuery {
    var conditions: [LogFilter.Condition] = []
    if let id { conditions.append(.correlation(try correlation(id).text)) }
    if let level {
      guard let level = LogLevel(word: level) else {
        throw CommandEnd(
          .usage,
          "--level '\(level)' is not a level: use \(LogLevel.words)"
        )
      }
      conditions.append(.level(atLeast: level))
    }
    conditions += grep.map { Self.text($0, negated: false) }
    conditions += exclude.map { Self.text($0, negated: true) }
    for text in field {
      do throws(LogFilterProblem) {
        conditions.append(try LogFilter.field(parsing: text))
      } catch {
        throw CommandEnd(.usage, "--field '\(text)': \(error.message)")
      }
    }
    let filter = LogFilter(conditions)
    do throws(LogFilterProblem) {
      _ = try LogMatcher(filter)
    } catch {
      throw CommandEnd(.usage, error.message)
    }
    do throws(SelectorProblem) {
      let selector = try selector.map { text throws(SelectorProblem) in
        try LabelMatcher.parse(text)
      }
      return LogQuery(selector: selector ?? [], filter: filter, logQL: query)
    } catch {
      throw CommandEnd(.usage, "--selector: \(error.message)")
    }
  }

  /// Parses `--id`.
  func correlation(_ id: String) throws(CommandEnd) -> CorrelationID {
    guard let id = CorrelationID(id) else {
      throw CommandEnd(.usage, "--id '\(id)' is not a correlation ID")
    }
    return id
  }

  /// A text, or a regular expression between slashes.
  private static func text(_ text: String, negated: Bool) -> LogFilter.Condition {
    guard text.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
      return .contains(text, negated: negated)
    }
    return .matches(String(text.dropFirst().dropLast()), negated: negated)
  }
}
