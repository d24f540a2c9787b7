import Logs
import Screen
import Telemetry

/// How lines come in, and what is asked for.
struct LogStatus {
  let scene: Scene

  private var feed: LogFeed { scene.world.logs }

  /// The columns that title, filter and border keep in any case.
  private static let titleRoom = 24

  /// Notes at the right of the border: state and rate of the feed, and lost lines.
  ///
  /// How lines come in is cut rather than left out.
  func notes(width: Int) -> [TextSpan] {
    var notes: [TextSpan] = []
    if !feed.services.isEmpty {
      let count = feed.services.count
      let text = count == 1 ? "1 service" : "\(count) services"
      notes.append(TextSpan(text, .muted, priority: 3))
    }
    if feed.lines.fallen > 0 {
      notes.append(TextSpan("\(fallenText) dropped (buffer full)", .muted, priority: 4))
    }
    for note in feed.notes { notes.append(TextSpan(note, .warning, priority: 1)) }
    if scene.timeline.pausedAt != nil { notes.append(TextSpan("paused", .past, priority: 5)) }
    var state = feedNote
    let room = max(12, width - Self.titleRoom)
    state.text = VisibleText.truncated(state.text, to: room, ellipsis: scene.symbols.ellipsis)
    notes.append(state)
    return notes
  }

  /// Round where the tail is followed: a number that changes with every line costs bytes, and says
  /// no more.
  private var fallenText: String {
    let fallen = feed.lines.fallen
    switch fallen {
    case ..<1000: return "\(fallen)"
    case _ where scene.logList.anchor != .tail: return "\(fallen)"
    case ..<1_000_000: return "\(fallen / 1000)k"
    default: return "\(UnitNumber.fixed(Double(fallen / 100_000) / 10, decimals: 1))M"
    }
  }

  /// Why lines do not come in as they are written; empty where they do.
  private var feedReason: String {
    switch feed.status {
    case .live(.polling(_, let reason))? where feed.plan?.isFollowing == true: reason
    case .broken(let error, _)? where feed.plan?.isFollowing == true: error.headline
    case .behind(_, let error?, _)? where feed.plan?.isFollowing == true: error.headline
    default: ""
    }
  }

  /// Whether the border has no room for why lines do not come in as they are written.
  func hasMoreToSay(width: Int) -> Bool {
    !feedReason.isEmpty && feed.searching == nil
      && feedNote.width > max(12, width - Self.titleRoom)
  }

  /// Why lines do not come in as they are written, on a row of its own.
  func draw(in line: Rect, on grid: inout Grid) {
    guard !line.isEmpty else { return }
    let text = VisibleText.truncated(feedReason, to: line.width, ellipsis: scene.symbols.ellipsis)
    grid.put(text, x: line.x, y: line.y, limit: line.width, style: Style(.warning))
  }

  /// How lines come in, in a few words.
  private var feedNote: TextSpan {
    if let searching = feed.searching {
      return TextSpan("searching \(searching.prometheusText) back", .past, priority: 9)
    }
    if let failure = feed.failure, !isFeedBroken {
      return TextSpan("\(scene.cross) \(failure.headline)", .critical, priority: 9)
    }
    if case .past(let stretch)? = feed.plan?.span {
      let words = feed.isOutdated ? "loading " : "past "
      return TextSpan(words + scene.timeText.words(for: stretch), .past, priority: 9)
    }
    let dot = Character(scene.symbols.signs.dot)
    switch feed.status {
    case nil where !scene.settings.logs.isFollowed: return unfollowedNote
    case nil, .connecting?: return TextSpan("connecting", .muted, priority: 9)
    case .live(.polling(let interval, let reason))?:
      let why = reason.isEmpty ? "" : ": \(reason)"
      return TextSpan(
        "\(dot) polling every \(interval.prometheusText), \(rateText)\(why)",
        .warning,
        priority: 9
      )
    case .live?: return TextSpan("\(dot) live \(rateText)", .ok, priority: 9)
    case .behind(let lag, let error, let retryAt)?:
      let why = error.map { "\(retryText(retryAt)): \($0.headline)" } ?? ", \(rateText)"
      return TextSpan("\(dot) \(lag.ageText) behind\(why)", .warning, priority: 9)
    case .broken(let error, let retryAt)?:
      let wait = retryText(retryAt)
      // Where there are no lines, the reason stands in their place.
      let why = feed.lines.count == 0 ? "" : ": \(error.headline)"
      return TextSpan("\(scene.cross) down\(wait)\(why)", .critical, priority: 9)
    case .ended?: return TextSpan("ended", .muted, priority: 9)
    }
  }

  /// When what has failed is tried again.
  private func retryText(_ moment: Timestamp?) -> String {
    guard let moment, moment > scene.now else { return "" }
    return ", retry in \((moment - scene.now).ageText)"
  }

  /// The note for lines that are fetched once and not followed.
  private var unfollowedNote: TextSpan {
    guard !feed.isOutdated else { return TextSpan("no answer yet", .muted, priority: 9) }
    return TextSpan("last \(scene.timeline.range.rawValue)", .muted, priority: 9)
  }

  /// Whether following has its own word on what is wrong.
  private var isFeedBroken: Bool {
    if case .broken? = feed.status { !scene.timeline.isPast } else { false }
  }

  private var rateText: String {
    let rate = feed.rate
    let isSmall = rate > 0 && rate < 9.5
    return isSmall ? "\(UnitNumber.fixed(rate, decimals: 1))/s" : "\(Int(saturating: rate + 0.5))/s"
  }

  /// Selector and filter on one line.
  var filterInForce: String {
    let search = scene.logList.search
    var parts: [String] = []
    if let query = search.logQL, search.correlation == nil {
      parts.append(query)
    } else {
      let selector = feed.plan?.query.selector ?? scene.settings.logs.selector
      if !selector.isEmpty {
        parts.append("{\(selector.map(\.promQL).joined(separator: ","))}")
      }
    }
    if let correlation = search.correlation { parts.append("id \(correlation.id.text)") }
    if !search.filter.conditions.isEmpty { parts.append(search.filter.text) }
    return parts.joined(separator: "  ")
  }
}
