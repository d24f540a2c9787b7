import NIOCore
import NIOWebSocket
import Synchronization

/// An open web socket, which is to be closed by whoever opened it.
///
/// Messages go to the closure that it was opened with, as they come: reading never waits for
/// its consumer.
package final class WebSocketConnection: Sendable {
  private let channel: any Channel
  private let meter: WebSocketMeter.Count

  init(channel: any Channel, meter: WebSocketMeter.Count) {
    self.channel = channel
    self.meter = meter
  }

  /// Bytes received so far, whatever they were for; a number that stands still tells of a dead link.
  package var bytesHeard: Int { meter.bytes.load(ordering: .relaxed) }

  /// Says goodbye and closes; returns when the connection has ended, after a second at most.
  package func close() async {
    guard channel.isActive else { return }
    let channel = channel
    var data = channel.allocator.buffer(capacity: 2)
    data.write(webSocketErrorCode: .normalClosure)
    let frame = WebSocketFrame(
      fin: true,
      opcode: .connectionClose,
      maskKey: .random(),
      data: data
    )
    channel.writeAndFlush(frame, promise: nil)
    let timer = channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
    try? await channel.closeFuture.get()
    timer.cancel()
  }

  /// Ends the connection at once, without a word.
  package func abandon() {
    channel.close(promise: nil)
  }
}
