import Dashboard
import Screen
import Signals
import Telemetry

/// A dashboard on a desk: events in, effects and screens out, with a clock that stands still until
/// it is moved.
struct Desk {
  var model: Model
  var shop: SimulatedShop
  private(set) var now: Timestamp
  /// All effects since the start, oldest first.
  private(set) var effects: [Effect] = []

  init(
    _ shop: SimulatedShop = SimulatedShop(),
    _ settings: DashboardSettings = Desk.settings,
    size: Size = Size(120, 36),
    now: Timestamp = SimulatedShop.now,
    catalog: ViewCatalog = .standard,
    remembered: RememberedServer? = nil
  ) {
    self.shop = shop
    self.now = now
    model = Model(
      settings: settings,
      size: size,
      now: now,
      catalog: catalog,
      remembered: remembered.flatMap { Recollection($0, settings: settings) }
    )
    effects = model.start()
  }

  /// Settings as an engineer on call has them.
  static var settings: DashboardSettings {
    var settings = DashboardSettings()
    settings.service = "shop-api"
    settings.environment = "prod"
    settings.timeDisplay = .utc
    settings.selector = [LabelMatcher("job", .equal, "backend")]
    return settings
  }

  /// Settings as they are without a configuration: services are found, and the table of several comes first.
  static var found: DashboardSettings {
    var settings = DashboardSettings()
    settings.timeDisplay = .utc
    settings.profileTable = MetricProfile.all
    settings.startsWithServices = true
    return settings
  }

  /// A desk on which every poll has been answered.
  static func settled(
    _ shop: SimulatedShop = SimulatedShop(),
    _ settings: DashboardSettings = Desk.settings,
    size: Size = Size(120, 36)
  ) -> Desk {
    var desk = Desk(shop, settings, size: size)
    desk.settle()
    return desk
  }

  @discardableResult
  mutating func send(_ event: Event) -> [Effect] {
    let new = model.update(event)
    effects += new
    return new
  }

  /// Keys as help writes them, with blanks between.
  @discardableResult
  mutating func press(_ keys: String) -> [Effect] {
    keys.split(separator: " ").flatMap { text -> [Effect] in
      guard let key = Key(text: String(text)) else { return [] }
      return send(.key(key))
    }
  }

  /// Lets time pass.
  @discardableResult
  mutating func wait(_ span: Duration) -> [Effect] {
    now = now + span
    return send(.tick(now))
  }

  /// Answers the polls of the present plan that are chosen.
  @discardableResult
  mutating func answer(_ isChosen: (Poll) -> Bool = { _ in true }) -> [Effect] {
    model.plan.polls.filter(isChosen).flatMap { poll in
      send(.outcome(Outcome(poll, at: now, .success(shop.answer(poll, at: now)))))
    }
  }

  /// Fails polls.
  @discardableResult
  mutating func fail(
    _ error: SourceError,
    retryAfter: Duration? = nil,
    _ isChosen: (Poll) -> Bool = { _ in true }
  ) -> [Effect] {
    let retryAt = retryAfter.map { now + $0 }
    return model.plan.polls.filter(isChosen).flatMap { poll in
      send(.outcome(Outcome(poll, at: now, .failure(error), retryAt: retryAt)))
    }
  }

  /// Gives one poll an answer of one's own.
  @discardableResult
  mutating func answer(_ id: String, _ payload: Poll.Payload) -> [Effect] {
    guard let poll = poll(id) else { return [] }
    return send(.outcome(Outcome(poll, at: now, .success(Outcome.Answered(payload)))))
  }

  /// Answers twice: what is discovered first, then what follows from it.
  mutating func settle() {
    answer()
    answer()
  }

  /// A poll of the present plan.
  func poll(_ id: String) -> Poll? { model.plan.polls.first { $0.id.text == id } }

  /// The names in the present plan, in their order.
  var asked: [String] { model.plan.polls.map(\.id.text) }

  /// What a panel says.
  func content(_ id: String) -> PanelContent? {
    PanelCatalog.panels(for: model.settings).first { $0.id == id }.map { model.content(of: $0) }
  }

  func state(_ id: String) -> ReadingState? { content(id)?.state }

  /// The window of a range poll.
  func window(_ id: String) -> RangeWindow? {
    guard case .range(let window)? = poll(id)?.question else { return nil }
    return window
  }

  /// The expression and moment of an instant poll.
  func instant(_ id: String) -> (expression: String, at: Timestamp?)? {
    guard case .instant(let expression, let moment)? = poll(id)?.question else { return nil }
    return (expression, moment)
  }

  /// The screen's text, rows joined by line ends.
  var text: String {
    let grid = model.view()
    return (0..<grid.size.height).map { grid.text(row: $0) }.joined(separator: "\n")
  }

  /// One row of the screen.
  func row(_ index: Int) -> String { model.view().text(row: index) }
}
