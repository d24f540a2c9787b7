import Synchronization

/// What a fake Loki keeps: it outlives the server's stops.
final class FakeLokiState: Sendable {
  struct Contents {
    var lines: [FakeLokiLine] = []
    var known: Set<FakeLokiLine> = []
    var behaviour = FakeLokiBehaviour()
    var tails: [Int: FakeLokiTail.Sink] = [:]
    var nextTail = 0
    var dropsLeft = 0
    var log = FakeLoki.Log()
    var waiters:
      [(
        condition: @Sendable (FakeLoki.Log) -> Bool, continuation: CheckedContinuation<Void, Never>
      )] =
        []
  }

  private let contents = Mutex(Contents())

  /// Looks at what there is.
  func read<Value: Sendable>(_ body: (Contents) -> Value) -> Value {
    contents.withLock { body($0) }
  }

  /// Changes what there is and wakes who waits for that.
  func update<Value: Sendable>(_ body: (inout Contents) -> Value) -> Value {
    let (value, ready) = contents.withLock { contents in
      let value = body(&contents)
      let log = contents.log
      let ready = contents.waiters.filter { $0.condition(log) }.map(\.continuation)
      contents.waiters.removeAll { $0.condition(log) }
      return (value, ready)
    }
    for continuation in ready { continuation.resume() }
    return value
  }

  /// Waits until the log fulfils a condition.
  func wait(until condition: @escaping @Sendable (FakeLoki.Log) -> Bool) async {
    await withCheckedContinuation { continuation in
      let isMet = contents.withLock { contents in
        guard !condition(contents.log) else { return true }
        contents.waiters.append((condition, continuation))
        return false
      }
      if isMet { continuation.resume() }
    }
  }

  /// Keeps lines that are not there yet and hands them to the tails that want them.
  func push(_ lines: [FakeLokiLine]) {
    update { contents in
      var fresh: [FakeLokiLine] = []
      for line in lines {
        // As a real one: what agrees in time, stream and text is kept once.
        var identity = line
        identity.metadata = [:]
        if contents.known.insert(identity).inserted { fresh.append(line) }
      }
      contents.lines += fresh
      let dropped = fresh.prefix(contents.tails.isEmpty ? 0 : contents.dropsLeft)
      contents.dropsLeft -= dropped.count
      for tail in contents.tails.values {
        tail.send(
          fresh.dropFirst(dropped.count).filter(tail.query.selects),
          dropped: dropped.filter(tail.query.selects)
        )
      }
    }
  }
}
