import Dashboard
import Logs
import Screen
import Telemetry

extension Desk {
  /// Settings of a dashboard that has logs.
  static var logSettings: DashboardSettings {
    var settings = Desk.settings
    settings.logs.source = "loki"
    settings.logs.selector = [LabelMatcher("env", .equal, "prod")]
    return settings
  }

  /// A desk whose polls have been answered and whose logs have brought lines.
  static func following(
    _ count: Int = 60,
    _ settings: DashboardSettings = Desk.logSettings,
    size: Size = Size(120, 36),
    isIncident: Bool = true
  ) -> Desk {
    var desk = Desk.settled(SimulatedShop(isIncident: isIncident), settings, size: size)
    desk.bring(.news(.status(.live(.webSocket))))
    desk.bring(.history(ShopLines.entries(count), isComplete: true))
    return desk
  }

  /// Hands over what the present plan has brought.
  @discardableResult
  mutating func bring(_ content: LogDelivery.Content) -> [Effect] {
    guard let plan = model.logs.plan else { return [] }
    return send(.logs(LogDelivery(generation: plan.generation, at: now, content)))
  }

  /// One new line of now.
  @discardableResult
  mutating func write(_ line: String, service: String = "backend") -> [Effect] {
    bring(.news(.entries([ShopLines.entry(service, line, now)])))
  }

  /// Types into the prompt, letter by letter.
  @discardableResult
  mutating func type(_ text: String) -> [Effect] {
    text.flatMap { send(.key(.character($0))) }
  }
}
