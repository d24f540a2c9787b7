package import Signals
package import Telemetry

/// All that a panel may look at.
package struct PanelInput: Sendable {
  /// The context of its queries.
  package let context: QueryContext
  /// Settings in force.
  package let settings: DashboardSettings
  /// The moment of looking, by the clock of this machine.
  package let now: Timestamp
  /// Readings, by poll.
  package let readings: [Poll.ID: PollReading]
  /// How old the service's newest sample is where that is too old; `nil` where it is not.
  package let sampleAge: Duration?
  /// Why there may be no values.
  package let absence: Absence
  /// Whether the panel fills the screen.
  package let isFullScreen: Bool
  /// The panel that looks.
  package let panel: Panel
  /// Its queries.
  package let queries: [PanelQuery]

  /// The state of a query: missing where the server is known to lack its metric.
  package func state(of query: PanelQuery) -> ReadingState {
    if let metric = query.missingMetric { return absence.state(metric) }
    if let lack = query.lack(settings.logs) { return .missing(lack.what) }
    guard let reading = readings[query.id] else { return .waiting }
    // What a metrics server knows of the service says nothing of its lines.
    if query.server == .loki { return reading.state(at: now) }
    return aged(reading.state(at: now), query.metric)
  }

  /// The state: a server answers for minutes after a service has gone, and values made
  /// of old samples are stale; an empty answer has the reason that is known by now.
  ///
  /// Exporters are scraped apart from it, and live on.
  private func aged(_ state: ReadingState, _ metric: String) -> ReadingState {
    if case .missing = state { return absence.state(metric) }
    guard state == .fresh, !Signal.isExporterMetric(metric), let sampleAge else {
      return state
    }
    return .stale(age: sampleAge)
  }

  /// Prefix of an estimate; with ASCII only, not the sign that marks a cut.
  package var about: String { settings.isASCII ? "ca." : "≈" }

  /// The single value of a signal, or of the first element where there are several; `nil` for a native
  /// histogram, whose mean nobody has asked for.
  package func value(_ signal: Signal.ID) -> Double? {
    vector(signal).first.flatMap { $0.histogram == nil ? $0.value : nil }
  }

  /// A named figure of a signal.
  package func figure(
    _ signal: Signal.ID,
    _ name: String = "",
    threshold: Threshold? = nil
  ) -> Figure {
    Figure(
      name,
      value: value(signal),
      unit: Signal.row(signal)?.unit ?? .none,
      threshold: threshold,
      state: state(signal)
    )
  }

  /// The state of a signal's query.
  package func state(_ id: Signal.ID, _ form: PanelQuery.Form = .instant) -> ReadingState {
    // What was asked knows already what the server lacks.
    let poll = PanelQuery.id(id, form)
    if let query = queries.first(where: { $0.id == poll }) { return state(of: query) }
    guard let signal = Signal.row(id) else { return .waiting }
    if signal.metrics(context.profile).isEmpty {
      return .missing(context.profile.lack(of: id) ?? "no values")
    }
    if let metric = signal.missingMetric(in: context) { return absence.state(metric) }
    guard let reading = readings[poll] else { return .waiting }
    return aged(reading.state(at: now), signal.metrics(context.profile).first ?? "")
  }

  /// Where the profile's library misleads, in words.
  func caveats(_ area: ProfileCaveat.Area) -> [Fact] {
    context.profile.caveats(of: area).map { Fact($0) }
  }

  /// Why figures are guessed, in words; none where they are not.
  func guess(_ area: ProfileCaveat.Area) -> [Fact] {
    [context.profile.guess?.reason(for: area)].compactMap { $0 }.map { Fact("guessed: \($0)") }
  }

  /// Whether the server is known to lack what a signal needs, or the profile has nothing of it.
  package func lacks(_ id: Signal.ID) -> Bool {
    let poll = PanelQuery.id(id)
    if let query = queries.first(where: { $0.id == poll }) { return query.missingMetric != nil }
    return Signal.row(id)?.missingMetric(in: context) != nil
  }

  /// The elements of a signal's instant vector.
  package func vector(_ signal: Signal.ID) -> [VectorSample] {
    lacks(signal) ? [] : readings[PanelQuery.id(signal)]?.vector ?? []
  }

  /// The series of a signal over the window.
  package func series(_ signal: Signal.ID) -> [TimeSeries] {
    lacks(signal) ? [] : readings[PanelQuery.id(signal, .range)]?.matrix ?? []
  }

  /// The points of a signal that has one series, without those that are native histograms.
  package func samples(_ signal: Signal.ID) -> [Sample] {
    guard let series = series(signal).first else { return [] }
    guard !series.histograms.isEmpty else { return series.samples }
    let histograms = Set(series.histograms.map(\.timestamp))
    return series.samples.filter { !histograms.contains($0.timestamp) }
  }

  /// A figure with its points over the window, where they were asked for.
  package func figureWithHistory(
    _ signal: Signal.ID,
    _ name: String = "",
    threshold: Threshold? = nil
  ) -> Figure {
    var figure = figure(signal, name, threshold: threshold)
    figure.history = samples(signal)
    return figure
  }

  /// Content with everything that follows from the queries alone: state, warnings, PromQL.
  ///
  /// `required` are the queries without which the panel has nothing to say; where they are missing
  /// so is the panel. Of the others only failure and age show.
  package func frame(required: [Signal.ID] = []) -> PanelContent {
    let names = Set(required.map { PanelQuery.id($0) })
    // A heat map tells its state itself.
    let states = queries.filter { $0.form != .buckets }
      .map { (query: $0, state: state(of: $0)) }
    var content = PanelContent(id: panel.id, title: panel.title)
    content.state = Self.merged(states, required: names)
    if case .missing = content.state,
      let query = states.first(where: { $0.state == content.state })?.query
    {
      content.advice =
        query.lack(settings.logs)?.advice
        ?? absence.words(query.missingMetric ?? query.metric).advice
      content.isUnprovided = query.missingMetric != nil && !panel.isGolden
      // The server knows better than any guess.
      if query.missingMetric == nil, let remark = readings[query.id]?.emptiness.first {
        content.advice = remark
      }
    }
    // What its library has nothing for is never asked, and will not come.
    let unasked = required.first { Signal.row($0)?.metrics(context.profile).isEmpty == true }
    if let lack = unasked.flatMap(context.profile.lack) {
      (content.state, content.advice, content.isUnprovided) = (.missing(lack), "", true)
    }
    content.isGuessed =
      context.profile.guess != nil
      && required.contains { Self.ofRequests.contains($0) }
    content.queries = queries.map { Query($0) }
    // What the server lacks is not asked: nothing is under way for it.
    for query in queries where query.missingMetric == nil && query.lack(settings.logs) == nil {
      guard let reading = readings[query.id] else { continue }
      for warning in reading.warnings where !content.warnings.contains(warning) {
        content.warnings.append(warning)
      }
      if reading.isSuperseded { content.isLoading = true }
    }
    return content
  }

  private static let ofRequests: Set<Signal.ID> = [
    .traffic, .errorRatio, .latencyP95, .latencyBuckets,
  ]

  /// The worst state: failed, missing, stale, waiting, fresh, in that order.
  private static func merged(
    _ states: [(query: PanelQuery, state: ReadingState)],
    required: Set<Poll.ID>
  ) -> ReadingState {
    var missing: ReadingState?
    var present = 0
    var oldest: Duration?
    var waiting = false
    for (query, state) in states {
      switch state {
      case .failed: return state
      case .missing: if required.contains(query.id) || missing == nil { missing = state }
      case .stale(let age):
        present += 1
        oldest = max(oldest ?? .zero, age)
      case .waiting: waiting = true
      case .fresh: present += 1
      }
      if case .missing = state, required.contains(query.id) { return state }
    }
    if let missing, present == 0, !waiting { return missing }
    if let oldest { return .stale(age: oldest) }
    return waiting || present == 0 ? .waiting : .fresh
  }
}

extension PanelContent {
  /// Marks it missing because none of its metrics exist.
  mutating func lack(_ metrics: String, _ input: PanelInput) {
    let words = input.absence.words(metrics)
    (state, advice, isUnprovided) = (.missing(words.what), words.advice, true)
  }
}
