package import Telemetry

/// The metric and label names of one way to instrument a service.
///
/// A row of `MetricProfile.all` is a profile; settings may change single names of one. A name that is
/// `nil` says that the instrumentation has nothing of the kind.
package struct MetricProfile: Hashable, Sendable {
  /// The name that settings call it by.
  package var name: String
  /// Whose names they are.
  package var origin: ProfileOrigin
  /// The label that names the service.
  package var serviceLabel = "job"
  /// Requests that the service has answered.
  package var requests = RequestMetrics()
  /// What it asks of databases.
  package var database = DatabaseMetrics()
  /// Look-ups in a cache.
  package var cache = CacheMetrics()
  /// Language models.
  package var model = ModelMetrics()
  /// Calls to other services.
  package var calls = CallMetrics()
  /// What the process uses.
  package var process = ProcessMetrics()
  /// What is measured of the machine with it, where not by an exporter of its own.
  package var host: HostMetrics?
  /// A metric that tells it where there is nothing else to tell it by.
  package var presence: String?
  /// Whether it is of what services stand on, such as a store or what watches them, and not of a service.
  package var isInfrastructure = false
  /// Where the figures mislead.
  package var caveats: [ProfileCaveat] = []
  /// Why it was guessed; `nil` for a row of the table and for the user's own.
  package var guess: ProfileGuess?

  /// Makes a profile of which nothing is known yet; `MetricProfile+Row.swift` has the words that rows are
  /// written in.
  package init(_ name: String, _ origin: ProfileOrigin) {
    self.name = name
    self.origin = origin
  }

  /// The caveats of an area, in words.
  package func caveats(of area: ProfileCaveat.Area) -> [String] {
    caveats.filter { $0.area == area }.map(\.text)
  }
}

/// Where a profile's names come from.
package struct ProfileOrigin: Hashable, Sendable {
  /// The library or server that exposes them.
  package var library: String
  /// The version that was looked at; empty where the names are older than versions.
  package var version: String
  /// Where its names are said: `measured` for an exposition of a running one, else an address or file.
  package var source: String

  /// Names a library.
  package init(_ library: String, _ version: String, _ source: String) {
    self.library = library
    self.version = version
    self.source = source
  }
}

/// Where the figures of a library mislead, in a few words for a panel.
package struct ProfileCaveat: Hashable, Sendable {
  /// Which figures.
  package enum Area: String, Hashable, Sendable, CaseIterable {
    case latency
    case traffic
    case errors
    case cache
    case model
    case calls
  }

  /// Which figures.
  package var area: Area
  /// The words.
  package var text: String

  package init(_ area: Area, _ text: String) {
    self.area = area
    self.text = text
  }
}

/// The unit in which durations are counted.
package enum DurationUnit: String, Hashable, Sendable, CaseIterable {
  case seconds = "s"
  case milliseconds = "ms"
  case microseconds = "µs"
  case nanoseconds = "ns"

  /// How many of them are a second.
  package var perSecond: Double {
    switch self {
    case .seconds: 1
    case .milliseconds: 1e3
    case .microseconds: 1e6
    case .nanoseconds: 1e9
    }
  }
}

/// How durations are counted.
package enum DurationForm: String, Hashable, Sendable, CaseIterable {
  /// A histogram, classic or native; its name is without suffix.
  case histogram
  /// A summary with quantiles of each instance; its name is without suffix.
  case summary
  /// A counter of time spent, which gives no more than a mean over the requests counted.
  case sum
}

/// Requests: how many, how many failed, and how long they took.
package struct RequestMetrics: Hashable, Sendable {
  /// Counter of requests; `nil` where the histogram of durations counts them.
  package var counter: String?
  /// The label with the outcome of a request.
  package var statusLabel: String?
  /// What an error's status matches, an anchored regular expression.
  package var errorStatus = "5.."
  /// Counter of errors alone, for what has no status.
  package var errors: String?
  /// The label with the route.
  package var endpointLabel: String?
  /// The label with the method.
  package var methodLabel: String?
  /// Durations, in the name that the form has.
  package var duration: String?
  /// How they are counted.
  package var durationForm = DurationForm.histogram
  /// Their unit.
  package var durationUnit = DurationUnit.seconds
  /// Routes that are no business of the service's users, an anchored regular expression; `nil` where
  /// they are not counted.
  package var skippedRoutes: String?
  /// The words of the route label for requests that met no route.
  package var unmatchedRoutes: [String] = []
  /// Matchers of the series that count, where others stand beside them under the same names.
  package var counts: [LabelMatcher] = []
  /// Matchers that tell these series from those of other libraries under the same names.
  package var marks: [LabelMatcher] = []

  /// Nothing known.
  package init() {}

  /// What goes into every selector of requests, beside what is looked at.
  package var always: [LabelMatcher] {
    guard let endpointLabel, let skippedRoutes else { return counts }
    return counts + [LabelMatcher(endpointLabel, .matchesNot, skippedRoutes)]
  }

  /// The marks that durations have too, where they are what counts requests.
  ///
  /// Beside a counter they may have any labels or none.
  package var durationMarks: [LabelMatcher] { counter == nil ? marks : [] }

  /// The metric that counts requests, a histogram by its bare name; `nil` where nothing does.
  package var counted: String? { counter ?? (durationForm == .histogram ? duration : nil) }

  /// Whether errors are told from other requests.
  package var tellsErrors: Bool { counted != nil && (statusLabel != nil || errors != nil) }
}

