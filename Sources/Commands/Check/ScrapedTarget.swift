import Checks
import HTTPTransport
import LocalSource
import Telemetry

/// A target of `--scrape`: its metrics are read once, and judged.
struct ScrapedTarget {
  let address: ScrapeAddress
  /// The most that it may take.
  let deadline: Duration

  /// Reads its metrics.
  func outcome() async -> CheckOutcome {
    var outcome = CheckOutcome()
    let exposition: TargetScraper.Exposition
    do throws(SourceError) {
      var settings = ScrapeSettings()
      (settings.interval, settings.timeout) = (deadline, deadline)
      let fetch = try ScrapeFetch(address, settings: settings)
      let result: Result<TargetScraper.Exposition, SourceError>
      do throws(SourceError) {
        result = .success(try await fetch.exposition(within: deadline))
      } catch {
        result = .failure(error)
      }
      await fetch.shutdown()
      exposition = try result.get()
    } catch {
      outcome.findings.append(TargetChecks.unanswered(error.headline, at: address.place))
      outcome.unchecked = ExpositionChecks.names.map {
        Unchecked($0, at: address.place, because: error.headline)
      }
      return outcome
    }
    do throws(ExpositionProblem) {
      let metrics = try ExposedMetrics(exposition.body, contentType: exposition.contentType)
      let families = MetricFamily.all(in: metrics.text, series: metrics.samples.map(\.labels))
      return ExpositionChecks.outcome(of: families, at: address.place)
    } catch {
      outcome.findings.append(ExpositionChecks.unreadable(error.message, at: address.place))
      return outcome
    }
  }
}

/// An address of `--outside`, where no metrics may be reached.
struct OutsideAddress {
  let address: ScrapeAddress
  let deadline: Duration

  /// Asks it once, without any credentials.
  func outcome() async -> CheckOutcome {
    do throws(TransportError) {
      let access = HTTPAccess(proxy: .direct)
      let transport = try HTTPTransport(ServerAddress(url: address.origin, access: access))
      let result: Result<HTTPResponse, TransportError>
      do throws(TransportError) {
        result = .success(
          try await transport.send(HTTPRequest(.get, address.path, deadline: deadline))
        )
      } catch {
        result = .failure(error)
      }
      await transport.shutdown()
      return verdict(try result.get())
    } catch {
      switch error {
      case .refused, .connectionLost, .unreachable, .timedOut, .redirected:
        return OutsideCheck.closed(error.message, at: address.place)
      default:
        return OutsideCheck.unknown(error.message, at: address.place)
      }
    }
  }

  private func verdict(_ response: HTTPResponse) -> CheckOutcome {
    guard response.status == 200 else {
      return OutsideCheck.closed("it answers \(response.status)", at: address.place)
    }
    let type = response.header("content-type") ?? ""
    let metrics = try? ExposedMetrics(response.body, contentType: type)
    guard let count = metrics?.samples.count, count > 0 else {
      return OutsideCheck.closed("what it answers are no metrics", at: address.place)
    }
    return OutsideCheck.open(count, at: address.place)
  }
}

extension ScrapeAddress {
  /// The URL without its query, which may hold a token.
  fileprivate var place: String { String(url.prefix { $0 != "?" }) }
}
