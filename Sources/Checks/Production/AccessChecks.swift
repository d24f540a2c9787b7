import Telemetry

/// Judges who may read a server, and over what.
package enum AccessChecks {
  /// The names of all checks.
  package static let names = ["tls-missing", "auth-missing"]

  /// Judges the address of a server.
  ///
  /// - Parameters:
  ///   - kind: What it is.
  ///   - isEncrypted: Whether it is asked over TLS.
  ///   - isLoopback: Whether it is on this machine alone.
  ///   - place: The server.
  /// - Returns: A finding, or that it is in order.
  package static func transport(
    of kind: ServerKind,
    isEncrypted: Bool,
    isLoopback: Bool,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard !isEncrypted else {
      outcome.inOrder.append(Checked(names[0], at: place, "it is asked over TLS"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        names[0],
        isLoopback ? .note : .critical,
        at: place,
        "it is asked without TLS\(isLoopback ? ", on this machine" : "")",
        why: "whoever is on the way reads passwords and what is said, and may change it",
        remedy: kind.encryption
      )
    )
    return outcome
  }

  /// Judges what a server answers to somebody without credentials.
  ///
  /// - Parameters:
  ///   - kind: What it is.
  ///   - paths: What was asked, each with the status of its answer.
  ///   - isLoopback: Whether it is on this machine alone.
  ///   - place: The server.
  /// - Returns: A finding that names what answers, or that it is in order.
  package static func anonymous(
    to kind: ServerKind,
    _ paths: [(path: String, status: Int)],
    isLoopback: Bool,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    let open = paths.filter { (200...299).contains($0.status) }.map(\.path)
    guard !open.isEmpty else {
      let words = paths.map { "\($0.path) \($0.status)" }.joined(separator: ", ")
      outcome.inOrder.append(Checked(names[1], at: place, "refused: \(words)"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        names[1],
        isLoopback ? .warning : .critical,
        at: place,
        "without credentials it answers \(open.joined(separator: ", "))",
        why: kind.exposure,
        remedy: kind.authentication
      )
    )
    return outcome
  }
}

/// Judges what a Prometheus lets its callers do.
package enum FlagChecks {
  /// The names of all checks.
  package static let names = ["admin-api", "lifecycle-api", "receiver-open"]

  /// Judges command-line flags.
  ///
  /// - Parameters:
  ///   - flags: By name, without dashes.
  ///   - place: The server.
  /// - Returns: Findings, and what is in order.
  package static func outcome(of flags: [String: String], at place: String) -> CheckOutcome {
    let rows: [(check: String, flag: String, severity: Finding.Severity, why: String)] = [
      (
        names[0], "web.enable-admin-api", .critical,
        "a single request deletes history, or fills the disk with a snapshot"
      ),
      (
        names[1], "web.enable-lifecycle", .warning,
        "a single request stops the server, or reloads what somebody has put there"
      ),
      (
        names[2], "web.enable-remote-write-receiver", .note,
        "whoever reaches it writes samples of any name"
      ),
    ]
    var outcome = CheckOutcome()
    for row in rows {
      guard let value = flags[row.flag] else {
        let reason = "the server does not tell its flag --\(row.flag)"
        outcome.unchecked.append(Unchecked(row.check, at: place, because: reason))
        continue
      }
      guard value == "true" else {
        outcome.inOrder.append(Checked(row.check, at: place, "--\(row.flag) is off"))
        continue
      }
      outcome.findings.append(
        Finding(
          row.check,
          row.severity,
          at: place,
          "--\(row.flag) is on",
          why: row.why,
          remedy: "start the server without --\(row.flag), or let a proxy refuse its paths"
        )
      )
    }
    return outcome
  }
}

/// Judges a Grafana by what it says to anybody.
package enum GrafanaChecks {
  /// The names of all checks.
  package static let names = ["grafana-health", "grafana-anonymous"]

  /// Judges its health.
  ///
  /// - Parameters:
  ///   - database: What it says of its database, `ok` where that answers.
  ///   - place: The server.
  /// - Returns: A finding, or that it is in order.
  package static func health(database: String, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard database != "ok" else {
      outcome.inOrder.append(Checked(names[0], at: place, "its database answers"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        names[0],
        .critical,
        at: place,
        "its database is '\(database)'",
        why: "nobody can log in, and no dashboard opens",
        remedy: "docker compose logs grafana"
      )
    )
    return outcome
  }

  /// Judges whether it shows something to anybody.
  ///
  /// - Parameters:
  ///   - organisation: The organisation that an anonymous visitor is in; `nil` where it refuses him.
  ///   - place: The server.
  /// - Returns: A finding, or that it is in order.
  package static func anonymous(organisation: String?, at place: String) -> CheckOutcome {
    var outcome = CheckOutcome()
    guard let organisation else {
      outcome.inOrder.append(Checked(names[1], at: place, "it refuses visitors without a login"))
      return outcome
    }
    outcome.findings.append(
      Finding(
        names[1],
        .critical,
        at: place,
        "visitors without a login are let into '\(organisation)'",
        why: "dashboards, data sources and what they query are open to anybody",
        remedy: "GF_AUTH_ANONYMOUS_ENABLED=false"
      )
    )
    return outcome
  }
}

/// Judges whether a Loki tells its callers apart.
package enum TenantCheck {
  /// The check's name.
  package static let name = "loki-tenants"

  /// Judges a configuration.
  ///
  /// - Parameters:
  ///   - configuration: The server's own; `nil` where it cannot be read.
  ///   - place: The server.
  /// - Returns: A finding, that it is in order, or that it does not say.
  package static func outcome(
    of configuration: LokiConfiguration?,
    at place: String
  ) -> CheckOutcome {
    var outcome = CheckOutcome()
    switch configuration?.hasTenants {
    case nil:
      let reason = "its configuration does not tell auth_enabled"
      outcome.unchecked.append(Unchecked(name, at: place, because: reason))
    case true?:
      let seen = "auth_enabled is on: each request names its tenant, who is not asked to prove it"
      outcome.inOrder.append(Checked(name, at: place, seen))
    case false?:
      outcome.findings.append(
        Finding(
          name,
          .note,
          at: place,
          "auth_enabled is off",
          why: "there is one tenant: whoever may read it reads the lines of all services",
          remedy: "auth_enabled: true"
        )
      )
    }
    return outcome
  }
}