/// Databases, as the service sees them.
package struct DatabaseMetrics: Hashable, Sendable {
  /// Histogram of query durations in seconds, without the `_bucket` suffix.
  package var duration: String?
  /// The label with the kind of query.
  package var queryTypeLabel: String?
  /// The label that says why a query failed; empty where it did not.
  package var errorLabel: String?
  /// Counter of queries that failed, where there is no such label.
  package var errors: String?
  /// Gauge of connections in use.
  package var connections: String?
  /// What of the gauge is in use, where it counts idle ones too.
  package var usedMarks: [LabelMatcher] = []

  /// Nothing known.
  package init() {}
}

/// Look-ups in a cache: one counter with a label of the outcome, or one of hits and one of misses.
package struct CacheMetrics: Hashable, Sendable {
  /// Counter of look-ups with their outcome.
  package var operations: String?
  /// Its label with the outcome.
  package var resultLabel: String?
  /// The value of that label for a hit.
  package var hit: String?
  /// The value of that label for a miss.
  package var miss: String?
  /// Matchers of the operations that are look-ups.
  package var counts: [LabelMatcher] = []
  /// Counter of hits alone.
  package var hits: String?
  /// Counter of misses alone.
  package var misses: String?

  /// Nothing known.
  package init() {}

  /// The metrics that a hit rate needs; empty where there are none.
  package var metrics: [String] { operations.map { [$0] } ?? [hits].compactMap { $0 } }
}

/// Language models: what they cost, and their tokens.
package struct ModelMetrics: Hashable, Sendable {
  /// Counter of dollars.
  package var cost: String?
  /// Counter of tokens, both ways.
  package var tokens: String?
  /// The label with the model's name.
  package var modelLabel: String?
  /// The label that tells tokens sent from tokens received.
  package var tokenTypeLabel: String?
  /// Counter of tokens sent alone.
  package var inputTokens: String?
  /// Counter of tokens received alone.
  package var outputTokens: String?
  /// Histogram of the tokens of each call, both ways, without suffix: its sum counts them.
  package var tokenHistogram: String?
  /// Counter of the tokens, among those counted, that came from a cache of answers.
  package var unpaidTokens: String?
  /// The label with what was done: `chat`, `embeddings`.
  package var operationLabel: String?
  /// Histogram of the seconds until the first token, without suffix.
  package var firstToken: String?
  /// Counter of calls, or the histogram of their durations by its bare name.
  package var calls: String?
  /// Whether `calls` is a histogram.
  package var countsByDuration = false
  /// What marks the calls that failed.
  package var failures: [LabelMatcher] = []
  /// What marks those of them that were refused as too many.
  package var rateLimits: [LabelMatcher] = []
  /// Counter of the calls that failed, where `calls` has only the others.
  package var failedCalls: String?
  /// Counter of the calls that were refused as too many, by `rateLimits`, where `calls` does not tell.
  package var refusedCalls: String?
  /// The label with the model's name of that counter.
  package var refusedModelLabel: String?
  /// The label that has it where that one is empty.
  package var refusedModelFallback: String?

  /// Nothing known.
  package init() {}

  /// Whether nothing is counted.
  package var isEmpty: Bool { cost == nil && countedTokens == nil }

  /// The metric that counts tokens, a histogram by its bare name; `nil` where nothing does.
  package var countedTokens: String? { tokens ?? tokenHistogram ?? inputTokens }
}

/// Calls to other services.
package struct CallMetrics: Hashable, Sendable {
  /// Histogram of durations, without the `_bucket` suffix.
  package var duration: String?
  /// Their unit.
  package var durationUnit = DurationUnit.seconds
  /// The label with the service that was called.
  package var targetLabel: String?
  /// The label with the status of the answer; `nil` where there is none.
  package var statusLabel: String?
  /// What the status of a call matches that the other side has failed, an anchored regular expression.
  package var errorStatus = httpFailures

  /// Server errors, too many requests, and no answer at all, which libraries leave without a status.
  package static let httpFailures = "5..|429|"

  /// Nothing known.
  package init() {}
}

/// What the process uses; every client of Prometheus has the names that stand here at first.
package struct ProcessMetrics: Hashable, Sendable {
  /// Counter of seconds of CPU.
  package var cpu = "process_cpu_seconds_total"
  /// Gauge of bytes of memory.
  package var memory = "process_resident_memory_bytes"

  /// The names of the clients of Prometheus.
  package init() {}
}
