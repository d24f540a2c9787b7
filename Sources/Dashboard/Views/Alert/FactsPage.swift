import Screen
import Telemetry

/// A page of named facts about a rule or a target.
struct FactsPage {
  let scene: Scene
  let title: String
  /// Its state, for the border.
  var badge: TextSpan?
  /// Its facts from the top.
  var facts: [(String, TextSpan)]
  /// What `y` copies.
  var copied: (name: String, text: String)

  func draw(in area: Rect, on grid: inout Grid) {
    var frame = Frame(title: title, isFocused: true)
    frame.badge = badge
    frame.draw(in: area, on: &grid, symbols: scene.symbols)
    let inside = Frame.inside(of: area).inset(horizontal: 1, vertical: 0)
    ScrolledLines(lines: lines(inside.width), offset: scene.place[PageState.self].offset)
      .draw(in: inside, on: &grid, symbols: scene.symbols)
  }

  /// How far it can be scrolled.
  var scrollLimit: Int {
    let inside = Frame.inside(of: scene.areas.body).inset(horizontal: 1, vertical: 0)
    return ScrolledLines.limit(lines(inside.width).count, in: inside.height)
  }

  private func lines(_ whole: Int) -> [TextLine] {
    let width = whole - ScrolledLines.markWidth
    let names = min(20, facts.map { VisibleText.width(of: $0.0) }.max() ?? 0) + 2
    return facts.flatMap { name, value -> [TextLine] in
      let room = max(8, width - names)
      let rows = VisibleText.wrapped(value.text, to: room)
      return rows.prefix(40).enumerated().map { index, row in
        TextLine([
          TextSpan((index == 0 ? name : "").padded(to: names), .muted),
          TextSpan(row, value.style),
        ])
      }
    }
  }
}

extension FactsPage {
  /// A rule: its expression, its error, and how it is evaluated.
  init(_ rule: AlertRule, scene: Scene) {
    let items = scene.world.alertBoard.all.filter { $0.labels.isMade(by: rule) }
    let error = rule.lastError.map { [("error", TextSpan($0, .critical))] } ?? []
    let alerts = items.prefix(50).map { item in
      let state = scene.state(of: item)
      return (
        "alert", TextSpan("\(state.text) \(scene.age(of: item)) \(item.distinction)", state.style)
      )
    }
    self.init(
      scene: scene,
      title: "Rule \(rule.name)",
      badge: scene.health(of: rule),
      facts: error + [
        ("expression", TextSpan(rule.oneLine, .text)),
        ("for", TextSpan(rule.holdFor.prometheusText, .text)),
        ("labels", TextSpan(rule.labels.description, .text)),
        ("group", TextSpan(rule.group, .text)),
        ("evaluated", Self.ago(scene, rule.lastEvaluation, every: rule.interval, by: .rules)),
        ("took", scene.span(rule.evaluationTime, of: rule.interval)),
        ("group took", scene.span(rule.groupTime, of: rule.interval)),
        ("every", TextSpan(rule.interval?.prometheusText ?? "not told", .text)),
      ] + alerts,
      copied: ("PromQL of \(rule.name)", rule.expression)
    )
  }

  /// A target: its whole error, its labels, and how it is scraped.
  init(_ target: ScrapeTarget, scene: Scene) {
    let error = target.lastError.map { error in
      [("error", TextSpan(error, target.health == .down ? .critical : .warning))]
    }
    let samples = target.samples ?? Self.samples(of: target, scene)
    self.init(
      scene: scene,
      title: "Target \(target.labels["job"] ?? "") \(target.labels["instance"] ?? "")",
      badge: scene.health(of: target),
      facts: (error ?? []) + [
        ("scraped", Self.ago(scene, target.lastScrape, every: target.scrapeInterval, by: .targets)),
        ("took", scene.span(target.scrapeDuration, of: target.scrapeInterval)),
        ("every", TextSpan(target.scrapeInterval?.prometheusText ?? "not told", .text)),
      ] + (samples.map { [("samples", TextSpan("\($0)", .text))] } ?? [])
        + target.labels.labels.map { ($0.name, TextSpan($0.value, .text)) },
      copied: target.lastError.map { ("error", $0) } ?? ("selector", target.labels.description)
    )
  }

  /// The samples of the latest scrape by the metric that tells them, where the list of targets has asked for
  /// it.
  private static func samples(of target: ScrapeTarget, _ scene: Scene) -> Int? {
    let vector = scene.world.readings[.scrapedSamples]?.vector ?? []
    let sample = vector.first { sample in
      ["job", "instance"].allSatisfy { sample.labels[$0] == target.labels[$0] }
    }
    return sample.map { Int(saturating: $0.value) }
  }

  /// How long ago something was, in words.
  private static func ago(
    _ scene: Scene,
    _ moment: Timestamp?,
    every interval: Duration?,
    by id: Poll.ID
  ) -> TextSpan {
    let span = scene.past(moment, every: interval, by: id)
    return moment == nil ? span : TextSpan("\(span.text) ago", span.style)
  }
}
