import Screen
import Telemetry

extension View {
  /// The form of a silence; its subject is an alert or a silence that there is.
  static let silence: View = {
    var view = View(.silence) { scene, area, grid in
      SilencePage(scene: scene).draw(in: area, on: &grid)
    }
    view.isNamed = false
    view.asking = { _, _ in
      var asking = Asking()
      asking.isOfAlerts = true
      return asking
    }
    view.hints = { scene in
      [
        KeyHint(.back), KeyHint(.open, "edit"), KeyHint(.silence, "send"), KeyHint(.down, "move"),
        KeyHint(.up, "move"),
      ]
    }
    view.act = { action, visit in SilenceKeys.take(action, &visit) }
    return view
  }()
}

/// Its keys.
private enum SilenceKeys {
  static func take(_ action: Action, _ visit: inout Visit) -> Reaction {
    let form = visit.place[SilenceForm.self]
    if case .move(let move) = action {
      let rows = form.rows
      guard let index = rows.firstIndex(of: form.row),
        let target = move.target(from: index, last: rows.count - 1, page: rows.count)
      else { return .passed }
      visit.place[SilenceForm.self].row = rows[max(0, min(rows.count - 1, target))]
      return .done
    }
    if action == .silence {
      visit.place[SilenceForm.self].row = .send
      ask(&visit)
      return .done
    }
    if case .point(.row(let place)) = action, form.rows.indices.contains(place) {
      let isChosen = form.row == form.rows[place]
      visit.place[SilenceForm.self].row = form.rows[place]
      if isChosen { visit.request(.perform(.open)) }
      return .done
    }
    guard action == .open else { return .passed }
    switch form.row {
    case .matchers: visit.request(.prompt(.matchers, form.matchers))
    case .end: visit.request(.prompt(.silenceEnd, form.span))
    case .author: visit.request(.prompt(.author, form.author))
    case .comment: visit.request(.prompt(.comment, form.comment))
    case .send, .expire: ask(&visit)
    }
    return .done
  }

  /// Asks whether the order of the row is to be sent; says why not where something is missing.
  static func ask(_ visit: inout Visit) {
    let form = visit.place[SilenceForm.self]
    if let lack = form.lack, form.row != .expire || form.isSent {
      // Enter goes on with what is missing.
      visit.place[SilenceForm.self].row = lack.row
      visit.say(lack.words, .warning, for: .seconds(8))
      return
    }
    visit.request(.prompt(.confirmation, " \(SilencePage(scene: visit.scene).question) "))
  }
}
