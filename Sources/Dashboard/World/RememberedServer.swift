package import Signals
package import Telemetry

/// What was found out about a metrics server at an earlier start, so that the next one can ask for figures
/// at once.
///
/// It says where to look and never what to show: no value of a metric is in it. Every start asks all of it
/// again, and what it hears takes the place of this.
package struct RememberedServer: Hashable, Sendable, Codable {
  /// A question to the server's index with its answer.
  package struct IndexAnswer: Hashable, Sendable, Codable {
    /// The question.
    package var search: LabelSearch
    /// The answer: values of the label.
    package var values: [String]
  }

  /// What the index said, in the order of asking.
  package var index: [IndexAnswer]
  /// Type and unit of metrics; `nil` where finding services did not need them.
  package var metadata: [String: [MetricMetadata]]?
  /// The names of metrics of what was looked at, in order.
  package var inventory: [String]
  /// Those of them that are native histograms, though named as counters, in order.
  package var histogramCounters: [String]
  /// The longest interval of the targets of each job, in seconds.
  package var scrapeIntervals: [String: Double]
}

extension RememberedServer {
  /// What has been found out in this start; `nil` while not all of it has been heard, and where a moment of
  /// the past is looked at.
  ///
  /// Some servers have no targets to tell of, and any may fail to.
  init?(_ world: World) {
    guard let discovery = world.discovery, world.isIndexHeard, let inventory = world.inventory,
      world.readings[.inventory]?.reading.held != nil, world.readings[.targets] != nil,
      !world.plan.polls.contains(where: { $0.id == .inventory && $0.question.isFixed })
    else { return nil }
    index = discovery.round(world.labelValues).searches.map { search in
      IndexAnswer(search: search, values: world.labelValues[search] ?? [])
    }
    metadata = world.wantsMetadata ? world.labelValues.metadata : nil
    self.inventory = inventory.sorted()
    histogramCounters = world.histogramCounters.sorted()
    scrapeIntervals =
      world.targets == nil
      ? world.remembered?.scrapeIntervals ?? [:] : world.scrapeIntervals.mapValues(\.inSeconds)
  }
}

/// What a remembered server means for a dashboard; making it takes as long as the terminal's start, and can
/// be done beside it.
package struct Recollection: Sendable {
  let server: RememberedServer
  let discovery: Discovery
  fileprivate let answers: Discovery.Answers
  fileprivate let round: DiscoveryRound

  /// Takes what is remembered for answers of the server.
  ///
  /// `nil` where one profile is named for all, or the table of profiles asks for more by now.
  ///
  /// - Parameters:
  ///   - server: What is remembered.
  ///   - settings: What the dashboard starts with.
  package init?(_ server: RememberedServer, settings: DashboardSettings) {
    guard let discovery = World.discovery(settings) else { return nil }
    var answers: Discovery.Answers = [:]
    for answer in server.index { answers[answer.search] = answer.values }
    answers.metadata = server.metadata
    round = discovery.round(answers)
    guard round.isComplete else { return nil }
    (self.server, self.discovery, self.answers) = (server, discovery, answers)
  }

  /// Lets a new world start as if the server had just said all of it.
  func apply(to world: inout World) {
    world.labelValues = answers
    world.inventory = Set(server.inventory)
    world.histogramCounters = Set(server.histogramCounters)
    world.scrapeIntervals = server.scrapeIntervals.filter { $0.value > 0 && $0.value < 86_400 }
      .mapValues { .milliseconds(Int64($0 * 1000)) }
    world.scrapeInterval = world.scrapeIntervals.values.min() ?? .seconds(15)
    world.remembered = server
    world.take(round)
  }
}

extension World {
  /// Whether panels are asked before anything else: it is remembered what to ask for, and nothing has been
  /// answered yet.
  var asksPanelsFirst: Bool {
    remembered != nil && readings.isEmpty && now - startedAt < .seconds(1)
  }

  /// What the next start can begin with, once and where it differs from what this one began with.
  mutating func takeNews() -> RememberedServer? {
    guard !isRemembered, let server = RememberedServer(self) else { return nil }
    isRemembered = true
    return server == remembered ? nil : server
  }

  /// Whether the index has answered, in this start, all by which services are found.
  var isIndexHeard: Bool {
    labelSearches.allSatisfy { readings[Poll.ID($0)]?.reading.held != nil }
      && (!wantsMetadata || readings[.metadata] != nil)
  }

  /// Whether what the server has is only remembered, so that what it lacks is not said: that is its to say.
  var isHearsay: Bool {
    remembered != nil
      && (readings[.inventory]?.reading.held == nil
        || labelSearches.contains { readings[Poll.ID($0)] == nil })
  }

  /// Whether the services are all of one time: of an earlier start, or of this one.
  var areServicesOfOneTime: Bool { remembered == nil || readings.isEmpty || isIndexHeard }
}
