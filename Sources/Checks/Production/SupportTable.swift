package import Telemetry

/// Until when versions are supported.
///
/// - Source: <https://prometheus.io/docs/introduction/release-cycle/>,
///   <https://grafana.com/docs/grafana/latest/upgrade-guide/when-to-upgrade/>, and for Loki
///   <https://endoflife.date/grafana-loki>; as of September 2026.
package enum SupportTable {
  /// A product with versions of its own.
  package enum Product: String, Sendable {
    case prometheus = "Prometheus"
    case loki = "Loki"
    case grafana = "Grafana"
  }

  /// What is known of a version.
  package enum Support: Hashable, Sendable {
    /// It ended, or will, on a day as in `2026-07-31`.
    case until(String)
    /// No end was announced when the table was made.
    case open
    /// The version is none that the table knows.
    case unknown
  }

  /// The last version of each stretch, in ascending order, with the day by which
  /// all of it had ended.
  private static let rows: [Product: [(last: [Int], end: String?)]] = [
    .prometheus: [
      ([2, 36], "2022-07-14"), ([2, 37], "2023-07-31"), ([2, 44], "2023-06-25"),
      ([2, 45], "2024-07-31"), ([2, 52], "2024-06-19"), ([2, 53], "2025-07-31"),
      ([3, 4], "2025-06-28"),
      ([3, 5], "2026-07-31"), ([3, 12], "2026-07-01"), ([3, 13], "2027-07-31"),
    ],
    .loki: [([2, 8], "2024-04-08"), ([2, 9], nil), ([3, 5], "2026-03-26"), ([3, 7], nil)],
    .grafana: [
      ([9, 5], "2024-05-14"), ([10, 4], "2025-06-05"), ([11, 6], "2026-06-25"),
      ([12, 0], "2026-02-05"), ([12, 1], "2026-04-22"), ([12, 2], "2026-06-23"),
      ([12, 3], "2026-08-19"), ([12, 4], "2027-05-24"), ([13, 0], "2027-01-09"),
      ([13, 1], "2027-03-20"), ([13, 2], "2027-05-18"),
    ],
  ]

  /// Looks a version up, such as `2.42.0+ds` or `v3.1.0`.
  package static func support(of version: String, _ product: Product) -> Support {
    let digits = version.drop { !$0.isNumber }
    let parts = digits.split(separator: ".").prefix(2)
      .map { Int($0.prefix { $0.isASCII && $0.isNumber }) }
    guard parts.count == 2, let major = parts[0], let minor = parts[1] else { return .unknown }
    let row = rows[product]?.first { row in
      (major, minor) <= (row.last[0], row.last[1])
    }
    guard let row else { return .unknown }
    return row.end.map { .until($0) } ?? .open
  }
}

/// Judges whether a version is still supported.
package enum VersionCheck {
  /// The check's name.
  package static let name = "version-unsupported"

  /// Judges a version.
  ///
  /// - Parameters:
  ///   - version: As the server writes it.
  ///   - product: Of what.
  ///   - now: The moment that counts.
  ///   - place: The server.
  /// - Returns: A finding, that it is in order, or that the table does not know it.
  package static func outcome(
    of version: String,
    _ product: SupportTable.Product,
    at now: Timestamp,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    let words = "\(product.rawValue) \(version)"
    switch SupportTable.support(of: version, product) {
    case .open:
      outcome.inOrder.append(Checked(name, at: place, "\(words) is supported"))
    case .unknown:
      let reason = "\(words) is none of the versions whose support is known"
      outcome.unchecked.append(Unchecked(name, at: place, because: reason))
    case .until(let day):
      guard let end = Timestamp(rfc3339: "\(day)T23:59:59Z"), end < now else {
        outcome.inOrder.append(Checked(name, at: place, "\(words) is supported until \(day)"))
        break
      }
      outcome.findings.append(
        Finding(
          name,
          .warning,
          at: place,
          "support of \(words) had ended by \(day)",
          why: "holes that are found from then on stay open",
          remedy: "upgrade to a version that is supported, read its migration guide first"
        )
      )
    }
    return outcome
  }
}
