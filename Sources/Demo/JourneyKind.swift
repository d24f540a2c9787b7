/// The reasons for which somebody calls the shop.
enum JourneyKind: Int, CaseIterable {
  case home, product, search, cart, checkout, order, ask, webhook, summary

  /// How many journeys begin in a second.
  func mean(_ conditions: StoryConditions) -> Double {
    switch self {
    case .home: 9 * conditions.crowd
    case .product: 14 * conditions.crowd
    case .search: 5 * conditions.crowd
    case .cart: 4 * conditions.crowd
    case .checkout: 2.2 * conditions.crowd
    case .order: (3 + 1.5 * conditions.questions) * conditions.crowd
    case .ask: (2.4 + 4.2 * conditions.questions) * conditions.crowd
    case .webhook: 2.1 * conditions.crowd * (1 - 0.9 * conditions.timeouts)
    case .summary: 0.3
    }
  }
}
