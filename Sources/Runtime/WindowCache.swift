package import Dashboard
package import Telemetry

/// What is known of range queries, so that a refresh asks only for what is new.
///
/// Bounded in windows and in points; the least recently used window goes first.
package struct WindowCache: Sendable {
  /// What makes two range queries continue each other.
  package struct Key: Hashable, Sendable {
    /// Who answers.
    package var server: ServerRole
    /// The PromQL expression.
    package var expression: String
    /// The distance of the points; another step has other points.
    package var step: Duration

    /// Makes a key.
    package init(server: ServerRole, expression: String, step: Duration) {
      self.server = server
      self.expression = expression
      self.step = step
    }
  }

  /// A question to a server, together with what was known when it was decided on, so that the
  /// answer fits whatever happens to the cache meanwhile.
  package struct Ask: Hashable, Sendable {
    /// The expression and step.
    package var key: Key
    /// What is to be shown.
    package var want: KnownWindow.Want
    /// What must be asked; `nil` where all is known.
    package var span: TimeSpan?
    /// What is known already; `nil` where the whole is asked.
    package var known: KnownWindow?
  }

  /// A window to be shown.
  package struct Window: Hashable, Sendable {
    /// Ordered by labels; points of the window and one before it.
    package var series: [TimeSeries]
    /// Points among them that were known before.
    package var reusedPoints: Int
  }

  private struct Stored {
    var window: KnownWindow
    var used: Int
  }

  private let windowLimit: Int
  private let pointLimit: Int
  private var stored: [Key: Stored] = [:]
  private var uses = 0
  /// Points held in all windows.
  package private(set) var points = 0

  /// Makes an empty cache; half a million points take 8 MB.
  package init(windowLimit: Int = 64, pointLimit: Int = 500_000) {
    self.windowLimit = windowLimit
    self.pointLimit = pointLimit
  }

  /// The windows held.
  package var count: Int { stored.count }

  /// What to ask for a window at a moment by the server's clock.
  package mutating func ask(
    _ window: RangeWindow,
    of server: ServerRole,
    at now: Timestamp
  ) -> Ask {
    let key = Key(server: server, expression: window.expression, step: window.step)
    let want = KnownWindow.Want(
      window.span(at: now),
      step: window.step,
      overlap: window.overlap,
      isLive: window.isLive
    )
    guard let known = stored[key]?.window else {
      return Ask(key: key, want: want, span: want.span)
    }
    uses += 1
    stored[key]?.used = uses
    return Ask(key: key, want: want, span: known.missing(for: want), known: known)
  }

  /// Takes in an answer and gives the window to be shown.
  package mutating func merge(_ answer: [TimeSeries], for ask: Ask) -> Window {
    guard let asked = ask.span else { return shown(ask) }
    let fresh = KnownWindow(answer, to: asked)
    let merged =
      ask.known?.merging(answer, to: asked, for: ask.want) ?? fresh
    keep(merged, for: ask.key)
    let series = merged.shown(ask.want)
    let all = series.reduce(0) { $0 + $1.samples.count }
    let new = fresh.shown(ask.want).reduce(0) { $0 + $1.samples.count }
    return Window(series: series, reusedPoints: max(0, all - new))
  }

  /// The window where nothing had to be asked.
  package func shown(_ ask: Ask) -> Window {
    let series = ask.known?.shown(ask.want) ?? []
    return Window(series: series, reusedPoints: series.reduce(0) { $0 + $1.samples.count })
  }

  private mutating func keep(_ window: KnownWindow, for key: Key) {
    forget(key)
    guard window.points <= pointLimit else { return }
    uses += 1
    stored[key] = Stored(window: window, used: uses)
    points += window.points
    while stored.count > windowLimit || points > pointLimit {
      guard let oldest = stored.min(by: { $0.value.used < $1.value.used }) else { return }
      forget(oldest.key)
    }
  }

  private mutating func forget(_ key: Key) {
    points -= stored.removeValue(forKey: key)?.window.points ?? 0
  }
}
