import FoundationEssentials
import LocalSource
import PromQL
import Signals
import Telemetry

/// A store that holds the expositions of services, each scraped for four minutes in which its counters
/// rose evenly from zero to what `Expositions` has, so that a rate times 240 s is what was counted.
struct ScrapedServices {
  let store = SeriesStore()
  /// What it says of metrics.
  var metadata: [String: [MetricMetadata]] = [:]
  private static let scrapes = 16
  static let window = Duration.seconds(240)
  static let end = Timestamp(seconds: 1_800_000_240)

  /// Scrapes services, each as the job of its name.
  init(_ names: [String]) throws {
    let folder = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    for name in names {
      let path = (folder + ["Expositions", "\(name).txt"]).joined(separator: "/")
      let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
      scrape(text.replacingNames(by: name), job: name)
    }
  }

  /// Scrapes an exposition as a job.
  func scrape(_ text: String, job: String) {
    var intake = ScrapeIntake(job: job, instance: "\(job):80", store: store)
    for scrape in 0...Self.scrapes {
      let share = Double(scrape) / Double(Self.scrapes)
      let lines = text.split(separator: "\n").map { Self.line($0, share) }
      _ = intake.take(
        Array((lines.joined(separator: "\n") + "\n").utf8),
        as: .text,
        at: Self.end - Self.window + .seconds(15 * scrape),
        elapsed: .milliseconds(3)
      )
    }
  }

  /// A line at a share of its value; quantiles of a summary do not rise.
  private static func line(_ line: Substring, _ share: Double) -> String {
    guard !line.hasPrefix("#"), !line.contains("quantile="),
      let space = line.lastIndex(of: " "), let value = Double(line[line.index(after: space)...])
    else { return String(line) }
    return "\(line[...space])\(value * share)"
  }

  /// What the index says to a question.
  func answer(_ search: LabelSearch) throws -> [String] {
    let (after, through) = (Int64(0), Self.end.milliseconds)
    let matchers: [[LabelMatcher]] = try search.selectors.map { text in
      guard case .vectorSelector(let selector) = try Expression.parse(text) else { return [] }
      return selector.matchers
    }
    let values = (matchers.isEmpty ? [[]] : matchers).flatMap {
      store.labelValues(of: search.label, matching: $0, after: after, through: through)
    }
    return Set(values).sorted()
  }

  /// Answers all questions of a discovery.
  func answers(_ discovery: Discovery) throws -> Discovery.Answers {
    var answers: Discovery.Answers = [:]
    while !discovery.round(answers).isComplete {
      if discovery.round(answers).wantsMetadata { answers.metadata = metadata }
      for search in discovery.round(answers).searches where answers[search] == nil {
        answers[search] = try answer(search)
      }
    }
    return answers
  }

  /// What discovery finds.
  func found(_ discovery: Discovery = Discovery()) throws -> [FoundService] {
    discovery.round(try answers(discovery)).services
  }

  /// The names of metrics that there are.
  var names: Set<String> {
    Set(store.labelValues(of: "__name__", matching: [], after: 0, through: Self.end.milliseconds))
  }

  /// Evaluates an expression at the end.
  func vector(_ expression: String) throws -> [VectorSample] {
    let result = try Evaluator(store: store).instant(
      try Expression.parse(expression),
      at: Self.end.milliseconds
    )
    guard case .vector(let vector) = result.value else { return [] }
    return vector
  }

  /// The value of a signal of a service; `nil` where it has none.
  func value(_ signal: Signal.ID, of service: FoundService) throws -> Double? {
    guard let profile = service.profile, let row = Signal.row(signal),
      !row.metrics(profile).isEmpty
    else { return nil }
    let context = QueryContext(
      profile: profile,
      selector: [LabelMatcher(service.id.label, .equal, service.id.value)],
      rateWindow: Self.window,
      inventory: names
    )
    return try vector(row.expression(context)).first?.value
  }
}

extension String {
  /// With the word NAME replaced, which stands for a service that is no job.
  fileprivate func replacingNames(by name: String) -> String {
    split(separator: "\"NAME\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\(name)\"")
  }
}
