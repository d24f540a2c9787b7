import Demo
import LocalSource
import Telemetry

/// Puts scrapes of the simulated shop into a store, as a scraper does with what targets answer.
struct DemoIntake {
  private let store: SeriesStore
  private var targets: [ShopTarget: Target] = [:]

  private struct Target {
    var parser = ExpositionParser()
    let labels: [LabelSet.Label]
    let reports: [SeriesID?]
  }

  init(_ store: SeriesStore) {
    self.store = store
  }

  /// Takes one answer of one target; what cannot be read leaves the target down.
  mutating func take(_ scrape: DemoHistory.Scrape) {
    let moment = scrape.moment.milliseconds
    var target = targets[scrape.target] ?? newTarget(scrape.target)
    var samples: [StoredSample] = []
    var isUp = false
    if let parsed = try? target.parser.parse(scrape.text, as: .text) {
      isUp = true
      let labels = parsed.newSeries.map { LabelSet($0.labels.labels + target.labels) }
      for (series, id) in zip(parsed.newSeries, store.identify(labels)) {
        if let id { target.parser.identify(series.place, as: id) }
      }
      samples.reserveCapacity(parsed.samples.count + 1)
      for sample in parsed.samples {
        guard let id = target.parser.series(at: sample.place) else { continue }
        samples.append(StoredSample(id, moment, sample.value))
      }
    }
    for id in target.reports {
      if let id { samples.append(StoredSample(id, moment, isUp ? 1 : 0)) }
    }
    store.append(samples)
    targets[scrape.target] = target
  }

  private func newTarget(_ target: ShopTarget) -> Target {
    let labels = [
      LabelSet.Label(name: "job", value: target.job),
      LabelSet.Label(name: "instance", value: target.instance),
    ]
    let up = LabelSet([LabelSet.Label(name: "__name__", value: "up")] + labels)
    return Target(labels: labels, reports: store.identify([up]))
  }
}
