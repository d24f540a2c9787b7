import Reports
import Signals
import Telemetry

/// Asks when the samples of services begin and end.
struct ReportLives {
  let inquiry: ReportInquiry
  /// The services of the window, those that have gone among them.
  let services: [FoundService]
  let context: QueryContext
  /// How far back a report looks.
  let reach: Duration

  /// The most services whose end is asked for.
  private static let most = 50

  /// How exact ends are: the longest step at which no scrape is overlooked, and less where the window is short.
  static func step(of window: Stretch) -> Duration {
    .seconds(window.length < .seconds(2 * 86_400) ? 60 : 300)
  }

  /// What was answered.
  func lives() async -> ServiceLives {
    let step = Self.step(of: inquiry.window)
    var lives = ServiceLives(lastStep: step, earliest: inquiry.earliest, over: inquiry.window)
    lives.first = await first()
    let silent = await silent()
    for service in silent.prefix(Self.most) {
      lives.last[service.id] = await last(service, step)
    }
    if silent.count > Self.most {
      inquiry.miss(
        "when \(silent.count - Self.most) services were seen last",
        because: "that is asked for \(Self.most) services at most"
      )
    }
    return lives
  }

  /// When the last sample of a service came; `nil` where there is none in the window.
  private func last(_ service: FoundService, _ step: Duration) async -> Timestamp? {
    let selectors = service.presence(context)
    guard !selectors.isEmpty else { return nil }
    let span = "[\(inquiry.window.length.prometheusText):\(step.prometheusText)]"
    let what = "when \(service.id.name) was seen last"
    let present = selectors.joined(separator: " or ")
    // Timestamps of all steps take Prometheus a hundred times as long as whether there are samples.
    let coarse = await inquiry.instant(
      what,
      "max_over_time((time() * group(\(present)))\(span))"
    )
    guard let seconds = coarse?.first?.value else { return nil }
    let seen = Timestamp(seconds: seconds)
    let stamps = selectors.map { "timestamp(\($0))" }.joined(separator: " or ")
    let exact = await inquiry.instant(what, "max(\(stamps))", at: seen)
    return exact?.first.map { Timestamp(seconds: $0.value) } ?? seen
  }

  /// When the first sample of each service came.
  private func first() async -> [ServiceID: Timestamp] {
    var first: [ServiceID: Timestamp] = [:]
    var known: Set<[String]> = []
    for service in services {
      guard let label = service.row?.serviceLabel else { continue }
      // One question for all services that are told by the same series.
      let selectors = service.presence(context, ofAll: true)
      guard !selectors.isEmpty, known.insert(selectors).inserted else { continue }
      let span = "[\(reach.prometheusText):\(ServiceLives.firstStep.prometheusText)]"
      let name = PromQLText.name(label)
      let found = await inquiry.instant(
        "since when services are known",
        "min_over_time((time() * group by (\(name)) (\(selectors.joined(separator: " or "))))\(span))"
      )
      for sample in found ?? [] {
        guard let value = sample.labels[label] else { continue }
        let (id, moment) = (ServiceID(label, value), Timestamp(seconds: sample.value))
        first[id] = min(first[id] ?? moment, moment)
      }
    }
    let names = Set(services.map(\.id))
    return first.filter { names.contains($0.key) }
  }

  /// The services that have no samples at the end of the window.
  private func silent() async -> [FoundService] {
    let known = services.filter { $0.row != nil }
    guard let expression = ServicePulses.expression(of: known, context) else { return [] }
    guard let answer = await inquiry.instant("which services have samples", expression) else {
      return []
    }
    var pulses = ServicePulses()
    pulses.receive(answer)
    return known.filter { service in
      pulses.split([service]).allSatisfy { part in
        guard let pulse = pulses.pulse(of: part) else { return true }
        // What a server itself takes for present is not gone.
        guard let silence = pulse.silence(pulse.spacing ?? .seconds(60)) else { return false }
        return silence > .seconds(300)
      }
    }
  }
}
