import NIOCore
import NIOHTTP1
import NIOWebSocket

/// How a fake Loki opens tails, or refuses to.
struct FakeLokiUpgrade {
  private let state: FakeLokiState

  init(_ state: FakeLokiState) {
    self.state = state
  }

  /// The upgrader; what it refuses is answered as a plain request.
  var upgrader: NIOWebSocketServerUpgrader {
    let state = state
    return NIOWebSocketServerUpgrader(
      shouldUpgrade: { channel, head in
        let request = FakeLokiUpgrade.request(head)
        let isRefused = FakeLokiAnswers(state).refusalOfTail(request) != nil
        return channel.eventLoop.makeSucceededFuture(isRefused ? nil : HTTPHeaders())
      },
      upgradePipelineHandler: { channel, head in
        let request = FakeLokiUpgrade.request(head)
        return channel.eventLoop.makeCompletedFuture {
          try FakeLokiUpgrade.open(channel, request, state)
        }
      }
    )
  }

  private static func request(_ head: HTTPRequestHead) -> FakeRequest {
    FakeRequest(
      method: head.method.rawValue,
      target: head.uri,
      headers: head.headers.map { ($0.name.lowercased(), $0.value) },
      body: []
    )
  }

  private static func open(
    _ channel: any Channel,
    _ request: FakeRequest,
    _ state: FakeLokiState
  ) throws {
    let query = try FakeLokiQuery(request.parameter("query") ?? "")
    let sink = FakeLokiTail.Sink(
      query: query,
      isCategorized: FakeLokiAnswers.isCategorized(request),
      channel: channel,
      state: state
    )
    let id = state.update { contents in
      contents.nextTail += 1
      return contents.nextTail
    }
    let handler = FakeLokiTail(state: state) {
      state.update { contents in
        if contents.tails.removeValue(forKey: id) != nil { contents.log.openTails -= 1 }
      }
    }
    try channel.pipeline.syncOperations.addHandler(handler)
    // As a real one: the upgrade comes first, and its limits are looked at afterwards.
    let refusal = state.update { contents -> String? in
      contents.log.requests.append(request)
      contents.log.openedTails += 1
      if let reason = contents.behaviour.closesTail { return reason }
      let count = contents.tails.count + 1
      guard count <= contents.behaviour.maxTails else {
        return "rpc error: code = Code(400) desc = max concurrent tail requests limit exceeded, "
          + "count > limit (\(count) > \(contents.behaviour.maxTails))"
      }
      contents.tails[id] = sink
      contents.log.openTails += 1
      let start = Int64(request.parameter("start") ?? "") ?? 0
      let limit = Int(request.parameter("limit") ?? "") ?? 100
      let past = contents.lines.filter { $0.nanoseconds >= start && query.selects($0) }
        .sorted { $0.nanoseconds < $1.nanoseconds }
      sink.send(Array(past.prefix(limit)), dropped: [])
      return nil
    }
    let behaviour = state.read { $0.behaviour }
    if let text = behaviour.tailBegins {
      let data = channel.allocator.buffer(string: text)
      channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .text, data: data), promise: nil)
    }
    if behaviour.cutsTail {
      sink.cut()
    } else if let refusal {
      sink.close(code: 1011, reason: refusal)
    } else {
      handler.ping(on: channel)
    }
  }
}
