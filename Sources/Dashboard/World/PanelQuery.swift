package import Signals

/// A query of a panel.
package struct PanelQuery: Hashable, Sendable {
  /// Once, or over the window.
  package enum Form: Hashable, Sendable {
    /// An instant query for the number beside a chart.
    case instant
    /// A range query for a chart.
    case range
    /// A range query of histograms for a heat map, a point a column.
    case buckets
    /// The newest log lines, at most so many.
    case lines(Int)
  }

  /// The poll that will ask it.
  package var id: Poll.ID
  /// The server that is asked.
  package var server = ServerRole.prometheus
  /// The PromQL, or LogQL.
  package var expression: String
  /// Once, or over the window.
  package var form: Form
  /// How often it is worth asking.
  package var pace: Signal.Pace
  /// The metric that the server lacks for it, so that it is not asked; `nil` where none is known
  /// to lack.
  package var missingMetric: String?
  /// The metric that is named when the answer is empty.
  package var metric: String
  /// Whether the expression gives an instant vector of numbers for sure.
  package var isBatchable = true
  /// The longest window of its rates, where that is not the one of what is on screen.
  package var window: Duration?
  /// The distance of points, where that is not the one of charts.
  package var step: Duration?
  /// The length of the stretch, where that is not the one of charts.
  package var length: Duration?

  /// The query of a signal; `nil` where the profile has nothing of the kind.
  package init?(_ signalID: Signal.ID, _ form: Form = .instant, in context: QueryContext) {
    guard let signal = Signal.row(signalID) else { return nil }
    let context =
      switch form {
      case .instant: context.ofOneMoment
      case .range, .lines: context
      case .buckets: context.ofColumns
      }
    let metrics = signal.metrics(context.profile)
    guard let metric = metrics.first else { return nil }
    id = Self.id(signalID, form)
    expression = signal.expression(context)
    self.form = form
    pace = signal.pace
    missingMetric = signal.missingMetric(in: context)
    self.metric = metric
    // Its elements may be native histograms, which `label_replace` of Prometheus 2.42 makes numbers of.
    isBatchable = signalID != .latencyBuckets || context.isClassic(metric)
  }

  /// An expression that is no signal's.
  package init(id: Poll.ID, expression: String, form: Form) {
    self.id = id
    self.expression = expression
    self.form = form
    pace = .live
    metric = ""
  }

  /// Why no log source can answer it, and what would help; `nil` where it can be asked.
  func lack(_ logs: LogSettings) -> (what: String, advice: String)? {
    guard server == .loki else { return nil }
    guard logs.isPresent else {
      return ("no Loki to ask", "set loki.url, or start with --loki URL")
    }
    if case .lines = form { return nil }
    return logs.readsLogQL
      ? nil : ("\(logs.source) cannot count lines by LogQL", "that takes a Loki")
  }

  /// The poll's name for a signal.
  package static func id(_ signal: Signal.ID, _ form: Form = .instant) -> Poll.ID {
    Poll.ID(form == .instant ? signal.rawValue : signal.rawValue + ".range")
  }
}
