import Logs
import Screen
import Telemetry

extension Model {
  /// The columns that title, filter and border keep in any case.
  private static let titleRoom = 24

  /// What stands at the right of the border: how lines come in, how many, and what was lost.
  ///
  /// How lines come in is cut rather than left out.
  func logNotes(width: Int) -> [TextSpan] {
    var notes: [TextSpan] = []
    if !logs.services.isEmpty {
      let count = logs.services.count
      let text = count == 1 ? "1 service" : "\(count) services"
      notes.append(TextSpan(text, .muted, priority: 3))
    }
    if logs.lines.fallen > 0 {
      notes.append(TextSpan("\(fallenText) fell off", .muted, priority: 4))
    }
    for note in logs.notes { notes.append(TextSpan(note, .warning, priority: 1)) }
    if timeline.pausedAt != nil { notes.append(TextSpan("paused", .past, priority: 5)) }
    var feed = feedNote
    let room = max(12, width - Self.titleRoom)
    feed.text = VisibleText.truncated(feed.text, to: room, ellipsis: symbols.ellipsis)
    notes.append(feed)
    return notes
  }

  /// Round where the tail is followed: a number that changes with every line costs bytes, and says
  /// no more.
  private var fallenText: String {
    let fallen = logs.lines.fallen
    switch fallen {
    case ..<1000: return "\(fallen)"
    case _ where logs.anchor != .tail: return "\(fallen)"
    case ..<1_000_000: return "\(fallen / 1000)k"
    default: return "\(UnitNumber.fixed(Double(fallen / 100_000) / 10, decimals: 1))M"
    }
  }

  /// Why lines do not come in as they are written; empty where they do.
  private var feedReason: String {
    switch logs.status {
    case .live(.polling(_, let reason))? where logs.plan?.isFollowing == true: reason
    case .broken(let error, _)? where logs.plan?.isFollowing == true: error.headline
    case .behind(_, let error?, _)? where logs.plan?.isFollowing == true: error.headline
    default: ""
    }
  }

  /// Whether the border has no room for why lines do not come in as they are written.
  func hasMoreToSay(width: Int) -> Bool {
    !feedReason.isEmpty && logs.searching == nil
      && feedNote.width > max(12, width - Self.titleRoom)
  }

  /// Why lines do not come in as they are written, on a row of its own.
  func drawLogState(in line: Rect, on grid: inout Grid) {
    guard !line.isEmpty else { return }
    let text = VisibleText.truncated(feedReason, to: line.width, ellipsis: symbols.ellipsis)
    grid.put(text, x: line.x, y: line.y, limit: line.width, style: Style(.warning))
  }

  /// How lines come in, in a few words.
  private var feedNote: TextSpan {
    if let searching = logs.searching {
      return TextSpan("searching \(searching.prometheusText) back", .past, priority: 9)
    }
    if let failure = logs.failure, !isFeedBroken {
      return TextSpan("\(cross) \(failure.headline)", .critical, priority: 9)
    }
    if case .stretch(let start, let end)? = logs.plan?.span {
      let words = logs.isOutdated ? "loading " : "past "
      return TextSpan(words + timeText.stretch(start, end), .past, priority: 9)
    }
    let dot = Character(symbols.signs.dot)
    switch logs.status {
    case nil where !settings.logs.isFollowed: return unfollowedNote
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
      let why = logs.lines.count == 0 ? "" : ": \(error.headline)"
      return TextSpan("\(cross) broken\(wait)\(why)", .critical, priority: 9)
    case .ended?: return TextSpan("ended", .muted, priority: 9)
    }
  }

  /// When what has failed is tried again.
  private func retryText(_ moment: Timestamp?) -> String {
    guard let moment, moment > now else { return "" }
    return ", retry in \((moment - now).ageText)"
  }

  /// What stands where lines are brought once and not followed.
  private var unfollowedNote: TextSpan {
    guard !logs.isOutdated else { return TextSpan("no answer yet", .muted, priority: 9) }
    return TextSpan("last \(timeline.range.rawValue)", .muted, priority: 9)
  }

  /// Whether following has its own word on what is wrong.
  private var isFeedBroken: Bool {
    if case .broken? = logs.status { !timeline.isPast } else { false }
  }

  private var rateText: String {
    let rate = logs.rate
    let isSmall = rate > 0 && rate < 9.5
    return isSmall ? "\(UnitNumber.fixed(rate, decimals: 1))/s" : "\(Int(rate + 0.5))/s"
  }

  /// Selector and filter on one line.
  var filterInForce: String {
    var parts: [String] = []
    if let query = logs.logQL, logs.correlation == nil {
      parts.append(query)
    } else {
      let selector = logs.plan?.query.selector ?? settings.logs.selector
      if !selector.isEmpty {
        parts.append("{\(selector.map(\.promQL).joined(separator: ","))}")
      }
    }
    if let correlation = logs.correlation { parts.append("id \(correlation.id.text)") }
    if !logs.filter.conditions.isEmpty { parts.append(logs.filter.text) }
    return parts.joined(separator: "  ")
  }
}
