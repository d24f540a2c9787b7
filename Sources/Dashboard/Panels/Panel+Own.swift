import Signals
import Telemetry

extension Panel {
  /// A panel from the configuration.
  static func own(_ own: OwnPanel) -> Panel {
    Panel(id: own.id, title: own.title) { context, _ in
      queries(of: own, in: context)
    } content: { input in
      content(of: own, input)
    }
  }

  private static func queries(of own: OwnPanel, in context: QueryContext) -> [PanelQuery] {
    own.lines.enumerated().flatMap { index, line in
      [(PanelQuery.Form.instant, context.ofOneMoment), (.range, context)].map { form, context in
        let expression = expression(of: line, in: context)
        var query = PanelQuery(id: pollID(own, index, form), expression: expression, form: form)
        // It may be a scalar.
        query.isBatchable = false
        return query
      }
    }
  }

  private static func content(of own: OwnPanel, _ input: PanelInput) -> PanelContent {
    var content = input.frame()
    var lines: [Chart.Line] = []
    var omitted = 0
    for (index, line) in own.lines.enumerated() {
      let live = input.readings[pollID(own, index, .instant)]
      let state = live?.state(at: input.now) ?? .waiting
      if live?.reading.held != nil, live?.vector.isEmpty == true {
        content.headline.append(Figure(line.legend, value: nil, unit: own.unit, state: state))
      }
      for element in (live?.vector ?? []).prefix(PanelContent.elementLimit) {
        content.headline.append(
          Figure(
            name(
              of: element.labels,
              line,
              isOnly: own.lines.count == 1,
              isMean: element.histogram != nil
            ),
            value: element.value,
            unit: own.unit,
            threshold: own.threshold,
            state: state
          )
        )
      }
      let matrix = input.readings[pollID(own, index, .range)]?.matrix ?? []
      for series in matrix.prefix(PanelContent.elementLimit) {
        let isMean = !series.histograms.isEmpty
        let name = name(of: series.labels, line, isOnly: false, isMean: isMean)
        lines.append(Chart.Line(name, series.samples))
      }
      let count = max(matrix.count, live?.vector.count ?? 0)
      omitted += max(0, count - PanelContent.elementLimit)
    }
    if omitted > 0 { content.facts.append(Fact("\(omitted) more series", severity: .warning)) }
    content.chart = Chart(lines: lines, unit: own.unit, threshold: own.threshold)
    return content
  }

  static func expression(of line: OwnPanel.Line, in context: QueryContext) -> String {
    line.promQL(
      matchers: context.selector.map(\.promQL).joined(separator: ","),
      window: context.rateWindow
    )
  }

  private static func pollID(_ own: OwnPanel, _ index: Int, _ form: PanelQuery.Form) -> Poll.ID {
    Poll.ID("own.\(own.id).\(index)" + (form == .range ? ".range" : ""))
  }

  /// A legend with the values of labels in place of `{{name}}`, as Grafana writes them.
  private static func filled(_ legend: String, _ labels: LabelSet) -> String {
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
  private static func name(
    of labels: LabelSet,
    _ line: OwnPanel.Line,
    isOnly: Bool,
    isMean: Bool
  ) -> String {
    let name = name(of: labels, line, isOnly: isOnly && !isMean)
    return isMean ? "mean \(name)" : name
  }

  private static func name(of labels: LabelSet, _ line: OwnPanel.Line, isOnly: Bool) -> String {
    if line.legend.contains("{{") { return filled(line.legend, labels) }
    let own = labels.labels.filter { $0.name != "__name__" }.map(\.value).joined(separator: " ")
    if line.legend.isEmpty { return own.isEmpty && !isOnly ? "value" : own }
    return own.isEmpty ? line.legend : "\(line.legend) \(own)"
  }
}

extension OwnPanel.Line {
  /// The PromQL as it is asked: `$selector` and `$window` are the only words that are replaced.
  ///
  /// - Parameters:
  ///   - matchers: What stands for `$selector`, with commas between.
  ///   - window: What stands for `$window`.
  /// - Returns: The PromQL.
  package func promQL(matchers: String, window: Duration) -> String {
    expression
      .replacingAll("$selector", with: matchers)
      .replacingAll("$window", with: window.prometheusText)
  }
}

extension String {
  /// Every occurrence of a text replaced by another, from left to right.
  fileprivate func replacingAll(_ target: String, with replacement: String) -> String {
    var result = ""
    var rest = self[...]
    while let first = rest.first {
      if rest.hasPrefix(target) {
        result += replacement
        rest = rest.dropFirst(target.count)
      } else {
        result.append(first)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
