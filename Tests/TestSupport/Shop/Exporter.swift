import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// The shop, scraped live on a free port of the loopback: `/metrics`, `/node` and `/postgres`.
package final class Exporter: Sendable {
  /// How it answers.
  package enum Mood: Sendable {
    /// With the shop's metrics.
    case sound
    /// Accepts, reads the request, and never answers.
    case hanging
    /// 200 with bytes that are no metrics.
    case garbage
    /// 500 with a text.
    case failing
  }

  /// The port it listens on.
  package let port: Int
  private let channel: any Channel
  private let state: Mutex<State>
  private let clock: @Sendable () -> Double

  private struct State {
    var shop: Shop
    var mood = Mood.sound
    var scrapes = 0
  }

  /// Starts to serve a shop; `clock` gives seconds since 1970.
  ///
  /// - Parameters:
  ///   - shop: The state to go on from, as history left it.
  ///   - clock: The moment of a scrape.
  /// - Throws: What binding the port throws.
  package init(
    _ shop: Shop,
    clock: @escaping @Sendable () -> Double = wallClockSeconds
  )
    async throws
  {
    let answer = AnswerBox()
    channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .serverChannelOption(.backlog, value: 64)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline()
          try channel.pipeline.syncOperations.addHandler(ExporterHandler(answer: answer))
        }
      }
      .bind(host: "127.0.0.1", port: 0).get()
    port = channel.localAddress?.port ?? 0
    state = Mutex(State(shop: shop))
    self.clock = clock
    answer.set { [weak self] path in self?.answer(path) }
  }

  deinit { channel.close(promise: nil) }

  /// Changes how it answers from the next request on.
  package func set(_ mood: Mood) { state.withLock { $0.mood = mood } }

  /// Lets something go wrong in the shop; it is at full height after half a minute.
  package func beginIncident() {
    let now = clock()
    state.withLock {
      $0.shop.advance(to: now)
      $0.shop.beginIncident()
    }
  }

  /// Ends it.
  package func endIncident() {
    let now = clock()
    state.withLock {
      $0.shop.advance(to: now)
      $0.shop.endIncident()
    }
  }

  /// The requests answered so far.
  package var scrapes: Int { state.withLock { $0.scrapes } }

  private func answer(_ path: String) -> ExporterAnswer? {
    let now = clock()
    return state.withLock { state in
      state.scrapes += 1
      switch state.mood {
      case .hanging: return nil
      case .garbage: return ExporterAnswer(status: .ok, body: "not { metrics \u{1b}[31m\n")
      case .failing: return ExporterAnswer(status: .internalServerError, body: "out of order\n")
      case .sound: break
      }
      guard let job = ShopSeries.Job.allCases.first(where: { $0.path == path }) else {
        return ExporterAnswer(status: .notFound, body: "no such page\n")
      }
      state.shop.advance(to: now)
      return ExporterAnswer(status: .ok, body: state.shop.exposition(of: job))
    }
  }
}

extension Shop {
  /// The present state of one job in Prometheus' text format.
  ///
  /// - Source: <https://prometheus.io/docs/instrumenting/exposition_formats/>.
  package func exposition(of job: ShopSeries.Job) -> String {
    var text = ""
    var family = ""
    for (index, series) in series.enumerated() where series.job == job {
      guard let value = value(of: index) else { continue }
      if series.family.name != family {
        family = series.family.name
        let name = series.family.type == "counter" ? "\(family)_total" : family
        let type = series.family.type == "unknown" ? "untyped" : series.family.type
        text += "# HELP \(name) Simulated.\n# TYPE \(name) \(type)\n"
      }
      let labels = series.labels.isEmpty ? "" : "{\(series.labels)}"
      text += "\(series.name)\(labels) \(HistoryText.number(value))\n"
    }
    return text
  }
}

private struct ExporterAnswer: Sendable {
  let status: HTTPResponseStatus
  let body: String
}

/// Breaks the circle between the listening channel and the exporter that owns it.
private final class AnswerBox: Sendable {
  private let answer = Mutex<(@Sendable (String) -> ExporterAnswer?)?>(nil)

  func set(_ answer: @escaping @Sendable (String) -> ExporterAnswer?) {
    self.answer.withLock { $0 = answer }
  }

  func callAsFunction(_ path: String) -> ExporterAnswer? {
    answer.withLock { $0 }?(path)
  }
}

private final class ExporterHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart
  private let answer: AnswerBox
  private var path = ""

  init(answer: AnswerBox) { self.answer = answer }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): path = head.uri
    case .body: break
    case .end:
      guard let answer = answer(path) else { return }
      let body = ByteBuffer(string: answer.body)
      let head = HTTPResponseHead(
        version: .http1_1,
        status: answer.status,
        headers: [
          "Content-Type": "text/plain; version=0.0.4; charset=utf-8",
          "Content-Length": "\(body.readableBytes)",
        ]
      )
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    }
  }
}
