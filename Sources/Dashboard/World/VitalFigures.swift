import Signals
import Telemetry

/// The figures of what services run on and wait for, put together once an answer and not once a frame.
package struct VitalFigures: Hashable, Sendable {
  /// One thing with the values of its vitals, by their IDs.
  struct Entry: Hashable, Sendable {
    let id: Vital.Owner
    var values: [String: Double] = [:]
    /// Points over the window, by vital.
    var histories: [String: [Sample]] = [:]

    /// The vitals that have a value, in the order of lists; of several of one title the first.
    var vitals: [Vital] {
      var titles: Set<String> = []
      return Vital.all(of: id.kind).filter {
        values[$0.id] != nil && titles.insert($0.title).inserted
      }
    }
  }

  /// The metrics of vitals that the server has, by area; an area that was not asked about is absent.
  private(set) var present: [Vital.Area: Set<String>] = [:]
  /// The rows of each area in order of kind and labels, sorted once an answer.
  private var order: [Vital.Area: [Vital.Owner]] = [:]
  /// The rows.
  private(set) var rows: [Vital.Owner: Entry] = [:]
  /// Which rows each poll has brought, so that what its next answer lacks is dropped.
  private var brought: [Poll.ID: Set<Key>] = [:]

  private struct Key: Hashable, Sendable {
    var row: Vital.Owner
    var vital: String
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
        brought[id, default: []].insert(Key(row: place.row, vital: place.vital.id))
      }
    } else {
      for sample in reading?.vector ?? [] {
        guard let place = Vital.place(of: sample.labels) else { continue }
        rows[place.row, default: Entry(id: place.row)].values[place.vital.id] = sample.value
        brought[id, default: []].insert(Key(row: place.row, vital: place.vital.id))
      }
    }
    rows = rows.filter { !$0.value.values.isEmpty || !$0.value.histories.isEmpty }
    order = Dictionary(grouping: rows.keys.sorted()) {
      Vital.kind(named: $0.kind)?.area ?? .resources
    }
    return false
  }

  private mutating func forget(_ id: Poll.ID, isRange: Bool) {
    for key in brought.removeValue(forKey: id) ?? [] {
      if isRange {
        rows[key.row]?.histories[key.vital] = nil
      } else {
        rows[key.row]?.values[key.vital] = nil
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
