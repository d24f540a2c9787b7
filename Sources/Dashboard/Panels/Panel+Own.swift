import Signals
import Telemetry

extension Panel {
  /// A panel from the configuration.
  static func own(_ own: OwnPanel) -> Panel {
    Panel(
      id: own.id,
      title: own.title,
      minimumWidth: own.form == .logs ? 56 : 36,
      isChart: own.form != .values
    ) { context, detail in
      own.form == .logs ? own.lineQueries(in: context, detail) : own.queries(in: context)
    } content: { input in
      var content = own.form == .logs ? own.lineContent(input) : own.content(input)
      if own.asksLogsOfService, let name = input.context.indistinctLogs {
        let words = "lines of all services: no label of theirs is '\(name)'"
        content.facts.insert(Fact(words, severity: .warning), at: 0)
      }
      return content
    }
  }
}

extension OwnPanel {
  fileprivate func queries(in context: QueryContext) -> [PanelQuery] {
    lines.enumerated().flatMap { index, line in
      let forms: [(PanelQuery.Form, QueryContext)] = [
        (.instant, context.ofOneMoment), (.range, context),
      ]
      return forms.prefix(self.form == .chart ? 2 : 1).map { form, context in
        let expression = expression(of: line, in: context)
        var query = PanelQuery(id: pollID(index, form), expression: expression, form: form)
        // It may be a scalar.
        query.isBatchable = false
        if line.language == .logQL { query.server = .loki }
        return query
      }
    }
  }

  fileprivate func content(_ input: PanelInput) -> PanelContent {
    var content = input.frame()
    var chartLines: [Chart.Line] = []
    var omitted = 0
    for (index, line) in lines.enumerated() {
      let figures = figures(ofLine: index, input)
      switch self.form {
      case .chart: content.headline += figures
      case .values, .logs: content.rows += figures.map { row($0) }
      }
      let matrix = input.readings[pollID(index, .range)]?.matrix ?? []
      for series in matrix.prefix(PanelContent.elementLimit) {
        let isMean = !series.histograms.isEmpty
        let name = name(of: series.labels, line, isOnly: false, isMean: isMean)
        chartLines.append(Chart.Line(name, series.samples))
      }
      let live = input.readings[pollID(index, .instant)]
      let count = max(matrix.count, live?.vector.count ?? 0)
      omitted += max(0, count - PanelContent.elementLimit)
    }
    if omitted > 0 { content.facts.append(Fact("\(omitted) more series", severity: .warning)) }
    if self.form == .chart {
      var chart = Chart(lines: chartLines, unit: unit, threshold: threshold)
      chart.isStacked = isStacked
      content.chart = chart
    }
    return content
  }

  /// The present values of a line; one without a value where there are none.
  private func figures(ofLine index: Int, _ input: PanelInput) -> [Figure] {
    let line = lines[index]
    let live = input.readings[pollID(index, .instant)]
    let state = live?.state(at: input.now) ?? .waiting
    if live?.reading.held != nil, live?.vector.isEmpty == true {
      return [Figure(line.legend, value: nil, unit: unit, state: state)]
    }
    return (live?.vector ?? []).prefix(PanelContent.elementLimit).map { element in
      Figure(
        name(
          of: element.labels,
          line,
          isOnly: lines.count == 1,
          isMean: element.histogram != nil
        ),
        value: element.value,
        unit: unit,
        threshold: threshold,
        state: state
      )
      .worded(texts)
    }
  }

  private func row(_ figure: Figure) -> Row {
    guard let full, full > 0 else { return Row(figure) }
    // A gauge has its marks where it has its fill: at shares of the whole.
    let bounds = threshold.map {
      Threshold(
        warning: $0.warning.map { $0 / full },
        critical: $0.critical.map { $0 / full },
        direction: $0.direction
      )
    }
    let fraction = figure.value.flatMap { $0.isNaN ? nil : min(1, max(0, $0 / full)) }
    return Row(figure, fraction: fraction, threshold: bounds)
  }

  func expression(of line: OwnPanel.Line, in context: QueryContext) -> String {
    line.resolved(
      matchers: (line.language == .logQL ? context.logSelector : context.selector).map(\.promQL)
        .joined(separator: ","),
      window: context.rateWindow,
      range: context.range
    )
  }

  func pollID(_ index: Int, _ form: PanelQuery.Form) -> Poll.ID {
    Poll.ID("own.\(id).\(index)" + (form == .range ? ".range" : ""))
  }

  /// A legend with the values of labels in place of `{{name}}`, as Grafana writes them.
  private func filled(_ legend: String, _ labels: LabelSet) -> String {
    var text = ""
    var rest = legend[...]
    while let start = rest.firstRange(of: "{{"),
      let end = rest[start.upperBound...].firstRange(of: "}}")
    {
      let name = rest[start.upperBound..<end.lowerBound].split(separator: " ").joined()
      text += rest[..<start.lowerBound] + (labels[name] ?? "")
      rest = rest[end.upperBound...]
    }
    return text + rest
  }

  /// The legend of the settings, or the labels; a single unlabelled value needs no name, and that of a
  /// native histogram says that it is the mean.
  private func name(
    of labels: LabelSet,
    _ line: OwnPanel.Line,
    isOnly: Bool,
    isMean: Bool
  ) -> String {
    let name = name(of: labels, line, isOnly: isOnly && !isMean)
    return isMean ? "mean \(name)" : name
  }

  private func name(of labels: LabelSet, _ line: OwnPanel.Line, isOnly: Bool) -> String {
    if line.legend.contains("{{") { return filled(line.legend, labels) }
    let own = labels.labels.filter { $0.name != "__name__" }.map(\.value).joined(separator: " ")
    if line.legend.isEmpty { return own.isEmpty && !isOnly ? "value" : own }
    return own.isEmpty ? line.legend : "\(line.legend) \(own)"
  }
}
