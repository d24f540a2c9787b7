import Telemetry

/// What services wait for, as they and exporters tell of it.
enum DependencyVitals {
  /// Every row.
  static let rows: [Vital] =
    own + PoolVitals.rows + CacheVitals.rows + DatabaseVitals.rows + QueueVitals.rows

  private static let queries = ownKind("query")
  private static let calls = ownKind("call")
  private static let cache = ownKind("cache")
  private static let redisClient = Vital.Kind(
    "client",
    .dependencies,
    ["job", "server_address", "server_port"],
    ofService: true
  )

  private static func ownKind(_ name: String) -> Vital.Kind {
    Vital.Kind(name, .dependencies, ["name"], ofService: true).adding("name")
  }

  /// What services say themselves, by kind of query, target of a call, and cache.
  private static let own: [Vital] = ownQueries + ownCalls + ownCache

  private static let ownQueries: [Vital] = [
    queries.vital(
      "queries",
      .perSecond,
      .profile({ $0.database.duration }) { context, _ in
        context.queryVitals { context.queries(by: $0) }
      },
      in: .rate
    ),
    queries.vital(
      "p95",
      .seconds,
      .profile({ $0.database.duration }) { context, _ in
        context.queryVitals {
          context.quantile(0.95, context.profile.database.duration ?? "", by: $0)
        }
      },
      in: .latency
    ) { $0.databaseP95 },
    queries.vital(
      "failed",
      .ratio,
      .profile({ profile in
        let database = profile.database
        return database.errors ?? database.errorLabel.flatMap { _ in database.duration }
      }) { context, _ in
        context.queryVitals {
          context.share(context.failedQueries(by: $0), of: context.queries(by: $0))
        }
      },
      in: .errors
    ) { $0.errorRatio },
    // Refused commands are not among its durations, and each attempt counts.
    redisClient.vital(
      "failed attempts",
      .perSecond,
      .rate("redis_client_errors_total"),
      in: .errors
    ) {
      _ in .unwanted
    },
  ]

  private static let ownCalls: [Vital] = [
    calls.vital(
      "calls",
      .perSecond,
      .profile({ $0.calls.duration }) { context, _ in
        context.callVitals { context.calls(by: $0) }
      },
      in: .rate
    ),
    calls.vital(
      "p95",
      .seconds,
      .profile({ $0.calls.duration }) { context, _ in
        let calls = context.profile.calls
        return context.callVitals {
          context.inSeconds(
            context.quantile(0.95, calls.duration ?? "", by: $0),
            calls.durationUnit
          )
        }
      },
      in: .latency
    ) { $0.externalP95 },
    calls.vital(
      "failed",
      .ratio,
      .profile(statusOfCalls) { context, _ in
        let status = LabelMatcher(
          context.profile.calls.statusLabel ?? "",
          .matches,
          context.profile.calls.errorStatus
        )
        return context.callVitals {
          context.share(context.calls(by: $0, [status]), of: context.calls(by: $0))
        }
      },
      in: .errors
    ) { $0.errorRatio },
    calls.vital(
      "answered 4xx",
      .ratio,
      .profile({ profile in
        profile.calls.errorStatus == CallMetrics.httpFailures ? statusOfCalls(profile) : nil
      }) { context, _ in
        let status = context.profile.calls.statusLabel ?? ""
        let refused = [
          LabelMatcher(status, .matches, "4.."),
          LabelMatcher(status, .matchesNot, CallMetrics.httpFailures),
        ]
        return context.callVitals {
          context.share(context.calls(by: $0, refused), of: context.calls(by: $0))
        }
      }
    ),
  ]

  /// The metric that tells failed calls.
  @Sendable private static func statusOfCalls(_ profile: MetricProfile) -> String? {
    profile.calls.statusLabel.flatMap { _ in profile.calls.duration }
  }

  private static let ownCache: [Vital] = [
    cache.vital(
      "hits",
      .ratio,
      .profile({ $0.cache.metrics.first }) { context, _ in
        context.cacheRatio()
      },
      in: .hits
    ) { $0.cacheHitRatio },
    cache.vital(
      "look-ups",
      .perSecond,
      .profile({ $0.cache.metrics.first }) { context, _ in
        "(\(context.cacheRate(hits: true))) + (\(context.cacheRate(hits: false)))"
      },
      in: .rate
    ),
  ]
}

/// What services say of queries and calls, through the profile.
extension QueryContext {
  /// A vector with the value of the label of the kind of query under `name`.
  fileprivate func queryVitals(_ vector: (_ labels: [String]) -> String) -> String {
    named(profile.database.queryTypeLabel, vector)
  }

  /// A vector with the value of the label of the service called under `name`.
  fileprivate func callVitals(_ vector: (_ labels: [String]) -> String) -> String {
    named(profile.calls.targetLabel, vector)
  }

  private func named(_ label: String?, _ vector: (_ labels: [String]) -> String) -> String {
    let all = "\(vector(label.map { [$0] } ?? []))"
    guard let label, label != "name" else { return all }
    let from = PromQLText.quoted(label)
    return "max by (name) (label_replace(\(all), \"name\", \"$1\", \(from), \"(.*)\"))"
  }

  fileprivate func queries(by labels: [String], _ extra: [LabelMatcher] = []) -> String {
    sum(observationRate(profile.database.duration ?? "", extra), by: labels)
  }

  fileprivate func failedQueries(by labels: [String]) -> String {
    if let errors = profile.database.errors { return sum(rate(errors), by: labels) }
    return queries(by: labels, [LabelMatcher(profile.database.errorLabel ?? "", .notEqual, "")])
  }

  fileprivate func calls(by labels: [String], _ extra: [LabelMatcher] = []) -> String {
    sum(observationRate(profile.calls.duration ?? "", extra), by: labels)
  }

  /// One rate as a share of another; zero where nothing of the kind has happened, and idle where nothing
  /// has.
  func share(_ part: String, of all: String) -> String { "(\(part) or \(all) * 0) / \(all)" }
}
