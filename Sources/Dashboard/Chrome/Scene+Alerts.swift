import Screen
import Signals
import Telemetry

/// How alerts, rules, targets and silences are told wherever they stand.
extension Scene {
  /// Now by the clock of the Alertmanager, which says when silences end.
  var alertmanagerNow: Timestamp {
    displayNow + (world.health[.alertmanager]?.clockSkew ?? .zero)
  }

  /// Where an alert stands: a sign and a word, what is critical with two signs.
  func state(of item: AlertBoard.Item) -> TextSpan {
    switch item.state {
    case .firing where item.rank == .critical:
      TextSpan("\(alarm)\(alarm) firing", .critical, .bold)
    case .firing: TextSpan("\(alarm)  firing", item.rank == .ok ? .text : .warning, .bold)
    case .pending: TextSpan("\(clock)  pending", item.rank == .ok ? .text : .warning)
    case .suppressed: TextSpan("\(check)  \(suppressedWord(item))", .muted)
    }
  }

  /// Silenced or inhibited, whichever holds; what people have done comes first.
  private func suppressedWord(_ item: AlertBoard.Item) -> String {
    if case .suppressed(false, true) = item.state { return "inhibited" }
    return "silenced"
  }

  /// How long an alert has been firing, or how far it is on its way there: `3m12s`, `4m05s/10m`.
  ///
  /// Of Prometheus only the start of its pending time is known; without its rule, which tells how long that
  /// was, so is no more than how long it has been active.
  func age(of item: AlertBoard.Item) -> String {
    if item.state == .pending { return progress(of: item).trimmed }
    if let start = item.firingSince { return (serverNow - start).ageText }
    return item.since.map { "active \((serverNow - $0).ageText)" } ?? ""
  }

  /// By what an alert is kept quiet, each in a line; none where it is not.
  func quietWords(of item: AlertBoard.Item) -> [String] {
    guard case .suppressed(let isSilenced, let isInhibited) = item.state else { return [] }
    var lines = item.silencedBy.map { id in
      world.silences[id].map { "silenced \(words(of: $0))" } ?? "silenced by \(id)"
    }
    if isSilenced, lines.isEmpty { lines = ["muted by a time interval"] }
    if isInhibited {
      let names = item.inhibitedBy.joined(separator: ", ")
      lines.append("inhibited by \(names.isEmpty ? "another alert" : names)")
    }
    return lines
  }

  /// Who has made a silence, until when it holds, and why.
  func words(of silence: AlertSilence) -> String {
    let until = timeText.moment(silence.end)
    return "by \(silence.author) until \(until) (\(left(of: silence)) left): \(silence.comment)"
  }

  /// How long a silence has still to go.
  func left(of silence: AlertSilence) -> String {
    (silence.end - alertmanagerNow).leftText
  }

  /// The words of an alert's own `severity` label, or how it counts where it has none.
  func severityWord(_ item: AlertBoard.Item) -> TextSpan {
    let word = item.labels["severity"] ?? ""
    let role: Role =
      switch item.rank {
      case .critical: .critical
      case .warning: .warning
      case .ok: .muted
      }
    return TextSpan(word, item.state == .firing ? role : .muted)
  }

  /// What came of the latest evaluation of a rule.
  func health(of rule: AlertRule) -> TextSpan {
    if rule.health == .failing || rule.lastError != nil {
      return TextSpan("\(cross) failing", .critical, .bold)
    }
    return rule.health == .ok
      ? TextSpan("\(check) ok", .ok) : TextSpan("\(clock) not yet", .muted)
  }

  /// What came of the latest scrape of a target.
  func health(of target: ScrapeTarget) -> TextSpan {
    switch target.health {
    case .up where target.lastError != nil: TextSpan("\(alarm) up", .warning)
    case .up: TextSpan("\(check) up", .ok)
    case .down: TextSpan("\(cross) down", .critical, .bold)
    case .unknown: TextSpan("\(clock) not yet", .muted)
    }
  }

  /// How long something took that is done again after an interval.
  func span(_ span: Duration?, of interval: Duration?) -> TextSpan {
    guard let span else { return TextSpan(String(Character(symbols.signs.dash)), .muted) }
    let text = SignalUnit.seconds.text(span.inSeconds)
    guard let interval, interval > .zero else { return TextSpan(text, .text) }
    let share = span.inSeconds / interval.inSeconds
    return TextSpan(text, share >= 1 ? .critical : share >= 0.5 ? .warning : .text)
  }

  /// How long before an answer something was that is done again after an interval; late where two have
  /// passed.
  ///
  /// It may have been done since the server was asked.
  func past(_ moment: Timestamp?, every interval: Duration?, by id: Poll.ID) -> TextSpan {
    guard let moment else { return TextSpan("never", .muted) }
    let answered = world.readings[id]?.reading.held?.receivedAt ?? now
    let age = answered + world.clockSkew - moment
    let isLate = interval.map { age > $0 * 2 + .seconds(5) } ?? false
    return TextSpan(age.ageText, isLate ? .warning : .text)
  }

  /// The state of what a page is made of, where it is not well.
  func troubles(_ parts: [(id: Poll.ID, name: String)], _ width: Int) -> [TextLine] {
    parts.flatMap { id, name -> [TextLine] in
      switch world.state(of: id) {
      case .failed(let error, let age):
        let then = age.map(oldText) ?? ""
        return wrapped("\(cross) \(name)\(then): \(error.headline)", width, Style(.critical))
      case .stale(let age): return [TextLine("\(clock) \(name)\(oldText(age))", Style(.stale))]
      case .waiting, .fresh, .missing: return []
      }
    }
  }
}

extension Duration {
  /// How long something has still to go, to the second in the last hour and to the minute before.
  var leftText: String {
    let seconds = max(0, components.seconds)
    switch seconds {
    case ..<3600: return "\(seconds / 60)m\(seconds % 60 < 10 ? "0" : "")\(seconds % 60)s"
    case ..<172_800: return Duration.seconds(seconds / 60 * 60).prometheusText
    default: return Duration.seconds(seconds / 3600 * 3600).prometheusText
    }
  }
}
