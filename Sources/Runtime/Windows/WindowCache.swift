package import Dashboard
package import Telemetry

/// A cache of range queries, so that a refresh fetches only new points.
///
/// Bounded in windows and in points; the least recently used window goes first.
package struct WindowCache: Sendable {
  /// Identity of a range query: equal keys continue each other.
  package struct Key: Hashable, Sendable {
    /// The server.
    package var server: ServerRole
    /// The PromQL expression.
    package var expression: String
    /// The distance of the points; another step has other points.
    package var step: Duration

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
    /// The window to show.
    package var want: KnownWindow.Want
    /// The missing part; `nil` if all is known.
    package var span: Stretch?
    /// The known part; `nil` if all is fetched.
    package var known: KnownWindow?
  }

  /// A window to be shown.
  package struct Window: Hashable, Sendable {
    /// Ordered by labels; points of the window and one before it.
    package var series: [TimeSeries]
    /// Points among them that were known before.
    package var reusedPoints: Int
    /// Points left out of the answer, as text; `nil` for none.
    package var warning: String?
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

  /// Half a million points take 8 MB.
  package init(windowLimit: Int = 64, pointLimit: Int = 500_000) {
    self.windowLimit = windowLimit
    self.pointLimit = pointLimit
  }

  /// The windows held.
  package var count: Int { stored.count }

  /// The request for a window at a moment by the server's clock.
  package mutating func ask(
    _ window: RangeWindow,
    of server: ServerRole,
    at now: Timestamp
  ) -> Ask {
    let key = Key(server: server, expression: window.expression, step: window.step)
    let want = KnownWindow.Want(
      window.stretch(at: now),
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
  ///
  /// - Parameters:
  ///   - answer: Any series, of whatever time.
  ///   - ask: The question.
  /// - Returns: The window, without points of another time than asked for.
  /// - Throws: `SourceError.malformed` for an answer all of whose points are of another time, which
  ///   changes nothing of what is known.
  package mutating func merge(
    _ answer: [TimeSeries],
    for ask: Ask
  ) throws(SourceError) -> Window {
    let (known, window) = try ask.merging(answer)
    if let known { keep(known, for: ask.key) }
    return window
  }

  /// Holds what is known of a range from now on.
  mutating func keep(_ window: KnownWindow, for key: Key) {
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

extension WindowCache.Ask {
  /// The window where nothing had to be asked.
  var shown: WindowCache.Window {
    let series = known?.shown(want) ?? []
    return WindowCache.Window(
      series: series,
      reusedPoints: series.reduce(0) { $0 + $1.samples.count }
    )
  }

  /// Merges an answer and returns the window to show.
  ///
  /// It changes nothing, so that large answers can be merged anywhere.
  ///
  /// - Parameter answer: Any series, of whatever time.
  /// - Returns: What to keep, `nil` where nothing was asked; and the window.
  /// - Throws: `SourceError.malformed` for an answer all of whose points are of another time.
  func merging(
    _ answer: [TimeSeries]
  ) throws(SourceError) -> (known: KnownWindow?, window: WindowCache.Window) {
    guard let asked = span else { return (nil, shown) }
    var times = AnswerTimes(range: asked, step: want.step)
    for series in answer {
      for sample in series.samples { _ = times.admit(sample.timestamp) }
    }
    if let error = times.error { throw error }
    let fresh = KnownWindow(answer, to: asked, step: want.step)
    let merged = known?.merging(answer, to: asked, for: want) ?? fresh
    let series = merged.shown(want)
    let all = series.reduce(0) { $0 + $1.samples.count }
    let new = fresh.shown(want).reduce(0) { $0 + $1.samples.count }
    let window = WindowCache.Window(
      series: series,
      reusedPoints: max(0, all - new),
      warning: times.warning
    )
    return (merged, window)
  }
}
