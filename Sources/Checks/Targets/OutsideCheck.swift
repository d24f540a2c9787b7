import Telemetry

/// Judges whether metrics can be reached where they should not be.
package enum OutsideCheck {
  /// The check's name.
  package static let name = "metrics-exposed"

  /// Metrics were read.
  ///
  /// - Parameters:
  ///   - samples: How many.
  ///   - place: The address.
  /// - Returns: The finding.
  package static func open(_ samples: Int, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    outcome.findings.append(
      Finding(
        name,
        .critical,
        at: place,
        "anybody can read \(samples) samples here",
        why: "metrics tell versions, hosts, routes and how much business there is",
        remedy: "location /metrics { deny all; }  # in nginx; or listen on an inner address"
      )
    )
    return outcome
  }

  /// No metrics were to be had.
  ///
  /// - Parameters:
  ///   - words: What came in their place.
  ///   - place: The address.
  /// - Returns: That it is in order.
  package static func closed(_ words: String, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    outcome.inOrder.append(Checked(name, at: place, words))
    return outcome
  }

  /// It is not known.
  ///
  /// - Parameters:
  ///   - reason: Why.
  ///   - place: The address.
  /// - Returns: That it was not checked.
  package static func unknown(_ reason: String, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    outcome.unchecked.append(Unchecked(name, at: place, because: reason))
    return outcome
  }
}
