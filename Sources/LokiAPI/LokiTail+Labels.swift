import Logs
import Telemetry

/// A server without streams has no labels: which one stands for all streams is a guess then, and the
/// first stream may come without it.
extension LokiTail {
  /// Asks for the labels every so often, as long as a web socket stands on a guess.
  func watchLabels(_ inbox: TailInbox, _ group: inout DiscardingTaskGroup) {
    guard text.isGuess else { return }
    let (client, query, timing, settings) = (client, query, client.timing, settings)
    group.addTask {
      while (try? await timing.sleep(settings.labelRetry)) != nil {
        let text = try? await client.logQL(of: query, deadline: settings.deadline)
        if let text, !text.isGuess { return inbox.put(.selected(text)) }
      }
    }
  }

  /// Looks whether the server has labels by now, where the query stands on a guess.
  func selectAgain() async {
    guard text.isGuess,
      let known = try? await client.logQL(of: query, deadline: settings.deadline), !known.isGuess
    else { return }
    select(known)
  }

  /// Follows other streams from now on, and fills in what they have had since following began.
  func select(_ known: LokiClient.QueryText) {
    text = known
    alive = origin
    filling = nil
    audits.restart(from: origin)
    ledger.reachBack(to: origin)
    deliver(.selected(notes: known.notes))
  }
}
