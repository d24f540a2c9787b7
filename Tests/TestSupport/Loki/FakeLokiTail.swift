import NIOCore
import NIOWebSocket

/// One tail of a fake Loki: pings, frames and the close.
final class FakeLokiTail: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  /// The side of a tail that lines come in at, from any thread.
  struct Sink: Sendable {
    let query: FakeLokiQuery
    let isCategorized: Bool
    let channel: any Channel
    let state: FakeLokiState

    /// Sends lines in frames; dropped ones are told of with the next line that is sent.
    func send(_ lines: [FakeLokiLine], dropped: [FakeLokiLine]) {
      channel.eventLoop.execute {
        let handler = try? channel.pipeline.syncOperations.handler(type: FakeLokiTail.self)
        handler?.take(lines, dropped: dropped, self)
      }
    }

    /// Closes with a code and words.
    func close(code: Int, reason: String) {
      channel.eventLoop.execute {
        var data = channel.allocator.buffer(capacity: reason.utf8.count + 2)
        data.writeInteger(UInt16(code))
        data.writeString(reason)
        let frame = WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
        channel.writeAndFlush(frame, promise: nil)
        // The client's own close frame ends it; closing at once might take the reason with it.
        let timer = channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in timer.cancel() }
      }
    }

    /// Ends the connection without a word.
    func cut() {
      channel.close(promise: nil)
    }
  }

  private let state: FakeLokiState
  private let onEnd: @Sendable () -> Void
  private var dropped: [FakeLokiLine] = []
  /// Lines that wait for one that is dated ahead of the clock.
  private var waiting: [FakeLokiLine] = []
  private var sink: Sink?
  private var pinging: RepeatedTask?

  init(state: FakeLokiState, onEnd: @escaping @Sendable () -> Void) {
    self.state = state
    self.onEnd = onEnd
  }

  /// Begins with the pings, which prove to a client that its tail was registered.
  func ping(on channel: any Channel) {
    guard let pause = state.read({ $0.behaviour.pingMilliseconds }) else { return }
    let state = state
    pinging = channel.eventLoop.scheduleRepeatedTask(
      initialDelay: .milliseconds(pause),
      delay: .milliseconds(pause)
    ) { _ in
      let isHeard = state.update { contents in
        contents.log.pings += contents.behaviour.isMute ? 0 : 1
        return !contents.behaviour.isMute
      }
      guard isHeard else { return }
      let handler = try? channel.pipeline.syncOperations.handler(type: FakeLokiTail.self)
      handler?.sendDue()
      let frame = WebSocketFrame(
        fin: true,
        opcode: .ping,
        data: channel.allocator.buffer(capacity: 0)
      )
      channel.writeAndFlush(frame, promise: nil)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    pinging?.cancel()
    onEnd()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let frame = Self.unwrapInboundIn(data)
    let isMasked = frame.maskKey != nil
    switch frame.opcode {
    case .pong:
      state.update { contents in
        contents.log.pongs += 1
        if !isMasked { contents.log.unmaskedFrames += 1 }
      }
    case .connectionClose:
      var data = frame.unmaskedData
      let code = data.readInteger(as: UInt16.self)
      state.update { contents in
        contents.log.clientCloses.append(code.map(Int.init) ?? 1005)
        if !isMasked { contents.log.unmaskedFrames += 1 }
      }
      let echo = WebSocketFrame(fin: true, opcode: .connectionClose, data: frame.unmaskedData)
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.writeAndFlush(Self.wrapOutboundOut(echo)).whenComplete { _ in
        bound.value.close(promise: nil)
      }
    default:
      break
    }
  }

  fileprivate func take(_ lines: [FakeLokiLine], dropped: [FakeLokiLine], _ sink: Sink) {
    self.dropped += dropped
    let behaviour = state.read { $0.behaviour }
    guard !behaviour.isMute, !behaviour.swallowsTails else { return }
    self.sink = sink
    waiting += lines
    sendDue()
  }

  /// Sends lines up to the first one whose time has not come.
  private func sendDue() {
    let behaviour = state.read { $0.behaviour }
    guard let sink, !waiting.isEmpty else { return }
    var due = waiting.count
    if behaviour.holdsBackAhead, let now = behaviour.date?() {
      due = waiting.firstIndex { Double($0.nanoseconds) / 1e9 > now } ?? due
    }
    var rest = waiting.prefix(due)
    waiting.removeFirst(due)
    while !rest.isEmpty {
      let part = rest.prefix(behaviour.frameEntries)
      rest = rest.dropFirst(part.count)
      let sent = sink.channel.eventLoop.makePromise(of: Void.self)
      sent.futureResult.whenSuccess { [state] in
        state.update { $0.log.sentLines += part.count }
      }
      send(Self.frame(Array(part), self.dropped, sink), behaviour, sink.channel, sent)
      self.dropped = []
    }
    sink.channel.flush()
  }

  private func send(
    _ json: String,
    _ behaviour: FakeLokiBehaviour,
    _ channel: any Channel,
    _ sent: EventLoopPromise<Void>
  ) {
    var rest = ByteBuffer(string: json)
    var opcode = WebSocketOpcode.text
    repeat {
      let part = rest.readSlice(length: min(behaviour.fragmentBytes, rest.readableBytes))
      let frame = WebSocketFrame(
        fin: rest.readableBytes == 0,
        opcode: opcode,
        data: part ?? ByteBuffer()
      )
      channel.write(frame, promise: rest.readableBytes == 0 ? sent : nil)
      opcode = .continuation
    } while rest.readableBytes > 0
  }

  /// A frame: every entry with its own stream, as a real one writes them.
  private static func frame(
    _ lines: [FakeLokiLine],
    _ dropped: [FakeLokiLine],
    _ sink: Sink
  ) -> String {
    let isCategorized = sink.isCategorized
    let streams = lines.map { line in
      let parsed = sink.query.parsed(of: line)
      return "{\"stream\":\(line.stream(isCategorized: isCategorized)),"
        + "\"values\":[\(line.value(isCategorized: isCategorized, parsed: parsed))]}"
    }
    let lost = dropped.prefix(1000).map { line in
      "{\"timestamp\":\"\(line.nanoseconds)\",\"labels\":\(FakeJSON.object(line.labels))}"
    }
    let tail = lost.isEmpty ? "" : ",\"dropped_entries\":[\(lost.joined(separator: ","))]"
    return "{\"streams\":[\(streams.joined(separator: ","))]\(tail)}"
  }
}
