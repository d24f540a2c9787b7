import Signals
import Telemetry

/// The figures of what services run on and wait for, put together once an answer and not once a frame.
package struct VitalFigures: Hashable, Sendable {
  /// The value of one vital, with what of it is looked at in each row of each frame.
  struct Measured: Hashable, Sendable {
    /// Its place in `Vital.all`.
    let place: Int
    /// The column that it stands in; `nil` where it is on the page of its row alone.
    let column: Vital.Column?
    /// Whether it has bounds.
    let isJudged: Bool
    /// The value; NaN of what was idle.
    var value: Double

    init(_ vital: Vital, _ value: Double) {
      (place, column, isJudged) = (vital.place, vital.column, vital.threshold != nil)
      self.value = value
    }

    /// What it is a value of.
    var vital: Vital { Vital.all[place] }
  }

  /// One thing with the values of its vitals.
  struct Entry: Hashable, Sendable {
    let id: Vital.Owner
    /// What has a value, in the order of lists.
    fileprivate(set) var figures: [Measured] = []
    /// Points over the window, by vital.
    var histories: [String: [Sample]] = [:]

    /// The vitals that have a value, in the order of lists; of several of one title the first.
    var vitals: [Vital] {
      var titles: Set<String> = []
      return figures.map(\.vital).filter { titles.insert($0.title).inserted }
    }

    /// The value of a vital; `nil` where it has none.
    subscript(vital: Vital) -> Double? {
      let index = index(vital.place)
      return isFigure(of: vital.place, at: index) ? figures[index].value : nil
    }

    /// What stands in a column: of several the first.
    subscript(column: Vital.Column) -> Measured? { figures.first { $0.column == column } }

    fileprivate mutating func set(_ vital: Vital, _ value: Double) {
      let index = index(vital.place)
      if isFigure(of: vital.place, at: index) {
        figures[index].value = value
      } else {
        figures.insert(Measured(vital, value), at: index)
      }
    }

    fileprivate mutating func forget(_ vital: Vital) {
      let index = index(vital.place)
      if isFigure(of: vital.place, at: index) { figures.remove(at: index) }
    }

    private func isFigure(of place: Int, at index: Int) -> Bool {
      index < figures.count && figures[index].place == place
    }

    private func index(_ place: Int) -> Int {
      figures.firstIndex { $0.place >= place } ?? figures.count
    }
  }

  /// The metrics of vitals that the server has, by area; an area that was not asked about is absent.
  private(set) var present: [Vital.Area: Set<String>] = [:]
  /// The rows of each area in order of kind and labels, sorted once an answer.
  private var order: [Vital.Area: [Vital.Owner]] = [:]
  /// The columns of each area in which a row has a value, found once an answer.
  private(set) var columns: [Vital.Area: Set<Vital.Column>] = [:]
  /// The rows.
  private(set) var rows: [Vital.Owner: Entry] = [:]
  /// Which rows each poll has brought, so that what its next answer lacks is dropped.
  private var brought: [Poll.ID: Set<Key>] = [:]

  private struct Key: Hashable, Sendable {
    var row: Vital.Owner
    /// Its place in `Vital.all`.
    var vital: Int
  }

  /// The rows of an area in order.
  func rows(in area: Vital.Area) -> [Entry] {
    (order[area] ?? []).compactMap { rows[$0] }
  }

  /// Takes in what is held of a poll; of other polls nothing.
  ///
  /// - Returns: Whether what is to be asked depends on it.
  mutating func receive(_ reading: PollReading?, of id: Poll.ID) -> Bool {
    guard id.text.hasPrefix(Poll.ID.vitalPrefix) else { return false }
    for area in Vital.Area.allCases where id == .vitalMetrics(area) {
      let names = reading.map { Set($0.vector.compactMap { $0.labels["__name__"] }) }
      defer { present[area] = names }
      return present[area] != names
    }
    let isRange = id.text.hasSuffix(".range")
    forget(id, isRange: isRange)
    if isRange {
      for series in reading?.matrix ?? [] {
        guard let place = Vital.place(of: series.labels) else { continue }
        rows[place.row, default: Entry(id: place.row)].histories[place.vital.id] = series.samples
        brought[id, default: []].insert(Key(row: place.row, vital: place.vital.place))
      }
    } else {
      for sample in reading?.vector ?? [] {
        guard let place = Vital.place(of: sample.labels) else { continue }
        rows[place.row, default: Entry(id: place.row)].set(place.vital, sample.value)
        brought[id, default: []].insert(Key(row: place.row, vital: place.vital.place))
      }
    }
    rows = rows.filter { !$0.value.figures.isEmpty || !$0.value.histories.isEmpty }
    order = Dictionary(grouping: rows.keys.sorted()) {
      Vital.kind(named: $0.kind)?.area ?? .resources
    }
    columns = order.mapValues { owners in
      Set(owners.flatMap { rows[$0]?.figures.compactMap(\.column) ?? [] })
    }
    return false
  }

  private mutating func forget(_ id: Poll.ID, isRange: Bool) {
    for key in brought.removeValue(forKey: id) ?? [] {
      let vital = Vital.all[key.vital]
      if isRange {
        rows[key.row]?.histories[vital.id] = nil
      } else {
        rows[key.row]?.forget(vital)
      }
    }
  }
}

extension Poll.ID {
  /// What the names of the polls of vitals begin with.
  static let vitalPrefix = "vitals."

  /// Which metrics of an area there are.
  static func vitalMetrics(_ area: Vital.Area) -> Poll.ID {
    Poll.ID("\(vitalPrefix)\(area.rawValue).metrics")
  }

  /// A column of the table of an area.
  static func vitals(
    _ area: Vital.Area,
    _ column: Vital.Column,
    _ form: PanelQuery.Form = .instant
  ) -> Poll.ID {
    Poll.ID("\(vitalPrefix)\(area.rawValue).\(column.rawValue)\(form == .range ? ".range" : "")")
  }

  /// A vital of one row.
  static func vital(_ vital: Vital, _ form: PanelQuery.Form) -> Poll.ID {
    Poll.ID("\(vitalPrefix)one.\(vital.id)\(form == .range ? ".range" : "")")
  }
}
