import Screen
import Signals
import Telemetry

/// A service with all its figures.
struct ServiceRow: RequestRow {
  /// What is to be said of a service before its figures.
  enum State: Hashable {
    /// Figures say all.
    case alive
    /// Nothing was asked of it in the rate window.
    case idle
    /// It has no samples any more.
    case silent(Silence)
    /// The window of rates holds too few of its samples.
    case sparse(Absence.Sparse)
    /// Nothing counts its requests.
    case uncounted
    /// So many of its targets cannot be scraped.
    case down(Int, of: Int)
  }

  let service: FoundService
  /// The values by column; a column without one is missing.
  let values: [RequestFigure: Double]
  /// Points over the window, by column.
  let histories: [RequestFigure: [Sample]]
  /// How full the fullest of its instances is; `nil` where nothing tells.
  let saturation: ServiceSaturation?
  /// Alerts that fire with its name.
  let alerts: Int
  let state: State
  /// How bad it is, by the thresholds of the settings; `nil` where nothing is judged.
  let severity: Severity?

  /// How far up it belongs: what has stopped altogether stands above what fails in part.
  private var rank: Int {
    let isGone =
      switch state {
      case .down(let down, let all): down == all
      case .silent(let silence): silence.isStop
      case .alive, .idle, .sparse, .uncounted: false
      }
    return 2 * (severity?.rawValue ?? -1) + (isGone ? 1 : 0)
  }

  /// The requests a second in steps, so that services of about one rate do not change places with each
  /// refresh.
  private var magnitude: Int { (values[.rate] ?? 0).magnitudeStep }

  /// The services as they stand: what is worst comes first, of that what has stopped, then what is asked
  /// most, then by name.
  static func all(in scene: Scene) -> [ServiceRow] {
    let figures = Figures(scene)
    let rows = (scene.world.services ?? []).map { figures.row($0) }
    // Rows are large: what is compared is taken out of them once.
    let keys = rows.enumerated().map { index, row in
      (index: index, rank: row.rank, rate: row.magnitude)
    }
    return keys.sorted { ($1.rank, $1.rate, $0.index) < ($0.rank, $0.rate, $1.index) }
      .map { rows[$0.index] }
  }
}

extension ServiceRow {
  /// The answers of all columns, by service.
  private struct Figures {
    let thresholds: SignalThresholds
    let scene: Scene
    /// Targets by job.
    var targets: [String: [ScrapeTarget]] = [:]
    /// Alerts that fire, by each service-like label's value.
    var alerts: [ServiceID: [AlertBoard.Item]] = [:]
    /// Whether a missing rate means that there is none.
    let isAnswered: Bool

    init(_ scene: Scene) {
      self.scene = scene
      thresholds = scene.settings.thresholds
      let world = scene.world
      isAnswered = world.state(of: .services(.rate)) == .fresh
      targets = Dictionary(grouping: world.targets ?? []) { $0.labels["job"] ?? "" }
      let labels = Set((world.services ?? []).map(\.id.label))
      for item in world.alertBoard.firing {
        for label in labels {
          guard let value = item.labels[label] else { continue }
          alerts[ServiceID(label, value), default: []].append(item)
        }
      }
    }

    func row(_ service: FoundService) -> ServiceRow {
      let fleet = scene.world.fleet
      let own = fleet.values.compactMapValues { $0[service.id] }
      let firing = (alerts[ServiceID(service.id.label, service.id.value)] ?? [])
        .filter { service.id.isMet(by: $0.labels) }
      let state = state(service, own[.rate])
      var severities = firing.map(\.rank)
      if let share = own[.errors], let severity = thresholds.errorRatio.judge(share) {
        severities.append(severity)
      }
      if let p95 = own[.p95], let severity = thresholds.latencyP95.judge(p95) {
        severities.append(severity)
      }
      let saturation = fleet.saturations[service.id]
      if let saturation, let severity = saturation.severity(thresholds, of: service) {
        severities.append(severity)
      }
      switch state {
      case .down(let down, let all): severities.append(down == all ? .critical : .warning)
      case .silent(let silence): severities.append(silence.isStop ? .critical : .warning)
      case .sparse: severities.append(.warning)
      case .alive, .idle, .uncounted: break
      }
      return ServiceRow(
        service: service,
        values: own,
        histories: fleet.histories.compactMapValues { $0[service.id] },
        saturation: saturation,
        alerts: firing.count,
        state: state,
        severity: severities.max()
      )
    }

    private func state(_ service: FoundService, _ rate: Double?) -> State {
      let id = service.id
      let own =
        id.label == "job" ? (targets[id.value] ?? []).filter { id.isMet(by: $0.labels) } : []
      let down = own.count { $0.health == .down }
      if down > 0 { return .down(down, of: own.count) }
      if !scene.timeline.isPast, let silence = scene.world.silence(of: service) {
        return .silent(Silence(silence))
      }
      guard service.traits.contains(.requests) else { return .uncounted }
      if let rate { return rate == 0 ? .idle : .alive }
      guard isAnswered else { return .alive }
      return scene.sparse(service).map(State.sparse) ?? .idle
    }
  }
}

extension Scene {
  /// Whether the window of a service's rates holds too few of its samples; `nil` where it does not.
  fileprivate func sparse(_ service: FoundService) -> Absence.Sparse? {
    let spacing = world.spacing(of: service)
    let window = QueryGrain(timeline, spacing: spacing, settings).liveWindow
    return Absence.Sparse(window: window, spacing: spacing)
  }
}

extension ServiceSaturation {
  /// How bad it is for a service; what answers requests is not to blame for all that runs beside it.
  func severity(_ thresholds: SignalThresholds, of service: FoundService) -> Severity? {
    if resource == Self.host, service.traits.contains(.requests) { return nil }
    return (resource == "cpu" ? thresholds.cpu : thresholds.memory).judge(share)
  }
}
