package import Telemetry

/// A report for programs: every table and fact by name, numbers in full, moments in RFC 3339.
package enum ReportJSON {
  /// The document.
  package static func value(_ report: ReportDocument) -> JSONValue {
    [
      "report": .text(report.kind.rawValue),
      "subject": .text(report.subject),
      "window": window(report.window),
      "time_zone": .text(report.calendar.name),
      "history": .list(report.reaches.map(reach)),
      "severity": .text(report.severity.word),
      "headlines": .list(
        report.headlines.map {
          ["severity": .text($0.severity.word), "text": .text($0.text)] as JSONValue
        }
      ),
      "sections": .object(report.sections.map { ($0.id, section($0)) }),
      "not_answered": .list(report.gaps.map(gap)),
    ]
  }

  private static func reach(_ reach: HistoryReach) -> JSONValue {
    [
      "server": .text(reach.server), "since": moment(reach.earliest),
      "cut": .list(
        reach.cuts.map { cut in
          [
            "section": .text(cut.title), "known": .number(cut.known.inSeconds),
            "needed": .number(cut.needed.inSeconds),
          ] as JSONValue
        }
      ),
    ]
  }

  private static func section(_ section: ReportSection) -> JSONValue {
    var members: [JSONValue.Member] = [
      ("title", .text(section.title)), ("window", window(section.window)),
    ]
    for block in section.blocks {
      switch block {
      case .text(let text): members.append(("text", .text(text)))
      case .facts(let facts): members.append(("facts", .list(facts.map(fact))))
      case .table(let table): members.append((table.id, rows(of: table)))
      case .chart(let chart): members.append((chart.id, lines(of: chart)))
      }
    }
    members.append(("remarks", .list(section.remarks.map { JSONValue.text($0) })))
    members.append(("questions", .list(section.questions.map(question))))
    return .object(members)
  }

  private static func fact(_ fact: ReportFact) -> JSONValue {
    [
      "name": .text(fact.name), "value": value(of: fact.value),
      "note": fact.note.isEmpty ? nil : .text(fact.note),
      "severity": fact.value.severity == .ok ? nil : .text(fact.value.severity.word),
    ]
  }

  private static func rows(of table: ReportTable) -> JSONValue {
    .list(
      table.rows.map { row in
        let worst = row.map(\.severity).max() ?? .ok
        var cells: [JSONValue.Member] = zip(table.columns, row).map { column, cell in
          (name: column.id, value: value(of: cell))
        }
        if worst > .ok { cells.append((name: "severity_of_row", value: .text(worst.word))) }
        return JSONValue.object(cells)
      }
    )
  }

  private static func lines(of chart: ReportChart) -> JSONValue {
    .list(
      chart.lines.map { line in
        [
          "name": .text(line.name),
          "points": .list(
            line.samples.map { sample in
              JSONValue.list([moment(sample.timestamp), .number(sample.value)])
            }
          ),
        ] as JSONValue
      }
    )
  }

  private static func value(of cell: ReportCell) -> JSONValue {
    switch cell.content {
    case .nothing: .null
    case .text(let text): .text(text)
    case .number(let value, _), .change(let value): .number(value)
    case .moment(let time): moment(time)
    case .span(let span): .number(span.inSeconds)
    case .history(let values):
      .list(values.map { $0.isNaN ? JSONValue.null : JSONValue.number($0) })
    }
  }

  private static func question(_ question: ReportQuestion) -> JSONValue {
    [
      "for": .text(question.what), "expression": .text(question.expression),
      "from": question.step == nil ? nil : moment(question.start),
      "to": question.step == nil ? nil : moment(question.end),
      "at": question.step == nil ? moment(question.end) : nil,
      "step": question.step.map { .number($0.inSeconds) },
    ]
  }

  private static func gap(_ gap: ReportGap) -> JSONValue {
    ["what": .text(gap.what), "reason": .text(gap.reason), "failed": .boolean(gap.isFailure)]
  }

  private static func window(_ stretch: Stretch) -> JSONValue {
    [
      "from": moment(stretch.start), "to": moment(stretch.end),
      "seconds": .number(stretch.length.inSeconds),
    ]
  }

  private static func moment(_ moment: Timestamp) -> JSONValue {
    .text(CivilTime(moment).rfc3339)
  }
}
