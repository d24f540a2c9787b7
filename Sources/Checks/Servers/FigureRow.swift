import Telemetry

/// A figure of a server that ought to be zero.
struct FigureRow: Sendable {
  /// The check's name.
  var check: String
  /// The counters, whose sum counts.
  var metrics: [String]
  var severity: Finding.Severity
  /// What has happened, behind the count.
  var words: String
  var why: String
  var remedy: String?

  /// Judges a server by rows of a table; metrics that it does not have are not checked.
  static func outcome(
    of table: [FigureRow],
    _ figures: ServerFigures,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    for row in table {
      let present = row.metrics.filter { figures.sum($0) != nil }
      guard !present.isEmpty else {
        outcome.unchecked.append(
          Unchecked(row.check, at: place, because: "the server has no \(row.metrics[0])")
        )
        continue
      }
      let faulty = present.filter { (figures.sum($0) ?? 0) > 0 }
      outcome.findings += faulty.map { row.finding($0, figures, at: place) }
      if faulty.isEmpty {
        let isDaily = present.contains { figures.since($0) == ServerFigures.inLastDay }
        let span = isDaily ? " \(ServerFigures.inLastDay)" : ""
        outcome.inOrder.append(Checked(row.check, at: place, "no \(row.words)\(span)"))
      }
    }
    return outcome
  }

  private func finding(_ metric: String, _ figures: ServerFigures, at place: String) -> Finding {
    let worst = figures.all(metric).filter { $0.value > 0 }.sorted { $0.value > $1.value }
    let parts = worst.prefix(3).map(\.labels.description).filter { $0.contains("{") }
    let spread = parts.isEmpty ? "" : ", in \(parts.joined(separator: ", "))"
    return Finding(
      check,
      severity,
      at: place,
      "\(FigureText.count(figures.sum(metric) ?? 0)) \(words) \(figures.since(metric))\(spread)",
      why: why,
      remedy: remedy
    )
  }
}

/// Numbers in findings.
enum FigureText {
  /// A count without a fraction.
  static func count(_ value: Double) -> String {
    let text = "\(value.rounded())"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A share of 1 as per cent, with one digit behind the point.
  static func percent(_ share: Double) -> String {
    "\((share * 1000).rounded() / 10) %"
  }
}
