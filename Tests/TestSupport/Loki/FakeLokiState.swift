/// What a fake Loki keeps: it outlives the server's stops.
final class FakeLokiState: Sendable {
  struct Contents {
    var lines: [FakeLokiLine] = []
    var known: Set<FakeLokiLine> = []
    var behaviour = FakeLokiBehaviour()
    var tails: [Int: FakeLokiTail.Sink] = [:]
    var nextTail = 0
    /// Queries that were answered, or refused in their turn.
    var queries = 0
    var dropsLeft = 0
    var swallowsLeft = 0
    var log = FakeLoki.Log()
  }

  private let contents = ScriptedState(Contents())

  /// Looks at what there is.
  func read<Value: Sendable>(_ body: (Contents) -> Value) -> Value {
    body(contents.value)
  }

  /// Changes what there is and wakes who waits for that.
  @discardableResult
  func update<Value: Sendable>(_ body: (inout Contents) -> Value) -> Value {
    contents.change(body)
  }

  /// Waits until the log fulfils a condition.
  func wait(until condition: (FakeLoki.Log) -> Bool) async throws {
    _ = try await contents.first { condition($0.log) }
  }

  /// Keeps lines that are not there yet and hands them to the tails that want them.
  func push(_ lines: [FakeLokiLine]) {
    update { contents in
      var fresh: [FakeLokiLine] = []
      for line in lines {
        // As a real one: what agrees in time, stream, text and metadata is kept once within a chunk.
        let isNew = contents.known.insert(line).inserted
        if isNew || contents.behaviour.keepsRepeats { fresh.append(line) }
      }
      contents.lines += fresh
      let dropped = fresh.prefix(contents.tails.isEmpty ? 0 : contents.dropsLeft)
      contents.dropsLeft -= dropped.count
      let swallowed = min(contents.tails.isEmpty ? 0 : contents.swallowsLeft, fresh.count)
      contents.swallowsLeft -= swallowed
      fresh.removeFirst(swallowed)
      for tail in contents.tails.values {
        tail.send(
          fresh.dropFirst(dropped.count).filter(tail.query.selects),
          dropped: dropped.filter(tail.query.selects)
        )
      }
    }
  }
}
