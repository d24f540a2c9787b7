import Screen

extension KeyMap {
  /// The rows of the table in the order of help.
  static func rows(_ views: [ViewKey]) -> [KeyBinding] {
    panelRows
      + views.map { KeyBinding(.view($0.view), [$0.key], .panels, $0.label, footer: $0.label) }
      + moveRows + logRows + timeRows + generalRows
  }

  private static let panelRows: [KeyBinding] = [
    KeyBinding(
      .nextPanel,
      [.tab],
      .panels,
      "focus the next panel",
      footer: "panel"
    ),
    KeyBinding(.previousPanel, [.backtab], .panels, "focus the previous panel"),
    KeyBinding(
      .open,
      [.enter],
      .panels,
      "open the focused panel, the line, or the lines at the time cursor",
      footer: "open"
    ),
    KeyBinding(
      .fullScreen,
      [.character("f")],
      .panels,
      "full screen with legend, min, mean, max, last and the PromQL"
    ),
    KeyBinding(.back, [.escape, .backspace], .panels, "back; never quits", footer: "back"),
  ]

  private static let moveRows: [KeyBinding] = [
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
      "copy the PromQL of the panel, the line or the field to the clipboard (OSC 52)",
      footer: "copy"
    ),
    KeyBinding(
      .nextColumn,
      [.character(">")],
      .panels,
      "order a table by the next column",
      footer: "order"
    ),
    KeyBinding(.previousColumn, [.character("<")], .panels, "order it by the column before"),
    KeyBinding(.turnOrder, [.character(",")], .panels, "turn the order round"),
  ]

  private static let logRows: [KeyBinding] = [
    KeyBinding(
      .filter,
      [.character("/")],
      .logs,
      "edit the filter: text, /re/, !text, level>=warn, field=value, {label=\"value\"}",
      footer: "filter"
    ),
    KeyBinding(
      .exclude,
      [.character("!")],
      .logs,
      "edit the filter with a new exclusion",
      footer: "exclude"
    ),
    KeyBinding(.highlight, [.character("&")], .logs, "highlight a text and leave the rest"),
    KeyBinding(.nextHit, [.character("n")], .logs, "next hit"),
    KeyBinding(.previousHit, [.character("N")], .logs, "previous hit"),
    KeyBinding(.nextError, [.character("e")], .logs, "next error", footer: "error"),
    KeyBinding(.previousError, [.character("E")], .logs, "previous error", footer: "error"),
    KeyBinding(.nextWarning, [.character("w")], .logs, "next warning or worse"),
    KeyBinding(.previousWarning, [.character("W")], .logs, "previous warning or worse"),
    KeyBinding(.nextOfID, [.character("o")], .logs, "next line of the same correlation ID"),
    KeyBinding(.previousOfID, [.character("O")], .logs, "previous line of it"),
    KeyBinding(
      .correlate,
      [.character("c")],
      .logs,
      "only the lines of this correlation ID, from all services",
      footer: "correlate"
    ),
    KeyBinding(
      .correlateTo,
      [.character("C")],
      .logs,
      "type or paste a correlation ID, or a traceparent"
    ),
    KeyBinding(
      .story,
      [.character("R")],
      .logs,
      "the story of this request over all services",
      footer: "story"
    ),
    KeyBinding(.wrap, [.character("z")], .logs, "wrap long lines, and not", footer: "wrap"),
  ]

  private static let timeRows: [KeyBinding] = [
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
  ]

  private static let generalRows: [KeyBinding] = [
    KeyBinding(.help, [.character("?"), .function(1)], .general, "this help", footer: "help"),
    KeyBinding(
      .refresh,
      [.character("r")],
      .general,
      "ask every server again now",
      footer: "refresh"
    ),
    KeyBinding(
      .command,
      [.character(":")],
      .general,
      "command line: \(Command.shownNames.joined(separator: ", "))",
      footer: "command"
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
