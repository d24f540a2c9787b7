import ArgumentParser
import LocalSource
import Logs
import Telemetry

/// Which lines are wanted, as `goldtop logs` is told.
struct LogsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "A file or a pattern of files instead of a server; - for standard input. Repeatable.",
      valueName: "file"
    )
  )
  var file: [FileName] = []

  @Option(help: ArgumentHelp("Lines of one request: its ID or its traceparent.", valueName: "id"))
  var id: String?

  @Option(help: ArgumentHelp("How far back: 15m, 1h, 7d.", valueName: "duration"))
  var since: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The start: RFC 3339, epoch seconds, or -1h.", valueName: "time")
  )
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The end, exclusive; without it, now.", valueName: "time")
  )
  var to: String?

  @Option(
    help: ArgumentHelp("Lines of this level or a worse one: warn, error.", valueName: "level")
  )
  var level: String?

  @Option(
    help: ArgumentHelp(
      "Lines with this text, or that match a regular expression: '/re/'. Repeatable.",
      valueName: "text"
    )
  )
  var grep: [String] = []

  @Option(help: ArgumentHelp("Lines without it. Repeatable.", valueName: "text"))
  var exclude: [String] = []

  @Option(
    help: ArgumentHelp(
      "Lines with a field: status>=500, path!=/ready, route~'/api/.*'. Repeatable.",
      valueName: "k=v"
    )
  )
  var field: [String] = []

  @Option(
    help: ArgumentHelp("Matchers of streams, as 'job=\"backend\"'.", valueName: "matchers")
  )
  var selector: String?

  @Option(
    help: ArgumentHelp("LogQL in place of the selector and of what else a server looks for.")
  )
  var query: String?

  @Option(help: ArgumentHelp("At most so many lines, the newest ones.", valueName: "count"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Say of the newest lines of a file what is recognised in them, and what would help.",
      valueName: "file"
    )
  )
  var explain: FileName?

  @Flag(name: [.customShort("f"), .long], help: "Go on with every line that is written.")
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
        throw CommandEnd(.usage, "--level '\(level)' is no level: give \(LogLevel.words)")
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

  /// What an ID is.
  func correlation(_ id: String) throws(CommandEnd) -> CorrelationID {
    guard let id = CorrelationID(id) else { throw CommandEnd(.usage, "--id '\(id)' is no ID") }
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
