import Screen
import Telemetry

/// The fields of a silence, and what they match now.
struct SilencePage {
  let scene: Scene

  private var form: SilenceForm { scene.place[SilenceForm.self] }

  func draw(in area: Rect, on grid: inout Grid) {
    let title = form.id.map { "Silence \($0)" } ?? "New silence"
    var frame = Frame(title: title, isFocused: true)
    if form.isSent { frame.notes = [TextSpan("sending", .warning, .bold)] }
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    guard !inside.isEmpty else { return }
    let rows = rows(inside.width)
    let lines = rows.flatMap(\.lines)
    // The row chosen stays on screen, with the last line of it.
    let before = rows.prefix { $0.row != form.row }
    let end = rows.first { $0.row == form.row }.map { $0.lines.count } ?? 0
    let first = max(0, before.reduce(0) { $0 + $1.lines.count } + end - inside.height)
    ScrolledLines(lines: lines, offset: first)
      .draw(in: inside, on: &grid, symbols: scene.symbols)
    let owners = rows.flatMap { Array(repeating: $0.row, count: $0.lines.count) }
    for (line, owner) in owners.dropFirst(first).prefix(inside.height).enumerated() {
      guard let owner, let place = form.rows.firstIndex(of: owner) else { continue }
      grid.mark(inside.row(line), as: .row(place))
    }
  }

  /// The alerts that the matchers match now; `nil` where they cannot be read.
  private var matched: [AlertBoard.Item]? {
    guard let matchers = form.readMatchers, let test = MatcherTest(matchers) else { return nil }
    return scene.world.alertBoard.all.filter { test.matches($0.sentLabels) }
  }

  /// The question that `y` confirms.
  var question: String {
    if form.row == .expire { return "end this silence now? y ends it, any other key does not" }
    let count = matched?.count ?? 0
    let alerts = count == 1 ? "1 alert" : "\(count) alerts"
    let verb = form.id == nil ? "silence" : "change the silence of"
    let until = form.end(at: scene.alertmanagerNow).map { " until \(scene.timeText.moment($0))" }
    let (order, answer) = ("\(verb) \(alerts)\(until ?? "") as ", "? y sends it")
    // What is asked and how it is answered stay whole on a narrow screen, between its margins.
    let width = scene.size.width - 5
    let room = width - VisibleText.width(of: order + answer)
    let text = order + VisibleText.truncated(form.author, to: max(1, room)) + answer
    let rest = ", any other key does not"
    return VisibleText.width(of: text + rest) <= width ? text + rest : text
  }

  /// The rows with their lines; what is not chosen has no row.
  private func rows(_ whole: Int) -> [(row: SilenceForm.Row?, lines: [TextLine])] {
    let width = whole - ScrolledLines.markWidth
    let now = scene.alertmanagerNow
    let until = form.end(at: now).map { "  until \(scene.timeText.moment($0))" } ?? ""
    var rows: [(row: SilenceForm.Row?, lines: [TextLine])] = [
      (.matchers, field(.matchers, "matchers", form.matchers, width)),
      (nil, matchLines(width)),
      (.end, field(.end, "ends in", form.span + until, width)),
      (.author, field(.author, "author", form.author, width)),
      (.comment, field(.comment, "comment", form.comment, width)),
      (.send, [action(.send, form.id == nil ? "create the silence" : "save the changes")]),
    ]
    if form.id != nil { rows.append((.expire, [action(.expire, "end it now")])) }
    rows.append((nil, lackLines(width) + alertLines(width)))
    return rows
  }

  private func mark(_ row: SilenceForm.Row) -> TextSpan {
    form.row == row ? TextSpan("> ", .focus, .bold) : TextSpan("  ")
  }

  private func field(
    _ row: SilenceForm.Row,
    _ name: String,
    _ text: String,
    _ width: Int
  ) -> [TextLine] {
    let lead = 12
    let isChosen = form.row == row
    let shown = text.isEmpty ? "(empty)" : text
    let texts = VisibleText.wrapped(shown, to: max(8, width - lead))
    let style = text.isEmpty ? Style(.warning) : Style(.text, isChosen ? .bold : [])
    return texts.prefix(6).enumerated().map { index, part in
      guard index == 0 else {
        return TextLine([TextSpan(String(repeating: " ", count: lead)), TextSpan(part, style)])
      }
      return TextLine([
        mark(row), TextSpan(name.padded(to: lead - 2), isChosen ? .focus : .muted),
        TextSpan(part, style),
      ])
    }
  }

  private func action(_ row: SilenceForm.Row, _ text: String) -> TextLine {
    let style = form.row == row ? Style(.focus, .bold) : Style(.key)
    return TextLine([mark(row), TextSpan("[\(text)]", style)])
  }

  /// How many alerts are matched, which changes while matchers are typed.
  private func matchLines(_ width: Int) -> [TextLine] {
    guard let matched else {
      let problem = MatcherTest.problem(in: form.matchers) ?? ""
      return scene.wrapped(problem, width, Style(.critical), indent: 12, limit: 2)
    }
    guard !matched.isEmpty else {
      let words = "\(scene.alarm) matches no alert now"
      return scene.wrapped(words, width, Style(.warning), indent: 12)
    }
    let words = "matches \(matched.count == 1 ? "1 alert" : "\(matched.count) alerts") now"
    return scene.wrapped(words, width, Style(.ok), indent: 12)
  }

  private func lackLines(_ width: Int) -> [TextLine] {
    guard let lack = form.lack else {
      return [TextLine("  \(scene.keyText(.silence)) asks once more, then sends", Style(.muted))]
    }
    return scene.wrapped(lack.words, width, Style(.warning), indent: 2, limit: 2)
  }

  /// The alerts that are matched, as many as fit.
  private func alertLines(_ width: Int) -> [TextLine] {
    guard let matched, !matched.isEmpty else { return [] }
    return [TextLine("")]
      + matched.prefix(20).map { item in
        let state = scene.state(of: item)
        return TextLine([
          TextSpan("  "), state,
          TextSpan(String(repeating: " ", count: max(1, 13 - state.width))),
          TextSpan("\(item.name) \(item.distinction)", .text),
        ])
      }
      + (matched.count > 20
        ? [TextLine("  and \(matched.count - 20) more", Style(.muted))] : [])
  }
}
