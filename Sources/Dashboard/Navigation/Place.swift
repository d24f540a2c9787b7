package import Logs
package import Signals
package import Telemetry

/// State of a view, as a value of its own.
package protocol ViewState: Hashable, Sendable {
  /// Whether a place that is opened from this one begins with a copy.
  static var isCarried: Bool { get }
  /// Whether it is of a detour, which ends where one goes to a view by its key.
  var isDetour: Bool { get }
  /// The state of a view that has just been opened.
  init()
}

extension ViewState {
  /// A view keeps its state to itself.
  package static var isCarried: Bool { false }

  /// No detour.
  package var isDetour: Bool { false }

  fileprivate func isEqual(to other: any ViewState) -> Bool { (other as? Self) == self }
}

/// The subject of a view beyond its scope.
package enum Subject: Hashable, Sendable {
  /// A panel, by ID.
  case panel(String)
  /// A log line.
  case line(LogEntry)
  /// The lines of one correlation ID.
  case request(CorrelationID)
  /// Something that services run on or wait for.
  case vitals(Vital.Owner)
  /// An alert, by its labels.
  case alert(LabelSet)
  /// An alerting rule.
  case rule(RuleKey)
  /// A target, by its labels.
  case target(LabelSet)
  /// A silence, by ID.
  case silence(String)
}

/// Where one is: a view, what it is about, the time it shows, and what it keeps.
package struct Place: Hashable, Sendable {
  /// The view.
  package var view: ViewID
  /// The part of the system that is looked at.
  package var scope = Scope()
  /// The subject; `nil` for all in the scope.
  package var subject: Subject?
  /// The stretch of time that it shows.
  package var timeline: Timeline
  /// The part that has the focus, by name; `nil` for none.
  package var focus: String?
  private var states: [ObjectIdentifier: Kept] = [:]

  /// A state of any view.
  private struct Kept: Hashable, Sendable {
    let value: any ViewState

    static func == (left: Kept, right: Kept) -> Bool { left.value.isEqual(to: right.value) }

    func hash(into hasher: inout Hasher) { value.hash(into: &hasher) }
  }

  package init(_ view: ViewID, _ subject: Subject? = nil, timeline: Timeline) {
    self.view = view
    self.subject = subject
    self.timeline = timeline
  }

  /// The state of a kind; a new one where there is none yet.
  package subscript<State: ViewState>(_ kind: State.Type) -> State {
    get { states[ObjectIdentifier(kind)]?.value as? State ?? State() }
    set {
      // A state that says nothing is as none, so that equal places are equal.
      states[ObjectIdentifier(kind)] = newValue == State() ? nil : Kept(value: newValue)
    }
  }

  /// Another view of the same scope and time.
  package func opening(_ view: ViewID, _ subject: Subject? = nil) -> Place {
    var next = self
    next.view = view
    next.subject = subject
    next.focus = nil
    next.timeline.isCursorOpenedHere = false
    next.states = states.filter { type(of: $0.value.value).isCarried }
    return next
  }

  /// What the way to it calls it: its subject where that says more than its view; hostile until drawn.
  ///
  /// - Parameter titles: What panels are called, where that is not their ID.
  /// - Returns: The name.
  package func name(_ titles: [String: String]) -> String {
    switch subject {
    case .panel(let id)?: titles[id] ?? id
    case .request?: "story"
    case .vitals(let owner)?: owner.name
    case .alert(let labels)?: labels["alertname"] ?? view.name
    case .rule(let rule)?: rule.name
    case .target(let labels)?: labels["instance"] ?? view.name
    case .line?, .silence?, nil: view.name
    }
  }

  /// Whether any of its states is of a detour.
  var isDetour: Bool { states.values.contains { $0.value.isDetour } }

  /// Takes over what a place of the same view keeps to itself.
  mutating func keep(of place: Place) {
    subject = place.subject
    focus = place.focus
    for (kind, state) in place.states where !type(of: state.value).isCarried {
      states[kind] = state
    }
  }
}
