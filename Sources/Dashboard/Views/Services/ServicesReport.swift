import Screen
import Signals
import Telemetry

/// The table of services in a snapshot.
struct ServicesReport {
  let scene: Scene

  /// The services, the worst first, and the queries behind them.
  var report: ViewReport {
    let rows = ServiceRow.all(in: scene)
    var report = ViewReport()
    let queries = scene.world.panelQueries[ViewID.services.name] ?? []
    report.members = [
      ("services", .list(rows.map(service))),
      (
        "service_queries",
        .list(queries.map { ["id": .text($0.id.text), "promql": .text($0.expression)] })
      ),
    ]
    report.severity = rows.compactMap(\.severity).max()
    let page = ServicesPage(scene: scene)
    if rows.isEmpty {
      report.lack = page.absence
    } else if let trouble = page.trouble {
      report.lack = "services: \(trouble.reason ?? "old figures")"
    } else if queries.contains(where: { scene.world.state(of: $0.id) == .waiting }) {
      report.lack = "services: no answer in time"
    }
    return report
  }

  private func service(_ row: ServiceRow) -> JSONValue {
    let service = row.service
    let description = scene.world.description(of: service)
    let values: [JSONValue.Member] = RequestFigure.allCases.compactMap { column in
      row.values[column].map { (column.member, .number($0)) }
    }
    return [
      "name": .text(service.id.value),
      "label": .text(service.id.label),
      "cluster": text(service.place.cluster),
      "namespace": text(service.place.namespace),
      "selector": .text(service.id.promQL),
      "profile": service.row.map { .text($0.name) },
      "state": .text(row.state.word),
      "silent_seconds": row.state.silence.map { .number($0.age.inSeconds) },
      "severity": row.severity.map { .text($0.word) },
      "values": .object(values),
      "saturation": row.saturation.map {
        ["resource": .text($0.resource), "share": .number($0.share)]
      },
      "alerts_firing": .digits("\(row.alerts)"),
      "sample_spacing_seconds": .number(scene.world.spacing(of: service).inSeconds),
      "versions": texts(description?.versions ?? []),
      "environments": texts(description?.environments ?? []),
      "hosts": texts(description?.hosts ?? []),
      "lacks": texts(scene.world.lacks(of: service)),
    ]
  }

  private func text(_ text: String) -> JSONValue? { text.isEmpty ? nil : .text(text) }

  private func texts(_ texts: [String]) -> JSONValue? {
    texts.isEmpty ? nil : .list(texts.map { .text($0) })
  }
}

extension RequestFigure {
  /// Its name in documents, with the unit.
  var member: String {
    switch self {
    case .rate: "requests_per_second"
    case .errors: "error_ratio"
    case .p50: "p50_seconds"
    case .p95: "p95_seconds"
    case .p99: "p99_seconds"
    case .mean: "mean_seconds"
    }
  }
}

extension ServiceRow.State {
  /// The state's name in documents.
  fileprivate var word: String {
    switch self {
    case .alive: "alive"
    case .idle: "idle"
    case .silent(let silence): silence.word
    case .sparse: "too few samples"
    case .uncounted: "uncounted"
    case .down: "down"
    }
  }

  fileprivate var silence: Silence? {
    if case .silent(let silence) = self { return silence }
    return nil
  }
}
