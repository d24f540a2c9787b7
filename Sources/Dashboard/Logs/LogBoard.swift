package import Logs
import Telemetry

/// All that a dashboard knows of log lines, and where in them the person is.
package struct LogBoard: Hashable, Sendable {
  /// What of the logs is on screen in their view.
  enum Page: Hashable, Sendable {
    /// The list.
    case list
    /// One line with everything in it; the item chosen, and what it was opened from.
    case entry(row: Int, behind: Behind)
    /// The lines of one correlation ID; the one chosen.
    case story(row: Int)
  }

  /// What a line was opened from.
  enum Behind: Hashable, Sendable {
    case list
    case story(row: Int)

    var page: Page {
      switch self {
      case .list: .list
      case .story(let row): .story(row: row)
      }
    }
  }

  /// Where the list stands.
  enum Anchor: Hashable, Sendable {
    /// At the newest line, and moving with it.
    case tail
    /// With this line, or what follows it, in the last row.
    case bottom(LogItem.ID)
    /// With this line, or what follows it, in the first row.
    case top(LogItem.ID)
  }

  /// The lines of one correlation ID that are looked for.
  struct Correlation: Hashable, Sendable {
    var id: CorrelationID
    /// When it was asked for, by the server's clock.
    var askedAt: Timestamp
    /// Whether the window that the ID itself names had no line, so that longer ones are searched.
    var isSearching = false
  }

  /// A stretch of time that was chosen for the lines alone; the end is exclusive.
  struct Stretch: Hashable, Sendable {
    var start: Timestamp
    var end: Timestamp
  }

  /// What lines have to meet.
  var filter = LogFilter()
  /// LogQL of the person's own; `nil` for none.
  var logQL: String?
  /// The request that is followed; `nil` for none.
  var correlation: Correlation?
  /// The stretch chosen for lines alone; `nil` follows the charts.
  var stretch: Stretch?
  /// A text whose hits stand out; `nil` for none.
  var highlight: LogHighlight?
  /// Fields with a place beside the message.
  var columns: [String]
  /// Whether long lines are wrapped.
  var isWrapping = false

  /// The plan in force; `nil` where nothing is wanted.
  package internal(set) var plan: LogPlan?
  /// The last plan's number.
  var generation = 0
  /// Whether the lines held are still those of the plan before.
  var isOutdated = false

  /// The lines.
  var lines: LogLines
  /// How lines come in.
  package internal(set) var status: LogFeedStatus?
  /// The window that a search looks through; `nil` where none is under way.
  var searching: Duration?
  /// Whether all of the stretch has been brought.
  var isComplete = false
  /// Whether a page of older lines is under way.
  var isAskingForOlder = false
  /// Why history or search failed.
  var failure: SourceError?
  /// Whether the list followed its newest lines until the time cursor took it along.
  var isLedByCursor = false
  /// What a reader should know of the answer.
  var notes: [String] = []
  /// Levels by interval from the source, for what is past or not held.
  var counts: [LevelCount] = []
  /// Up to where the source has counted for a live plan; `nil` where it was not asked.
  var countedTo: Timestamp?
  /// When the source was asked to count for a live plan.
  var countedAt: Timestamp?
  /// The stretch that it counts at the moment; the end is exclusive.
  var counting: Range<Timestamp>?
  /// Lines over time as they are drawn; as old as the last second.
  var histogram = LogHistogram()
  /// The request whose story is on screen; `nil` where no line of it is known.
  var story: RequestStory?
  /// The services of the lines shown, as far as they have been looked at.
  var services: Set<String> = []
  /// Lines that came in each of the last seconds, the present one last.
  var arrivals: [Int] = [0]

  /// The line on its own page; it stays though it falls off the list.
  var opened: LogEntry?
  /// What is shown of it.
  var page = Page.list
  /// Where the list stands.
  var anchor = Anchor.tail
  /// The line chosen; `nil` takes the newest.
  var selection: LogItem.ID?
  /// Where one comes back to.
  var places: [Place] = []

  /// Where one was.
  struct Place: Hashable, Sendable {
    var filter: LogFilter
    var logQL: String?
    var correlation: Correlation?
    var stretch: Stretch?
    var page: Page
    var anchor: Anchor
    var selection: LogItem.ID?
    /// The panel that filled the screen.
    var fullScreen: String?
  }

  init(settings: LogSettings) {
    columns = settings.columns
    lines = LogLines(limit: settings.heldLines, bytes: settings.heldBytes)
  }

  /// The lines a second, over the whole seconds that are known.
  var rate: Double {
    let whole = arrivals.dropLast()
    return whole.isEmpty ? 0 : Double(whole.reduce(0, +)) / Double(whole.count)
  }
}
