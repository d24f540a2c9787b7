package import Logs
package import Signals
package import Telemetry

/// Content of a panel at a moment, before it is drawn, printed or written as JSON.
package struct PanelContent: Hashable, Sendable {
  /// The panel's ID.
  package var id: String
  /// The title.
  package var title: String
  /// The state of the panel as a whole: the worst of what it is made of.
  package var state: ReadingState
  /// Whether its data is missing because the service or its library has nothing of the kind.
  package var isUnprovided = false
  /// Advice if data is missing; empty for none.
  package var advice = ""
  /// Whether a server warned that values may be partial; its words.
  package var warnings: [String] = []
  /// Whether the profile that its figures are taken through was guessed.
  package var isGuessed = false
  /// Whether an answer for the chosen window is still under way, while older points are shown.
  package var isLoading = false
  /// The numbers that are read first.
  package var headline: [Figure] = []
  /// Short remarks on them, the most important first.
  package var facts: [Fact] = []
  /// The chart; `nil` where the panel has none.
  package var chart: Chart?
  /// The heat map of its page; `nil` where none is asked for.
  package var heat: Heat?
  /// Why its page has no heat map, where one would be expected; empty where there is nothing to say.
  package var heatLack = ""
  /// Rows of single values.
  package var rows: [Row] = []
  /// Its log lines, the newest last; `nil` where it is not about lines.
  package var logLines: [LogEntry]?
  /// The queries behind it, each with what it is for.
  package var queries: [Query] = []

  /// The most lines, and the most figures of a kind: more than can be told apart, and few enough that
  /// no answer makes a frame take long.
  static let elementLimit = 100

  package init(id: String, title: String, state: ReadingState = .waiting) {
    self.id = id
    self.title = title
    self.state = state
  }

  /// The language of its queries, or that there are several.
  package var language: String {
    let isLogQL = Set(queries.map(\.isLogQL))
    return isLogQL.count > 1 ? "PromQL and LogQL" : isLogQL.contains(true) ? "LogQL" : "PromQL"
  }

  /// The worst severity of headline and rows; `nil` where nothing is judged.
  package var severity: Severity? {
    (headline.map(\.severity) + rows.map(\.figure.severity)).compactMap(\.self).max()
  }
}

/// One number with all that is to be said of it.
package struct Figure: Hashable, Sendable {
  /// Label beside the value; empty if the title says it.
  package var name: String
  /// The value; `nil` where there is none, NaN where the server says so.
  package var value: Double?
  /// Its unit.
  package var unit: SignalUnit
  /// The value as it is drawn: `412 ms`, `1–2 s`, `idle`.
  package var text: String
  /// How bad it is; `nil` where it is not judged.
  package var severity: Severity?
  /// Its state.
  package var state: ReadingState
  /// The bounds that it is judged by; `nil` where it is not judged.
  package var threshold: Threshold?
  /// Words that stand for values.
  package private(set) var words: [ValueText] = []
  /// Its points over the window, ascending; empty where none were asked for.
  package var history: [Sample] = []
  /// Whether it is current while the cursor is at another moment.
  package var isOfNow = false

  /// The text is the value with its unit; NaN, which is 0/0, reads as `idle`.
  package init(
    _ name: String = "",
    value: Double?,
    unit: SignalUnit,
    threshold: Threshold? = nil,
    state: ReadingState
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.state = state
    self.threshold = threshold
    severity = value.flatMap { threshold?.judge($0) }
    switch value {
    case .none: text = state == .waiting ? "…" : "–"
    case .some(let value) where value.isNaN: text = "idle"
    case .some(let value): text = unit.text(value)
    }
  }

  /// The same with words that stand for values.
  func worded(_ words: [ValueText]) -> Figure {
    var figure = self
    figure.words = words
    if let word = figure.word { figure.text = word }
    return figure
  }

  /// The word that stands for its value; `nil` where none does.
  var word: String? { value.flatMap { value in words.first { $0.holds(value) } }?.text }
}

/// A remark.
package struct Fact: Hashable, Sendable {
  /// The words.
  package var text: String
  /// How bad what they say is; `nil` where it is not judged.
  package var severity: Severity?

  package init(_ text: String, severity: Severity? = nil) {
    self.text = text
    self.severity = severity
  }
}

/// A chart over the window.
package struct Chart: Hashable, Sendable {
  /// One line.
  package struct Line: Hashable, Sendable {
    /// Its name in the legend.
    package var name: String
    /// Points, ascending.
    package var samples: [Sample]
    /// How bad it is that there is anything at all; `nil` for a line of the palette.
    package var severity: Severity?

    package init(_ name: String, _ samples: [Sample], severity: Severity? = nil) {
      self.name = name
      self.samples = samples
      self.severity = severity
    }
  }

  /// The lines, the most important last.
  package var lines: [Line]
  /// The unit of the values.
  package var unit: SignalUnit
  /// Where lines across the chart are drawn.
  package var threshold: Threshold?
  /// Whether the axis reaches the warning threshold even when no value does.
  package var showsWarning = false
  /// The upper end of the axis where it is fixed.
  package var top: Double?
  /// Whether the area below a single line is filled.
  package var isFilled = false
  /// Whether lines are shares of a whole, drawn as areas one on the other, the last one at the bottom.
  package var isStacked = false
  /// From where on a value is only known to be at least that: the last bound of a histogram.
  package var ceiling: Double?

  package init(lines: [Line], unit: SignalUnit, threshold: Threshold? = nil) {
    self.lines = lines
    self.unit = unit
    self.threshold = threshold
  }

  /// A value of one of its lines in words; NaN, which is 0/0, reads as `idle`.
  package func text(_ value: Double) -> String {
    if value.isNaN { return "idle" }
    guard let ceiling, value >= ceiling else { return unit.text(value) }
    return "≥ \(unit.boundText(ceiling).text)"
  }
}

/// A row of one value.
package struct Row: Hashable, Sendable {
  /// Its value, named.
  package var figure: Figure
  /// 0…1 for a gauge; `nil` draws none.
  package var fraction: Double?
  /// Marks of the gauge.
  package var threshold: Threshold?
  /// A remark behind the value.
  package var note: String

  /// Points for a sparkline; empty draws none.
  package var samples: [Sample] { figure.history }

  package init(
    _ figure: Figure,
    fraction: Double? = nil,
    threshold: Threshold? = nil,
    note: String = ""
  ) {
    self.figure = figure
    self.fraction = fraction
    self.threshold = threshold
    self.note = note
  }
}

/// An expression behind a panel.
package struct Query: Hashable, Sendable {
  /// The poll that asks it.
  package var id: Poll.ID
  /// The PromQL or LogQL as it is sent.
  package var expression: String
  /// Whether it is LogQL.
  package var isLogQL = false

  /// What a panel asks.
  init(_ query: PanelQuery) {
    (id, expression, isLogQL) = (query.id, query.expression, query.server == .loki)
  }

  package init(id: Poll.ID, expression: String) {
    self.id = id
    self.expression = expression
  }
}
