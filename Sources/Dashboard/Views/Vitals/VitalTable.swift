import Screen
import Signals
import Telemetry

/// What services run on, or what they wait for, in columns.
struct VitalTable {
  /// The list.
  typealias List = TableView<VitalFigures.Entry, Vital.Owner>

  let scene: Scene
  let area: Vital.Area

  /// The list as the place orders and filters it.
  var list: List {
    let rows = scene.world.vitals.rows(in: area)
    return List(
      columns(rows),
      ordered(rows),
      id: { $0.id },
      state: scene.place[TableState<Vital.Owner>.self],
      filter: scene.place[RowFilter.self]
    )
  }

  /// What is worst comes first, of statements the slowest.
  private func ordered(_ rows: [VitalFigures.Entry]) -> [VitalFigures.Entry] {
    let keys = rows.enumerated().map { index, row in
      (
        index: index, rank: severity(row)?.rawValue ?? -1, kind: row.id.kind,
        slowness: row.id.isStatement ? slowness(row) : 0
      )
    }
    return keys.sorted {
      ($1.rank, $0.kind, $1.slowness, $0.index) < ($0.rank, $1.kind, $0.slowness, $1.index)
    }.map { rows[$0.index] }
  }

  private func slowness(_ row: VitalFigures.Entry) -> Double {
    row[.latency].flatMap { $0.value.isNaN ? nil : $0.value } ?? -1
  }

  /// How bad the worst of its figures is; `nil` where none is judged.
  func severity(_ row: VitalFigures.Entry) -> Severity? {
    row.figures.lazy.filter(\.isJudged).compactMap { figure in
      figure.vital.threshold?(scene.settings.thresholds)?.judge(figure.value)
    }.max()
  }

  /// The columns of an area, and their titles.
  static func columns(of area: Vital.Area) -> [Vital.Column] {
    switch area {
    case .resources:
      [.cpu, .memory, .disk, .busy, .network, .descriptors, .threads, .pressure, .lag, .fullIn]
    case .dependencies:
      [.rate, .errors, .latency, .hits, .memory, .connections, .queue, .age, .fullIn]
    }
  }

  /// The columns of which points over the window are asked for; the first that a row has is drawn.
  static func charted(in area: Vital.Area) -> [Vital.Column] {
    switch area {
    case .resources: [.cpu]
    case .dependencies: [.latency, .rate, .queue]
    }
  }

  /// Whether it counts in the heat of its row: a share of a resource that is judged.
  static func isHeated(_ vital: Vital) -> Bool {
    vital.kind.area == .resources && vital.unit == .ratio && vital.threshold != nil
  }

  /// The columns in the order in which they stay where there is little room.
  private static let importance: [Vital.Column] = [
    .cpu, .latency, .memory, .errors, .disk, .rate, .fullIn, .connections, .hits, .descriptors,
    .queue, .age, .threads, .pressure, .lag, .network, .busy,
  ]

  /// The columns in which any row has something to say.
  private func columns(_ rows: [VitalFigures.Entry]) -> [List.Column] {
    let known = scene.world.vitals.columns[area] ?? []
    let alarming = alarming(rows)
    var columns = [
      List.Column(Table.Column("name", .flexible(min: 16, weight: 2))) { row in
        TextSpan(row.id.name, severity(row).role, .bold)
      },
      List.Column(Table.Column("kind", .fixed(9), priority: 8)) { TextSpan($0.id.kind, .muted) },
    ]
    if area == .resources { columns.append(heat) }
    for column in Self.columns(of: area) where known.contains(column) {
      let place = Self.importance.firstIndex(of: column) ?? Self.importance.count
      // However little room there is, one sees why a row stands first.
      let leaves = alarming.contains(column) ? 5 : 10 + place
      columns.append(number(column, priority: TextSpan.kept - leaves))
      if column == .cpu { columns.append(trend) }
    }
    if area == .dependencies { columns.append(trend) }
    return columns
  }

  /// The columns in which a value is critical.
  private func alarming(_ rows: [VitalFigures.Entry]) -> Set<Vital.Column> {
    var found: Set<Vital.Column> = []
    for figure in rows.lazy.flatMap(\.figures) where figure.isJudged {
      guard let column = figure.column, !found.contains(column) else { continue }
      let threshold = figure.vital.threshold?(scene.settings.thresholds)
      if threshold?.judge(figure.value) == .critical { found.insert(column) }
    }
    return found
  }

  private var heat: List.Column {
    let strip = VitalHeat(scene)
    let range = scene.timeline.range.length.prometheusText
    var column = List.Column(
      Table.Column("worst \(range)", .fixed(VitalHeat.width), priority: TextSpan.kept - 11),
      by: { strip.weight(of: $0) < strip.weight(of: $1) },
      { _ in TextSpan("") }
    )
    column.paint = { row, area, grid in
      HeatStrip(strip.levels(of: row)).draw(in: area, on: &grid, symbols: scene.symbols)
    }
    return column
  }

  private var trend: List.Column {
    List.Column(Table.Column("trend", .fixed(ServiceTrend.width), priority: 2)) { row in
      let drawn = Self.charted(in: area).compactMap { history(row, $0) }.first
      return drawn.map { TrendCell(scene).span($0) } ?? TextSpan("")
    }
  }

  private func history(_ row: VitalFigures.Entry, _ column: Vital.Column) -> [Sample]? {
    for vital in Vital.all(of: row.id.kind) where vital.column == column {
      if let samples = row.histories[vital.id] { return samples }
    }
    return nil
  }

  private func number(_ column: Vital.Column, priority: Int) -> List.Column {
    List.Column(
      Table.Column(column.title, .fixed(column == .network ? 10 : 8), .right, priority: priority),
      by: { ($0[column]?.value ?? -1) < ($1[column]?.value ?? -1) },
      { row in
        guard let figure = row[column] else { return TextSpan("") }
        return VitalCell(scene: scene).span(figure.vital, figure.value)
      }
    )
  }
}

extension Vital.Column {
  /// The title of the column.
  fileprivate var title: String {
    switch self {
    case .cpu, .memory, .disk, .pressure, .lag, .errors, .latency, .hits, .queue, .threads: rawValue
    case .busy: "disk io"
    case .network: "network"
    case .descriptors: "fds"
    case .rate: "per s"
    case .connections: "conns"
    case .age: "oldest"
    case .fullIn: "full in"
    }
  }
}

/// A value of a vital in words, judged.
struct VitalCell {
  let scene: Scene

  /// The value.
  func span(_ vital: Vital, _ value: Double) -> TextSpan {
    guard !value.isNaN else { return TextSpan("idle", .muted) }
    let severity = vital.threshold?(scene.settings.thresholds)?.judge(value)
    let sign = severity == .critical ? "\(scene.alarm) " : ""
    if vital.column == .fullIn {
      // What would be full in more than a week may as well never be.
      guard value < 7 * 86_400 else { return TextSpan("> 7d", .muted) }
      return TextSpan(sign + Duration.seconds(Int64(saturating: value)).ageText, severity.role)
    }
    let text = vital.unit == .cores ? vital.unit.unit.format(value).text : vital.unit.text(value)
    return TextSpan(sign + text, severity.role)
  }
}
