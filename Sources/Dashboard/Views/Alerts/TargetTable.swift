import Screen
import Signals
import Telemetry

/// The list of targets: what is down first, then by job.
struct TargetTable {
  /// The list.
  typealias List = TableView<ScrapeTarget, TargetKey>

  let scene: Scene
  /// The samples of the latest scrapes, by job and instance.
  private let samples: [[String?]: Double]

  init(scene: Scene) {
    self.scene = scene
    let vector = scene.world.readings[.scrapedSamples]?.vector ?? []
    samples = Dictionary(vector.map { (Self.names($0.labels), $0.value) }) { first, _ in first }
  }

  private static func names(_ labels: LabelSet) -> [String?] {
    [labels["job"], labels["instance"]]
  }

  /// The list as the place orders and filters it.
  var list: List {
    let targets = scene.targets.sorted {
      let (left, right) = (Self.rank($0), Self.rank($1))
      if left != right { return left < right }
      let (mine, other) = ($0.labels["job"] ?? "", $1.labels["job"] ?? "")
      return mine == other ? $0.labels < $1.labels : mine < other
    }
    return List(
      columns,
      targets,
      id: { TargetKey(labels: $0.labels) },
      state: scene.place[TableState<TargetKey>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  /// How many samples the latest scrape gave; `nil` where nobody tells.
  func samples(of target: ScrapeTarget) -> Int? {
    target.samples ?? samples[Self.names(target.labels)].map { Int(saturating: $0) }
  }

  private static func rank(_ target: ScrapeTarget) -> Int {
    switch target.health {
    case .down: 0
    case .up where target.lastError != nil: 1
    case .unknown: 2
    case .up: 3
    }
  }

  private var columns: [List.Column] {
    [
      List.Column(
        Table.Column("state", .fixed(9)),
        by: { Self.rank($0) < Self.rank($1) },
        { scene.health(of: $0) }
      ),
      List.Column(Table.Column("job", .flexible(min: 10))) {
        TextSpan($0.labels["job"] ?? "", .text, .bold)
      },
      List.Column(Table.Column("instance", .flexible(min: 16))) {
        TextSpan($0.labels["instance"] ?? "", .text)
      },
      List.Column(
        Table.Column("scraped", .fixed(7), .right, priority: 5),
        by: { Self.moment($0) < Self.moment($1) },
        { scene.past($0.lastScrape, every: $0.scrapeInterval, by: .targets) }
      ),
      List.Column(
        Table.Column("took", .fixed(7), .right, priority: 4),
        by: { ($0.scrapeDuration ?? .zero) < ($1.scrapeDuration ?? .zero) },
        { scene.span($0.scrapeDuration, of: $0.scrapeInterval) }
      ),
      List.Column(
        Table.Column("every", .fixed(5), .right, priority: 2),
        by: { ($0.scrapeInterval ?? .zero) < ($1.scrapeInterval ?? .zero) },
        { TextSpan($0.scrapeInterval?.prometheusText ?? "", .muted) }
      ),
      List.Column(
        Table.Column("samples", .fixed(7), .right, priority: 3),
        by: { (samples(of: $0) ?? -1) < (samples(of: $1) ?? -1) },
        { TextSpan(samples(of: $0).map { "\($0)" } ?? "", .text) }
      ),
      List.Column(Table.Column("error", .flexible(min: 14, weight: 3), priority: 6)) {
        TextSpan(
          $0.lastError.map(ServiceOutage.shortened) ?? "",
          $0.health == .down ? .critical : .warning
        )
      },
    ]
  }

  private static func moment(_ target: ScrapeTarget) -> Timestamp {
    target.lastScrape ?? Timestamp(nanoseconds: .min)
  }
}

/// What a target is known by.
struct TargetKey: Hashable, Sendable {
  /// Its labels.
  let labels: LabelSet
}
