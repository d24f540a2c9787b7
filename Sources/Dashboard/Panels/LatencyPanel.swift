import Signals
import Telemetry

extension Panel {
  /// Percentiles of request duration.
  static let latency: Panel = Panel(id: "latency", title: "Latency") { context, detail in
    let live: [Signal.ID] =
      context.hasRequestBuckets ? [.latencyBuckets] : [.latencyP50, .latencyP95, .latencyP99]
    let ranges: [Signal.ID] = [.latencyP50, .latencyP95, .latencyP99, .latencyMean]
    return (live + [.latencyMean]).compactMap { PanelQuery($0, in: context) }
      + ranges.compactMap { PanelQuery($0, .range, in: context) }
      + [detail.hasRoomForHeat ? PanelQuery(.latencyBuckets, .buckets, in: context) : nil]
      .compactMap(\.self)
  } content: { input in
    let requests = input.context.profile.requests
    let threshold = input.settings.thresholds.latencyP95
    guard requests.durationForm != .sum else { return meanLatency(input) }
    let hasBuckets = input.context.hasRequestBuckets
    var content = input.frame(required: [hasBuckets ? .latencyBuckets : .latencyP95])
    let buckets = hasBuckets ? requestBuckets(input) : []
    content.headline = hasBuckets ? quantiles(of: buckets, input) : givenQuantiles(input)
    content.heat = input.heat()
    if requests.durationForm == .summary {
      content.heatLack = "no heat map: a summary has quantiles and no buckets"
    }
    var chart = Chart(
      lines: [
        Chart.Line("p50", input.samples(.latencyP50)),
        Chart.Line("p95", input.samples(.latencyP95)),
        Chart.Line("p99", input.samples(.latencyP99)),
      ],
      unit: .seconds,
      threshold: threshold
    )
    chart.showsWarning = false
    // What a number cannot say comes before what it is judged by.
    content.facts = input.caveats(.latency)
    if requests.durationForm == .summary { content.facts.append(Fact("worst instance")) }
    if input.context.hasSplitDurations { content.facts.append(Fact("chart: worst instance")) }
    // Where every series has a native form too, the classic one is left out.
    if hasBuckets, input.vector(.latencyBuckets).contains(where: { $0.histogram == nil }) {
      if input.vector(.latencyBuckets).contains(where: { $0.histogram != nil }) {
        content.facts.append(Fact("chart: worst of classic and native"))
      }
      chart.ceiling = buckets.map(\.upperBound).filter(\.isFinite).max()
      if let bound = chart.ceiling, let limit = threshold.critical, bound < limit {
        let end = SignalUnit.seconds.boundText(bound).text
        content.facts.append(Fact("buckets end at \(end), below the threshold", severity: .warning))
      }
    }
    content.facts += [Fact(threshold.text(unit: .seconds, of: "p95 "))] + input.guess(.latency)
    content.chart = chart
    return content
  }

  /// The mean, which is all that a sum of durations gives; it is not judged by what is right for a
  /// percentile.
  private static func meanLatency(_ input: PanelInput) -> PanelContent {
    var content = input.frame(required: [.latencyMean])
    content.headline = [input.figure(.latencyMean, "mean")]
    content.heatLack = "no heat map: only the sum of durations is counted"
    content.facts = input.caveats(.latency)
    content.chart = Chart(lines: [Chart.Line("mean", input.samples(.latencyMean))], unit: .seconds)
    return content
  }

  /// Percentiles as the server gives them: of native histograms and of summaries.
  private static func givenQuantiles(_ input: PanelInput) -> [Figure] {
    [
      input.figure(.latencyP50, "p50"),
      input.figure(.latencyP95, "p95", threshold: input.settings.thresholds.latencyP95),
      input.figure(.latencyP99, "p99"),
    ]
  }

  /// The buckets of durations in seconds.
  private static func requestBuckets(_ input: PanelInput) -> [BucketQuantile.Bucket] {
    BucketQuantile.joinedBuckets(
      of: input.vector(.latencyBuckets),
      perUnit: input.context.profile.requests.durationUnit.perSecond
    )
  }

  /// Percentiles from the buckets themselves, which tell how wide the one is that was hit.
  private static func quantiles(
    of buckets: [BucketQuantile.Bucket],
    _ input: PanelInput
  ) -> [Figure] {
    let state = input.state(.latencyBuckets)
    return [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)].map { name, q in
      let quantile = BucketQuantile(q, of: buckets)
      var figure = Figure(
        name,
        value: buckets.isEmpty ? nil : quantile?.value ?? .nan,
        unit: .seconds,
        threshold: name == "p95" ? input.settings.thresholds.latencyP95 : nil,
        state: state
      )
      if let quantile { figure.text = quantile.text }
      return figure
    }
  }
}

extension BucketQuantile {
  /// The value, or the bucket where that is so wide that the value would claim too much.
  var text: String {
    let unit = SignalUnit.seconds
    guard isWide || isBeyondBuckets else { return unit.text(value) }
    let low = unit.boundText(lower)
    let high = unit.boundText(upper)
    if isBeyondBuckets { return "≥ \(low.text)" }
    return low.unit == high.unit ? "\(low.number)–\(high.text)" : "\(low.text)–\(high.text)"
  }
}

extension SignalUnit {
  /// A bucket's bound is exact, so that digits which say nothing would only feign precision.
  func boundText(_ value: Double) -> UnitText {
    var text = unit.format(value)
    guard text.number.contains(".") else { return text }
    while text.number.last == "0" { text.number.removeLast() }
    if text.number.last == "." { text.number.removeLast() }
    return text
  }
}

extension Threshold {
  /// The bounds in words: `warn 1% crit 5%`; empty where there are none.
  func text(unit: SignalUnit, of prefix: String = "") -> String {
    let unit = unit.unit
    let parts = [
      warning.map { "warn \(unit.axisLabel($0, step: $0))" },
      critical.map { "crit \(unit.axisLabel($0, step: $0))" },
    ]
    .compactMap { $0 }
    return parts.isEmpty ? "" : prefix + parts.joined(separator: " ")
  }
}
