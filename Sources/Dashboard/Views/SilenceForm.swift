import Screen
import Telemetry

/// A silence that is being written, and the row of the form that is chosen.
struct SilenceForm: ViewState {
  /// The rows, from the top.
  enum Row: Hashable, CaseIterable {
    case matchers, end, author, comment, send, expire
  }

  /// The silence that is changed; `nil` for a new one.
  private(set) var id: String?
  /// What it matches, as PromQL writes it.
  private(set) var matchers = ""
  /// In what time it ends, as Prometheus writes durations.
  private(set) var span = "2h"
  /// Who makes it.
  private(set) var author = ""
  /// Why.
  private(set) var comment = ""
  /// The row chosen.
  var row = Row.matchers
  /// Whether an answer is awaited.
  var isSent = false
  /// When it begins; `nil` for now.
  private var start: Timestamp?
  /// When it ends as long as nobody has said otherwise.
  private var end: Timestamp?

  init() {}

  /// A new silence of one alert: all labels that Alertmanager knows it by.
  init(of item: AlertBoard.Item, author: String) {
    matchers = Self.text(item.sentLabels.equalMatchers)
    self.author = author
    row = .comment
  }

  /// A silence that there is.
  init(changing silence: AlertSilence, at now: Timestamp) {
    id = silence.id
    matchers = Self.text(silence.matchers)
    span = (silence.end - now).leftText
    author = silence.author
    comment = silence.comment
    start = silence.start
    end = silence.end
    row = .end
  }

  private static func text(_ matchers: [LabelMatcher]) -> String {
    matchers.map(\.promQL).joined(separator: ", ")
  }

  /// The rows that there are.
  var rows: [Row] { Row.allCases.filter { $0 != .expire || id != nil } }

  /// A span of time that a silence may last; `nil` for any other text.
  static func span(_ text: String) -> Duration? {
    Duration(prometheusText: text).flatMap { $0 > .zero ? $0 : nil }
  }

  /// Takes over a field as it was typed.
  mutating func set(_ text: String, _ kind: Prompt.Kind) {
    switch kind {
    case .matchers: matchers = text
    case .silenceEnd: (span, end) = (text, text == span ? end : nil)
    case .author: author = text
    case .comment: comment = text
    case .filter, .highlight, .correlation, .rows, .confirmation, .command: break
    }
  }

  /// What an alert must match; `nil` where that cannot be read.
  var readMatchers: [LabelMatcher]? {
    guard MatcherTest.problem(in: matchers) == nil else { return nil }
    return try? LabelMatcher.parse(matchers)
  }

  /// When it ends; `nil` where that cannot be read.
  func end(at now: Timestamp) -> Timestamp? {
    end ?? Self.span(span).map { now + $0 }
  }

  /// Why it cannot be sent, and the row at fault; `nil` where it can.
  var lack: (row: Row, words: String)? {
    if isSent { return (row, "waiting for the answer of Alertmanager") }
    if let problem = MatcherTest.problem(in: matchers) {
      return (.matchers, "matchers: \(problem)")
    }
    if end == nil, Self.span(span) == nil {
      return (.end, "ends in: a duration such as 2h or 1h30m")
    }
    if author.isEmpty { return (.author, "an author is needed") }
    return comment.isEmpty ? (.comment, "a comment is needed: why is it silenced?") : nil
  }

  /// What the row chosen orders; `nil` where fields are missing.
  func order(at now: Timestamp) -> SilenceOrder? {
    if row == .expire { return id.map { .expire($0) } }
    guard lack == nil, let matchers = readMatchers, let end = end(at: now) else { return nil }
    let content = SilenceContent(
      matchers,
      from: start ?? now,
      to: end,
      author: author,
      comment: comment
    )
    return .set(content, changing: id)
  }

  /// Sends what the row chosen orders.
  static func send(_ visit: inout Visit) {
    let form = visit.place[SilenceForm.self]
    guard !form.isSent, let order = form.order(at: visit.scene.alertmanagerNow) else { return }
    visit.place[SilenceForm.self].isSent = true
    visit.request(.silence(order))
  }
}

extension SilenceForm {
  /// Says what came of an order, whatever keys are pressed; the form that it came from closes, or keeps what
  /// was typed.
  static func conclude(_ outcome: SilenceOutcome, _ visit: inout Visit) -> Reaction {
    var severity = Severity.ok
    if case .failure = outcome.result { severity = .critical }
    let notice = Notice(
      text: outcome.words,
      severity: severity,
      until: visit.scene.now + .seconds(30),
      isKept: true
    )
    visit.request(.say(notice))
    visit.request(.refresh)
    guard visit.place.view == .silence else { return .done }
    visit.place[SilenceForm.self].isSent = false
    return severity == .ok ? .back : .done
  }
}

extension Visit {
  /// Opens the form for an alert: a new silence, or the one that it is silenced by.
  mutating func openSilence(of item: AlertBoard.Item) -> Reaction {
    let known = scene.world.silences
    if let silence = item.silencedBy.lazy.compactMap({ known[$0] }).first {
      return openSilence(silence)
    }
    guard mayChangeSilences else { return .done }
    var place = scene.place.opening(.silence, .alert(item.labels))
    place[SilenceForm.self] = SilenceForm(of: item, author: scene.settings.author)
    return .go(place)
  }

  /// Opens the form for a silence that there is.
  mutating func openSilence(_ silence: AlertSilence) -> Reaction {
    guard mayChangeSilences else { return .done }
    var place = scene.place.opening(.silence, .silence(silence.id))
    place[SilenceForm.self] = SilenceForm(changing: silence, at: scene.alertmanagerNow)
    return .go(place)
  }

  /// Whether silences may be changed; says why not.
  private var mayChangeSilences: Bool {
    mutating get {
      guard scene.settings.servers.contains(.alertmanager) else {
        say("no Alertmanager configured: set --alertmanager", for: .seconds(8))
        return false
      }
      guard scene.settings.allowsWriting else {
        say("read-only: start goldtop with --allow-write to set silences", for: .seconds(8))
        return false
      }
      return true
    }
  }
}
