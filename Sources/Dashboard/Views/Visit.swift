import Logs
import Screen
package import Telemetry

/// A view at work: what it looks at, its place, which it may change, and what it asks for.
package struct Visit: Sendable {
  /// Effects for the loop.
  enum Request: Hashable, Sendable {
    /// A remark.
    case say(Notice)
    /// A line to be typed, with a text to begin with.
    case prompt(Prompt.Kind, String)
    /// A text for the clipboard of the terminal.
    case copy(String)
    /// One more page of lines before a moment.
    case olderLogs(before: Timestamp)
    /// Levels by intervals of a stretch, whose end is exclusive.
    case countLogs(Stretch, step: Duration)
    /// Only the lines held that a filter lets through, while it is typed.
    case preview(LogFilter)
    /// Every poll once now.
    case refresh
    /// A change of the Alertmanager's silences.
    case silence(SilenceOrder)
    /// An overlay, or none where it is the one that is open.
    case overlay(PlaceOverlay.Kind)
    /// The mouse, or no more.
    case pointing(Bool)
    /// An action in the name of the person.
    case perform(Action)
  }

  /// The scene, with changes of its place.
  package var scene: Scene
  /// Effects, in order.
  private(set) var requests: [Request] = []

  init(_ scene: Scene) {
    self.scene = scene
  }

  /// The place.
  package var place: Place {
    get { scene.place }
    set { scene.place = newValue }
  }

  /// Shows a remark on a key, for some seconds or until the next key.
  package mutating func say(
    _ text: String,
    _ severity: Severity? = nil,
    for span: Duration = .seconds(4)
  ) {
    request(.say(Notice(text: text, severity: severity, until: scene.now + span)))
  }

  mutating func request(_ request: Request) {
    requests.append(request)
  }

  /// Sends a text to the terminal's clipboard and says so, also where the terminal takes no more
  /// than its beginning.
  mutating func copy(_ name: String, _ text: String) {
    let count = text.utf8.count
    if count > Clipboard.limit {
      let size = Unit.bytes.format(Double(count)).text
      say(
        "\(name) is \(size): its first \(Clipboard.limit / 1000) kB sent to terminal",
        .warning,
        for: .seconds(8)
      )
    } else {
      say("\(name) sent to terminal")
    }
    request(.copy(text))
  }

  /// Scrolls a page; the time cursor, where it is open, takes the keys that are its own.
  mutating func scroll(_ move: Action.Move, limit: Int) -> Reaction {
    var keys = TimeKeys(self)
    let isTaken = keys.moveCursor(move)
    self = keys.visit
    guard !isTaken, limit > 0 else { return isTaken ? .done : .passed }
    switch move {
    case .left, .right: return .passed
    case .up, .down, .top, .bottom, .pageUp, .pageDown: break
    }
    place[PageState.self].offset = ScrolledLines.offset(
      place[PageState.self].offset,
      moved: move,
      limit: limit,
      page: scene.pageHeight
    )
    return .done
  }
}
