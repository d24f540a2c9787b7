/// Which of its lists the view shows.
struct AlertsState: ViewState {
  /// The lists, in the order of `Tab`.
  enum Tab: String, Hashable, CaseIterable {
    case alerts, rules, targets, silences
  }

  /// The list on screen.
  var tab = Tab.alerts

  /// Goes to the next list, or the one before.
  mutating func turn(by distance: Int) {
    let all = Tab.allCases
    let index = all.firstIndex(of: tab) ?? 0
    tab = all[(index + distance + all.count) % all.count]
  }
}
