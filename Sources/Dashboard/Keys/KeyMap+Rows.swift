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
      "next panel",
      footer: "panel"
    ),
    KeyBinding(.previousPanel, [.backtab], .panels, "previous panel"),
    KeyBinding(
      .open,
      [.enter],
      .panels,
      "open panel or line, or log lines at the time cursor",
      footer: "open"
    ),
    KeyBinding(
      .fullScreen,
      [.character("f")],
      .panels,
      "full screen with legend, min, mean, max, last and PromQL"
    ),
    KeyBinding(.back, [.escape, .backspace], .panels, "back; never quits", footer: "back"),
  ]

  private static let moveRows: [KeyBinding] = [
    KeyBinding(.up, [.character("k"), .up], .panels, "up"),
    KeyBinding(.down, [.character("j"), .down], .panels, "down"),
    KeyBinding(.top, [.character("g"), .home], .panels, "to the top; cursor to the start"),
    KeyBinding(.bottom, [.character("G"), .end], .panels, "to the bottom; cursor to the end"),
    KeyBinding(.pageUp, [.pageUp], .panels, "page up"),
    KeyBinding(.pageDown, [.pageDown], .panels, "page down"),
    KeyBinding(
      .copy,
      [.character("y")],
      .panels,
      "copy the PromQL, line or field to the clipboard (OSC 52)",
      footer: "copy"
    ),
    KeyBinding(
      .nextColumn,
      [.character(">")],
      .panels,
      "sort a table by the next column",
      footer: "sort"
    ),
    KeyBinding(.previousColumn, [.character("<")], .panels, "sort it by the previous column"),
    KeyBinding(.turnOrder, [.character(",")], .panels, "reverse the order"),
    KeyBinding(
      .keepProfile,
      [.character("K")],
      .panels,
      "keep a guessed profile: show and copy its lines for the configuration file",
      footer: "keep"
    ),
    KeyBinding(
      .showLines,
      [.character("L")],
      .panels,
      "log lines of what is shown: service, endpoint and time",
      footer: "lines"
    ),
    KeyBinding(
      .share,
      [.character("M")],
      .panels,
      "copy a command that opens this view anywhere, and its link"
    ),
    KeyBinding(
      .silence,
      [.character("S")],
      .panels,
      "silence the alert, or change its silence; needs --allow-write",
      footer: "silence"
    ),
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
      "add an exclusion to the filter",
      footer: "exclude"
    ),
    KeyBinding(.highlight, [.character("&")], .logs, "highlight text without filtering"),
    KeyBinding(.nextHit, [.character("n")], .logs, "next match"),
    KeyBinding(.previousHit, [.character("N")], .logs, "previous match"),
    KeyBinding(.nextError, [.character("e")], .logs, "next error", footer: "error"),
    KeyBinding(.previousError, [.character("E")], .logs, "previous error", footer: "error"),
    KeyBinding(.nextWarning, [.character("w")], .logs, "next warning or worse"),
    KeyBinding(.previousWarning, [.character("W")], .logs, "previous warning or worse"),
    KeyBinding(.nextOfID, [.character("o")], .logs, "next line with this correlation ID"),
    KeyBinding(.previousOfID, [.character("O")], .logs, "previous line with this correlation ID"),
    KeyBinding(
      .correlate,
      [.character("c")],
      .logs,
      "show only this correlation ID, from all services",
      footer: "correlate"
    ),
    KeyBinding(
      .correlateTo,
      [.character("C")],
      .logs,
      "enter a correlation ID or a traceparent"
    ),
    KeyBinding(
      .story,
      [.character("R")],
      .logs,
      "story of this request across all services",
      footer: "story"
    ),
    KeyBinding(
      .showPanels,
      [.character("P")],
      .logs,
      "panels of this line's endpoint at its time; in a story, what it waited for",
      footer: "panels"
    ),
    KeyBinding(.wrap, [.character("z")], .logs, "toggle wrapping", footer: "wrap"),
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
    KeyBinding(.panBack, [.character("[")], .time, "back half a range", footer: "pan"),
    KeyBinding(.panForward, [.character("]")], .time, "forward half a range", footer: "pan"),
    KeyBinding(.live, [.character("0")], .time, "back to live", footer: "live"),
    KeyBinding(.pause, [.character(" ")], .time, "pause / resume", footer: "pause"),
    KeyBinding(
      .cursor,
      [.character("v")],
      .time,
      "time cursor across all panels",
      footer: "cursor"
    ),
    KeyBinding(
      .marks,
      [.character("m")],
      .time,
      "marks: releases, starts, reloads and alerts, with the cursor going along",
      footer: "marks"
    ),
    KeyBinding(.left, [.character("h"), .left], .time, "cursor back one step"),
    KeyBinding(.right, [.character("l"), .right], .time, "cursor forward one step"),
    KeyBinding(
      .timeDisplay,
      [.character("t")],
      .time,
      "times: local, UTC or relative"
    ),
  ]

  private static let generalRows: [KeyBinding] = [
    KeyBinding(.help, [.character("?"), .function(1)], .general, "this help", footer: "help"),
    KeyBinding(
      .refresh,
      [.character("r")],
      .general,
      "refresh now",
      footer: "refresh"
    ),
    KeyBinding(
      .command,
      [.character(":")],
      .general,
      "command line: \(Command.shownNames.joined(separator: ", "))",
      footer: "command"
    ),
    KeyBinding(.cost, [.character("D")], .general, "goldtop's own resource use"),
    KeyBinding(.reload, [.control("r")], .general, "reload the configuration file"),
    KeyBinding(.redraw, [.control("l")], .general, "redraw"),
    KeyBinding(.suspend, [.control("z")], .general, "suspend; fg resumes"),
    KeyBinding(
      .quit,
      [.character("q"), .control("c")],
      .general,
      "quit",
      footer: "quit"
    ),
  ]
}
