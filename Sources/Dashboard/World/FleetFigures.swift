import Signals
import Telemetry

/// The figures of all services, taken from each answer once and not with each frame.
struct FleetFigures: Hashable, Sendable {
  /// The columns of which the points over the window are known too.
  static let charted: [RequestFigure] = [.rate, .errors]

  /// The values by column.
  private(set) var values: [RequestFigure: [ServiceID: Double]] = [:]
  /// Points over the window, by column.
  private(set) var histories: [RequestFigure: [ServiceID: [Sample]]] = [:]
  /// How full the fullest instances are.
  private(set) var saturations: [ServiceID: ServiceSaturation] = [:]

  /// Takes in what is held of a poll; of other polls nothing.
  mutating func receive(_ reading: PollReading?, of id: Poll.ID, _ roster: ServiceRoster) {
    guard id.text.hasPrefix(Poll.ID.servicePrefix) else { return }
    if id == .saturation {
      saturations = ServiceSaturation.values(reading?.vector ?? [], roster)
    }
    for column in RequestFigure.allCases {
      if id == .services(column) {
        values[column] = RequestFigure.values(reading?.vector ?? [], roster)
      } else if id == .services(column, .range) {
        histories[column] = RequestFigure.histories(reading?.matrix ?? [], roster)
      }
    }
  }
}

extension Poll.ID {
  /// What the names of the polls of the table of services begin with.
  static let servicePrefix = "services."
  /// How full the services are.
  static let saturation = Poll.ID(servicePrefix + "saturation")

  /// A column of the table of services.
  static func services(_ column: RequestFigure, _ form: PanelQuery.Form = .instant) -> Poll.ID {
    Poll.ID(servicePrefix + column.rawValue + (form == .range ? ".range" : ""))
  }
}
