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
    let response = try await transport.page("/metrics", within: deadline)
    do throws(ExpositionProblem) {
      let type = response.header("content-type") ?? ""
      return ServerFigures(try ExposedMetrics(response.body, contentType: type).samples)
    } catch {
      throw .malformed("no metrics at /metrics: \(error.message)")
    }
  }
}

extension HTTPTransport {
  /// What a server answers at a path, which has to be a good answer.
  ///
  /// - Parameters:
  ///   - path: The path, with its leading slash.
  ///   - deadline: The most that it may take.
  /// - Returns: The response, of status 200.
  /// - Throws: `SourceError`; `http` for any other status, with its first words.
  func page(_ path: String, within deadline: Duration) async throws(SourceError) -> HTTPResponse {
    let response: HTTPResponse
    do throws(TransportError) {
      response = try await send(HTTPRequest(.get, path, deadline: deadline))
    } catch {
      throw SourceError(error)
    }
    guard response.status == 200 else {
      let words = VisibleLine.first(of: response)
      throw .http(status: response.status, message: "at \(path): \(words)")
    }
    return response
  }
}
