import Glibc
import LocalSource
import Screen
import Telemetry

/// Looks on loopback for what exposes metrics: asks each port on which something listens once.
struct LoopbackSearch {
  /// A target that answers.
  struct Found: Sendable {
    let address: ScrapeAddress
    let port: Int
    /// How many samples it exposes.
    let samples: Int

    /// Job and port: `node :9100`.
    var name: String { "\(address.job) :\(port)" }
  }

  /// A port that is not scraped.
  struct Left: Sendable {
    let port: Int
    /// The process that listens, ready to be drawn; empty where nobody may know.
    let owner: String
    /// Why not.
    let reason: String

    /// In words: `left :5432 (postgres): PostgreSQL, not asked`.
    var text: String { "left :\(port)\(owner.isEmpty ? "" : " (\(owner))"): \(reason)" }
  }

  /// What came of a search.
  struct Report: Sendable {
    var found: [Found] = []
    var left: [Left] = []
  }

  /// The most ports that are asked.
  var portLimit = 256
  /// How many are asked at a time.
  var concurrency = 16
  /// How long a port has to answer, body included: some exporters ask others first.
  var patience = Duration.seconds(3)
  /// When no more ports are asked.
  var duration = Duration.seconds(5)
  /// The most bytes that are read of an answer.
  var bodyLimit = 4 << 20

  /// Asks the ports of this machine.
  ///
  /// - Throws: `LocalFileProblem` where the system does not say what listens.
  @concurrent
  func run() async throws(LocalFileProblem) -> Report {
    let ports = try ListeningPort.all()
    return await search(ports, SocketOwners(of: Set(ports.map(\.inode))))
  }

  /// Asks ports, except those that are known to be something else.
  @concurrent
  func search(_ ports: [ListeningPort], _ owners: SocketOwners) async -> Report {
    var report = Report()
    var open: [ListeningPort] = []
    func leave(_ port: ListeningPort, _ reason: String) {
      let name = owners[port.inode].map { VisibleText.sanitized($0.name) } ?? ""
      report.left.append(Left(port: port.number, owner: name, reason: reason))
    }
    for port in ports {
      let owner = owners[port.inode]
      // goldtop's own ports are no service of anybody's.
      if owner?.process == getpid() { continue }
      if let name = KnownPorts.otherProtocols[port.number]
        ?? owner.flatMap({ KnownPorts.otherProcesses[$0.name] })
      {
        leave(port, "\(name), not asked")
      } else if open.count == portLimit {
        leave(port, "not asked: the limit is \(portLimit)")
      } else {
        open.append(port)
      }
    }
    for (port, result) in await ask(open) {
      switch result {
      case .success(let found): report.found.append(found)
      case .failure(let refusal): leave(port, refusal.reason)
      }
    }
    report.found.sort { $0.port < $1.port }
    report.left.sort { $0.port < $1.port }
    return report
  }

  private typealias Reply = (port: ListeningPort, result: Result<Found, Refusal>)

  /// Asks some ports at a time, until the search has lasted long enough.
  private func ask(_ ports: [ListeningPort]) async -> [Reply] {
    let end = ContinuousClock.now + duration
    return await withTaskGroup(of: Reply.self) { group in
      var replies: [Reply] = []
      for (index, port) in ports.enumerated() {
        if index >= concurrency, let reply = await group.next() { replies.append(reply) }
        guard ContinuousClock.now < end else {
          replies.append((port, .failure(Refusal(reason: "not asked: the search took too long"))))
          continue
        }
        group.addTask { (port, await look(port)) }
      }
      for await reply in group { replies.append(reply) }
      return replies
    }
  }

  private struct Refusal: Error {
    let reason: String
  }

  private func look(_ port: ListeningPort) async -> Result<Found, Refusal> {
    var settings = ScrapeSettings()
    (settings.timeout, settings.bodyLimit) = (patience, bodyLimit)
    do {
      let address = try ScrapeAddress(
        "\(port.host):\(port.number)",
        job: KnownPorts.job(port.number)
      )
      let fetch = try ScrapeFetch(address, settings: settings)
      let answer: Result<TargetScraper.Exposition, SourceError>
      do throws(SourceError) {
        answer = .success(try await fetch.exposition(within: patience))
      } catch {
        answer = .failure(error)
      }
      await fetch.shutdown()
      let exposition = try answer.get()
      var parser = ExpositionParser()
      let format = ExpositionFormat(contentType: exposition.contentType)
      guard let scrape = try? parser.parse(exposition.body, as: format), scrape.exposed > 0 else {
        return .failure(Refusal(reason: "no metrics at /metrics"))
      }
      return .success(Found(address: address, port: port.number, samples: scrape.exposed))
    } catch let error as SourceError {
      return .failure(Refusal(reason: reason(error)))
    } catch {
      return .failure(Refusal(reason: "no HTTP"))
    }
  }

  /// Why a port is not scraped, without a word of what it sent.
  private func reason(_ error: SourceError) -> String {
    switch error {
    case .timedOut: "no answer within \(patience.prometheusText)"
    case .http(let status, _, _), .unauthorized(let status, _): "HTTP \(status) at /metrics"
    case .notReady: "HTTP 503 at /metrics"
    case .tooMuch: "more than \(Unit.bytes.format(Double(bodyLimit)).text), name it with --scrape"
    case .unreachable, .api, .malformed, .misconfigured, .cancelled: "no HTTP"
    }
  }
}

extension LoopbackSearch.Report {
  /// One line: `found node :9100, port-8500 :8500; 3 ports left (D says why)`.
  var summary: String {
    let names = found.map(\.name).joined(separator: ", ")
    let ports = left.count == 1 ? "1 port" : "\(left.count) ports"
    return "found \(names)" + (left.isEmpty ? "" : "; \(ports) left (D says why)")
  }

  /// The most ports that are left of which each has a line.
  private static let shown = 30

  /// A line for each port.
  var lines: [String] {
    found.map { one in
      "found \(one.name), \(one.samples == 1 ? "1 sample" : "\(one.samples) samples")"
    } + leftLines
  }

  private var leftLines: [String] {
    let more = left.count - Self.shown
    return left.prefix(Self.shown).map(\.text)
      + (more > 0 ? ["left \(more == 1 ? "1 more port" : "\(more) more ports")"] : [])
  }

  /// The error where nothing was found.
  var failure: String {
    let heading =
      left.isEmpty ? "nothing listens on loopback" : "no /metrics on any port of loopback"
    return (["\(heading): set --scrape URL, or try goldtop demo"] + leftLines)
      .joined(separator: "\n")
  }
}
