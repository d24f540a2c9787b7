package import Telemetry

/// A Prometheus and an Alertmanager whose answers a test gives, by a rule or by hand.
///
/// A call without an answer hangs until it is cancelled, as at a server that accepts and
/// never answers.
package final class ScriptedSource: MetricsSource, AlertSource, SilenceKeeper {
  /// A call that has come.
  package struct Pending: Hashable, Sendable {
    /// Its number, from 0 in the order of arrival.
    package var number: Int
    /// The question.
    package var call: ScriptedCall
  }

  private struct Journal: Sendable {
    var calls: [ScriptedCall] = []
    var waiting: [Int: CheckedContinuation<ScriptedReply, Never>] = [:]
    var cancelled: Set<Int> = []
    var rule: @Sendable (ScriptedCall) -> ScriptedReply?
  }

  private let journal: ScriptedState<Journal>

  /// Makes a source; calls to which the rule says `nil` hang.
  package init(rule: @escaping @Sendable (ScriptedCall) -> ScriptedReply? = { _ in nil }) {
    journal = ScriptedState(Journal(rule: rule))
  }

  /// All calls so far, in the order of arrival.
  package var calls: [ScriptedCall] { journal.value.calls }
  /// The numbers of calls that were given up by their callers.
  package var cancelled: Set<Int> { journal.value.cancelled }
  /// The numbers of calls that hang now.
  package var hanging: Set<Int> { Set(journal.value.waiting.keys) }

  /// Gives later calls another rule.
  package func follow(_ rule: @escaping @Sendable (ScriptedCall) -> ScriptedReply?) {
    journal.change { $0.rule = rule }
  }

  /// Waits for the call of a number.
  ///
  /// - Parameter number: From 0 in the order of arrival.
  /// - Returns: the call.
  /// - Throws: `CancellationError` when the test is given up.
  package func call(_ number: Int) async throws -> Pending {
    let journal = try await journal.first { $0.calls.count > number }
    return Pending(number: number, call: journal.calls[number])
  }

  /// Waits until so many calls hang at once.
  ///
  /// - Parameter count: How many.
  /// - Returns: their numbers.
  /// - Throws: `CancellationError` when the test is given up.
  @discardableResult
  package func hanging(count: Int) async throws -> Set<Int> {
    Set(try await journal.first { $0.waiting.count == count }.waiting.keys)
  }

  /// Waits until a call was given up by its caller.
  ///
  /// - Parameter number: The call's number.
  /// - Throws: `CancellationError` when the test is given up.
  package func cancellation(of number: Int) async throws {
    _ = try await journal.first { $0.cancelled.contains(number) }
  }

  /// Answers a call that hangs; waits for it to hang.
  ///
  /// - Parameters:
  ///   - number: The call's number.
  ///   - reply: The answer.
  /// - Throws: `CancellationError` when the test is given up.
  package func answer(_ number: Int, _ reply: ScriptedReply) async throws {
    _ = try await journal.first { $0.waiting[number] != nil }
    journal.change { $0.waiting.removeValue(forKey: number) }?.resume(returning: reply)
  }

  package func instant(
    _ query: InstantQuery
  ) async throws(SourceError) -> Answer<[VectorSample]> {
    let reply = await reply(to: .instant(query))
    guard case .vector(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func range(_ query: RangeQuery) async throws(SourceError) -> Answer<[TimeSeries]> {
    let reply = await reply(to: .range(query))
    guard case .matrix(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func labelValues(
    of name: String,
    _ search: SeriesSearch
  ) async throws(SourceError) -> Answer<[String]> {
    let reply = await reply(to: .labelValues(name, search))
    guard case .labelValues(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func metadata(
    of metric: String?,
    deadline: Duration
  ) async throws(SourceError) -> Answer<[String: [MetricMetadata]]> {
    let reply = await reply(to: .metadata)
    guard case .metadata(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func targets(deadline: Duration) async throws(SourceError) -> Answer<[ScrapeTarget]> {
    let reply = await reply(to: .targets)
    guard case .targets(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]> {
    let reply = await reply(to: .alerts)
    guard case .alerts(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func alertRules(deadline: Duration) async throws(SourceError) -> Answer<[AlertRule]> {
    let reply = await reply(to: .rules)
    guard case .rules(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func silences(deadline: Duration) async throws(SourceError) -> Answer<[AlertSilence]> {
    let reply = await reply(to: .silences)
    guard case .silences(let value) = try reply.result.get() else { throw .malformed("script") }
    return Answer(value, warnings: reply.warnings, receipt: reply.receipt)
  }

  package func setSilence(
    _ content: SilenceContent,
    changing id: String?,
    deadline: Duration
  ) async throws(SourceError) -> String {
    let reply = await reply(to: .setSilence(content, changing: id))
    guard case .silenceID(let value) = try reply.result.get() else { throw .malformed("script") }
    return value
  }

  package func expireSilence(_ id: String, deadline: Duration) async throws(SourceError) {
    _ = try await reply(to: .expireSilence(id)).result.get()
  }

  private func reply(to call: ScriptedCall) async -> ScriptedReply {
    let (number, rule) = journal.change { journal in
      journal.calls.append(call)
      return (journal.calls.count - 1, journal.rule)
    }
    if let reply = rule(call) { return reply }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = journal.change { journal in
          if journal.cancelled.contains(number) { return true }
          journal.waiting[number] = continuation
          return false
        }
        if isOver { continuation.resume(returning: ScriptedReply(failing: .cancelled)) }
      }
    } onCancel: {
      journal.change { journal in
        journal.cancelled.insert(number)
        return journal.waiting.removeValue(forKey: number)
      }?.resume(returning: ScriptedReply(failing: .cancelled))
    }
  }
}
