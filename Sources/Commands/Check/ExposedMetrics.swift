import Checks
import HTTPTransport
import LocalSource
import Telemetry

/// What an address answers with where it exposes metrics.
struct ExposedMetrics {
  /// The exposition, of which comments are read.
  let text: String
  /// The samples in its order, each series once.
  let samples: [ServerFigures.Sample]

  /// Reads an exposition.
  ///
  /// - Throws: Where it is none, with the line.
  init(_ body: [UInt8], contentType: String) throws(ExpositionProblem) {
    var parser = ExpositionParser()
    let scrape = try parser.parse(body, as: ExpositionFormat(contentType: contentType))
    let labels = Dictionary(scrape.newSeries.map { ($0.place, $0.labels) }) { first, _ in first }
    samples = scrape.samples.compactMap { sample in
      labels[sample.place].map { ServerFigures.Sample($0, sample.value) }
    }
    text = String(decoding: body, as: UTF8.self)
  }

  /// What a server exposes about itself.
  ///
  /// - Parameters:
  ///   - transport: To the server's base URL.
  ///   - deadline: The most that it may take.
  /// - Returns: Its figures.
  /// - Throws: `SourceError`; `malformed` for what is no exposition.
  static func own(
    of transport: HTTPTransport,
    within deadline: Duration
  ) async throws(SourceError) -> ServerFigures {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await transport.send(HTTPRequest(.get, "/metrics", deadline: deadline))
    } catch {
      throw SourceError(error)
    }
    guard response.status == 200 else {
      throw .http(
        status: response.status,
        message: "at /metrics: \(VisibleLine.first(of: response))"
      )
    }
    do throws(ExpositionProblem) {
      let type = response.header("content-type") ?? ""
      return ServerFigures(try ExposedMetrics(response.body, contentType: type).samples)
    } catch {
      throw .malformed("no metrics at /metrics: \(error.message)")
    }
  }
}
