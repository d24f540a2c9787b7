import Screen
import Signals
import Telemetry

/// A service with all its figures.
struct ServiceRow {
  /// What is to be said of a service before its figures.
  enum State: Hashable {
    /// Figures say all.
    case alive
    /// Nothing was asked of it in the rate window.
    case idle
    /// It has been there in the last minutes, and has no samples now.
    case silent
    /// Nothing counts its requests.
    case uncounted
    /// So many of its targets cannot be scraped.
    case down(Int, of: Int)
  }

  let service: FoundService
  /// The values by column; a column without one is missing.
  let values: [ServiceColumn: Double]
  /// Points over the window, by column.
  let histories: [ServiceColumn: [Sample]]
  /// Alerts that fire with its name.
  let alerts: Int
  let state: State
  /// How bad it is, by the thresholds of the settings; `nil` where nothing is judged.
  let severity: Severity?

  /// What is worst comes first, then what is asked most.
  static func isWorse(_ left: ServiceRow, _ right: ServiceRow) -> Bool {
    let ranks = (left.severity?.rawValue ?? -1, right.severity?.rawValue ?? -1)
    if ranks.0 != ranks.1 { return ranks.0 > ranks.1 }
    let rates = (left.values[.rate] ?? -1, right.values[.rate] ?? -1)
    if rates.0 != rates.1 { return rates.0 > rates.1 }
    return left.service.id < right.service.id
  }

  /// The services as they stand, the worst first.
  static func all(in scene: Scene) -> [ServiceRow] {
    let services = scene.world.services ?? []
    let figures = Figures(scene, services)
    return services.map { figures.row($0) }.sorted(by: isWorse)
  }
}

extension ServiceRow {
  /// The answers of all columns, by service.
  private struct Figures {
    let thresholds: SignalThresholds
    var values: [ServiceColumn: [ServiceID: Double]] = [:]
    var histories: [ServiceColumn: [ServiceID: [Sample]]] = [:]
    /// Targets that are down, and all, by job.
    var targets: [String: (down: Int, all: Int)] = [:]
    /// Alerts that fire, by each service-like label's value.
    var alerts: [ServiceID: [AlertBoard.Item]] = [:]
    /// Whether a missing rate means that there is none.
    let isAnswered: Bool

    init(_ scene: Scene, _ services: [FoundService]) {
      thresholds = scene.settings.thresholds
      let world = scene.world
      for column in ServiceColumn.allCases {
        let vector = world.readings[ServiceQueries.id(column, .instant)]?.vector ?? []
        values[column] = ServiceColumn.values(vector, of: services)
      }
      for column in ServiceQueries.charted {
        let matrix = world.readings[ServiceQueries.id(column, .range)]?.matrix ?? []
        histories[column] = ServiceColumn.histories(matrix, of: services)
      }
      isAnswered = world.state(of: ServiceQueries.id(.rate, .instant)) == .fresh
      for target in world.targets ?? [] {
        let job = target.labels["job"] ?? ""
        let known = targets[job] ?? (0, 0)
        targets[job] = (known.down + (target.health == .down ? 1 : 0), known.all + 1)
      }
      let labels = Set(services.map(\.id.label))
      for item in world.alertBoard.firing {
        for label in labels {
          guard let value = item.labels[label] else { continue }
          alerts[ServiceID(label, value), default: []].append(item)
        }
      }
    }

    func row(_ service: FoundService) -> ServiceRow {
      let own = values.compactMapValues { $0[service.id] }
      let firing = alerts[service.id] ?? []
      let state = state(service, own[.rate])
      var severities = firing.map(\.rank)
      if let share = own[.errors], let severity = thresholds.errorRatio.judge(share) {
        severities.append(severity)
      }
      if let p95 = own[.p95], let severity = thresholds.latencyP95.judge(p95) {
        severities.append(severity)
      }
      switch state {
      case .down(let down, let all): severities.append(down == all ? .critical : .warning)
      case .silent: severities.append(.warning)
      case .alive, .idle, .uncounted: break
      }
      return ServiceRow(
        service: service,
        values: own,
        histories: histories.compactMapValues { $0[service.id] },
        alerts: firing.count,
        state: state,
        severity: severities.max()
      )
    }

    private func state(_ service: FoundService, _ rate: Double?) -> State {
      let targets = service.id.label == "job" ? targets[service.id.value] : nil
      if let targets, targets.down > 0 { return .down(targets.down, of: targets.all) }
      guard service.traits.contains(.requests) else { return .uncounted }
      // What is scraped and counts nothing has had no requests but those that do not count.
      guard let rate else { return !isAnswered ? .alive : targets == nil ? .silent : .idle }
      return rate == 0 ? .idle : .alive
    }
  }
}
