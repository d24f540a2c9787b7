package import Screen

/// One row of the key table: what a key does and how help, footer and README call it.
package struct KeyBinding: Hashable, Sendable {
  /// Where help lists it.
  package enum Section: String, Hashable, Sendable, CaseIterable {
    /// Getting about.
    case panels = "Panels"
    /// Range, past and cursor.
    case time = "Time"
    /// The rest.
    case general = "General"
  }

  /// What it does.
  package let action: Action
  /// The keys, the one that is shown first in front.
  package let keys: [Key]
  /// One or two words for the footer; empty keeps it out of there.
  package let label: String
  /// What it does, in a line.
  package let description: String
  /// Where help lists it.
  package let section: Section

  init(
    _ action: Action,
    _ keys: [Key],
    _ section: Section,
    _ description: String,
    footer: String = ""
  ) {
    self.action = action
    self.keys = keys
    label = footer
    self.description = description
    self.section = section
  }

  /// The keys as help writes them.
  package var keyText: String { keys.map(\.text).joined(separator: " ") }
}

/// The table of keys behind input, help, footer, README and the names in settings.
package struct KeyMap: Hashable, Sendable {
  /// The rows in the order of help.
  package private(set) var bindings: [KeyBinding]
  private var actions: [Key: Action]

  /// The keys as they come.
  package static let standard = KeyMap(bindings: rows)

  init(bindings: [KeyBinding]) {
    self.bindings = bindings
    actions = [:]
    for binding in bindings {
      for key in binding.keys { actions[key] = binding.action }
    }
  }

  /// The standard keys with some actions on other keys, by name and key text.
  ///
  /// Names and texts that mean nothing change nothing: settings have reported them before. A key
  /// that is given away is taken from the action that had it.
  package init(changing changes: [String: String]) {
    guard !changes.isEmpty else {
      self = .standard
      return
    }
    var changed: [Action: Key] = [:]
    for (name, text) in changes {
      if let action = Action(rawValue: name), let key = Key(text: text) { changed[action] = key }
    }
    let given = Set(changed.values)
    self.init(
      bindings: Self.rows.map { row in
        let keys = changed[row.action].map { [$0] } ?? row.keys.filter { !given.contains($0) }
        return KeyBinding(row.action, keys, row.section, row.description, footer: row.label)
      }
    )
  }

  /// What a key does; `nil` for nothing.
  package func action(for key: Key) -> Action? { actions[key] }

  /// The row of an action.
  package func binding(of action: Action) -> KeyBinding? {
    bindings.first { $0.action == action }
  }

  private static let rows: [KeyBinding] = [
    KeyBinding(
      .nextPanel,
      [.tab],
      .panels,
      "focus the next panel",
      footer: "panel"
    ),
    KeyBinding(.previousPanel, [.backtab], .panels, "focus the previous panel"),
    KeyBinding(.open, [.enter], .panels, "open the focused panel", footer: "open"),
    KeyBinding(
      .fullScreen,
      [.character("f")],
      .panels,
      "full screen with legend, min, mean, max, last and the PromQL"
    ),
    KeyBinding(.back, [.escape, .backspace], .panels, "back; never quits"),
    KeyBinding(.overview, [.character("1")], .panels, "overview"),
    KeyBinding(.up, [.character("k"), .up], .panels, "up"),
    KeyBinding(.down, [.character("j"), .down], .panels, "down"),
    KeyBinding(.top, [.character("g"), .home], .panels, "to the top, or the cursor to the start"),
    KeyBinding(.bottom, [.character("G"), .end], .panels, "to the end"),
    KeyBinding(.pageUp, [.pageUp], .panels, "a page up"),
    KeyBinding(.pageDown, [.pageDown], .panels, "a page down"),
    KeyBinding(
      .copy,
      [.character("y")],
      .panels,
      "copy the PromQL of the panel to the clipboard (OSC 52)",
      footer: "copy PromQL"
    ),
    KeyBinding(
      .zoomIn,
      [.character("+"), .character("=")],
      .time,
      "shorter range",
      footer: "zoom"
    ),
    KeyBinding(.zoomOut, [.character("-")], .time, "longer range", footer: "zoom"),
    KeyBinding(.panBack, [.character("[")], .time, "half a range into the past", footer: "pan"),
    KeyBinding(.panForward, [.character("]")], .time, "half a range towards now", footer: "pan"),
    KeyBinding(.live, [.character("0")], .time, "back to live", footer: "live"),
    KeyBinding(.pause, [.character(" ")], .time, "pause, and go on", footer: "pause"),
    KeyBinding(
      .cursor,
      [.character("v")],
      .time,
      "time cursor through all panels",
      footer: "cursor"
    ),
    KeyBinding(.left, [.character("h"), .left], .time, "the cursor one step back"),
    KeyBinding(.right, [.character("l"), .right], .time, "the cursor one step on"),
    KeyBinding(
      .timeDisplay,
      [.character("t")],
      .time,
      "times local, in UTC, or relative to now"
    ),
    KeyBinding(.help, [.character("?"), .function(1)], .general, "this help", footer: "help"),
    KeyBinding(
      .refresh,
      [.character("r")],
      .general,
      "ask every server again now",
      footer: "refresh"
    ),
    KeyBinding(.cost, [.character("D")], .general, "what goldtop itself costs"),
    KeyBinding(.reload, [.control("r")], .general, "load the configuration file that has changed"),
    KeyBinding(.redraw, [.control("l")], .general, "draw the screen anew"),
    KeyBinding(.suspend, [.control("z")], .general, "back to the shell; fg returns"),
    KeyBinding(
      .quit,
      [.character("q"), .control("c")],
      .general,
      "quit",
      footer: "quit"
    ),
  ]
}
