import Telemetry

/// The words that rows of the table are written in.
extension MetricProfile {
  private func changed(_ change: (inout MetricProfile) -> Void) -> MetricProfile {
    var copy = self
    change(&copy)
    return copy
  }

  /// The label that names the service, where that is not the job.
  func service(by label: String) -> MetricProfile { changed { $0.serviceLabel = label } }

  /// Counter of requests; `nil` where the histogram of durations counts them.
  func counting(_ counter: String?, method: String? = nil) -> MetricProfile {
    changed { ($0.requests.counter, $0.requests.methodLabel) = (counter, method) }
  }

  /// The label with the outcome, and what an error's matches.
  func status(_ label: String, error pattern: String = "5..") -> MetricProfile {
    changed { ($0.requests.statusLabel, $0.requests.errorStatus) = (label, pattern) }
  }

  /// Counter of errors alone.
  func failing(_ counter: String) -> MetricProfile { changed { $0.requests.errors = counter } }

  /// The label with the route, its words for none, and the routes that are left out.
  func route(
    _ label: String,
    none: [String] = [],
    without skipped: String? = nil
  ) -> MetricProfile {
    changed {
      $0.requests.endpointLabel = label
      $0.requests.unmatchedRoutes = none
      $0.requests.skippedRoutes = skipped
    }
  }

  /// Durations.
  func lasting(
    _ duration: String,
    _ unit: DurationUnit = .seconds,
    _ form: DurationForm = .histogram
  ) -> MetricProfile {
    changed {
      $0.requests.duration = duration
      $0.requests.durationUnit = unit
      $0.requests.durationForm = form
    }
  }

  /// Labels that other libraries do not put on metrics of the same names.
  func marked(_ labels: String...) -> MetricProfile {
    marked(labels.map { LabelMatcher($0, .notEqual, "") })
  }

  /// Matchers that only this library's series meet.
  func marked(_ matchers: [LabelMatcher]) -> MetricProfile {
    changed { $0.requests.marks = matchers }
  }

  /// The series that count, where others stand beside them under the same names.
  func only(_ matchers: [LabelMatcher]) -> MetricProfile {
    changed { $0.requests.counts = matchers }
  }

  /// Histogram of query durations, and how it is told which failed.
  func queries(
    _ duration: String,
    by label: String? = nil,
    failing errorLabel: String? = nil,
    errors: String? = nil
  ) -> MetricProfile {
    changed {
      ($0.database.duration, $0.database.queryTypeLabel) = (duration, label)
      ($0.database.errorLabel, $0.database.errors) = (errorLabel, errors)
    }
  }

  /// Gauge of connections, and what of it is in use.
  func connections(_ gauge: String, where used: [LabelMatcher] = []) -> MetricProfile {
    changed { ($0.database.connections, $0.database.usedMarks) = (gauge, used) }
  }

  /// Counter of look-ups with their outcome.
  func lookUps(
    _ operations: String,
    by label: String,
    hit: String,
    miss: String,
    only counts: [LabelMatcher] = []
  ) -> MetricProfile {
    changed {
      $0.cache.counts = counts
      $0.cache.operations = operations
      ($0.cache.resultLabel, $0.cache.hit, $0.cache.miss) = (label, hit, miss)
    }
  }

  /// Counters of hits and of misses.
  func lookUps(hits: String, misses: String) -> MetricProfile {
    changed { ($0.cache.hits, $0.cache.misses) = (hits, misses) }
  }

  /// Counter of dollars by model.
  func cost(_ counter: String, model: String?) -> MetricProfile {
    changed { ($0.model.cost, $0.model.modelLabel) = (counter, model) }
  }

  /// Counter of tokens by kind and model.
  func tokens(_ counter: String, by kind: String, model: String?) -> MetricProfile {
    changed {
      ($0.model.tokens, $0.model.tokenTypeLabel, $0.model.modelLabel) = (counter, kind, model)
    }
  }

  /// Counters of tokens in and out.
  func tokens(in input: String, out output: String, model: String?) -> MetricProfile {
    changed {
      ($0.model.inputTokens, $0.model.outputTokens, $0.model.modelLabel) = (input, output, model)
    }
  }

  /// Histogram of the tokens of each call, by kind and model.
  func tokenHistogram(_ histogram: String, by kind: String, model: String?) -> MetricProfile {
    changed {
      $0.model.tokenHistogram = histogram
      ($0.model.tokenTypeLabel, $0.model.modelLabel) = (kind, model)
    }
  }

  /// What is done with models, and how soon they begin to answer.
  func operations(by label: String?, firstToken: String? = nil) -> MetricProfile {
    changed { ($0.model.operationLabel, $0.model.firstToken) = (label, firstToken) }
  }

  /// Calls of models: a histogram of their durations, or a counter, with what marks those that failed.
  func modelCalls(
    _ calls: String,
    isHistogram: Bool = false,
    failing failures: [LabelMatcher],
    limited rateLimits: [LabelMatcher] = []
  ) -> MetricProfile {
    changed {
      ($0.model.calls, $0.model.countsByDuration) = (calls, isHistogram)
      ($0.model.failures, $0.model.rateLimits) = (failures, rateLimits)
    }
  }

  /// Counter of the calls of models that went well, and of those that failed.
  func modelCalls(good: String, bad: String) -> MetricProfile {
    changed { ($0.model.calls, $0.model.failedCalls) = (good, bad) }
  }

  /// Counter of the calls of models that were refused as too many, and the labels with the model's name.
  func refused(
    _ counter: String,
    _ marks: [LabelMatcher],
    model: String,
    or fallback: String
  ) -> MetricProfile {
    changed {
      ($0.model.refusedCalls, $0.model.rateLimits) = (counter, marks)
      ($0.model.refusedModelLabel, $0.model.refusedModelFallback) = (model, fallback)
    }
  }

  /// Counter of the tokens of answers that came from a cache.
  func unpaid(_ counter: String) -> MetricProfile { changed { $0.model.unpaidTokens = counter } }

  /// Histogram of calls to other services.
  func calling(
    _ duration: String?,
    _ unit: DurationUnit = .seconds,
    to label: String,
    status: String? = nil,
    error pattern: String = CallMetrics.httpFailures
  ) -> MetricProfile {
    changed {
      ($0.calls.duration, $0.calls.durationUnit, $0.calls.targetLabel) = (duration, unit, label)
      ($0.calls.statusLabel, $0.calls.errorStatus) = (status, pattern)
    }
  }

  /// Counter of CPU seconds, and gauge of bytes of memory.
  func process(cpu: String, memory: String) -> MetricProfile {
    changed { ($0.process.cpu, $0.process.memory) = (cpu, memory) }
  }

  /// What is measured of the machine.
  func on(_ host: HostMetrics) -> MetricProfile { changed { $0.host = host } }

  /// Of what services stand on.
  var infrastructure: MetricProfile { changed { $0.isInfrastructure = true } }

  /// A metric that tells it.
  func recognised(by metric: String) -> MetricProfile { changed { $0.presence = metric } }

  /// Where figures mislead.
  func caveat(_ area: ProfileCaveat.Area, _ text: String) -> MetricProfile {
    changed { $0.caveats.append(ProfileCaveat(area, text)) }
  }
}
