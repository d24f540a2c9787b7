/// How long the parts of the shop's work take when nothing else delays them.
enum LatencyShape: Int, CaseIterable {
  // Own work of the services.
  case page, productPage, searchPage, cartPage, checkoutPage, orderPage, askPage
  case cart, order, orderLookUp, charge, webhook, productList, product, catalogSearch, chat, summary
  // What they wait for.
  case redis, select, slowSelect, insert, update, cardProvider, cardProviderSlow, shippingRates
  case smallModel, middleModel, largeModel

  /// Median in microseconds, the spread of the logarithm, and the share of calls that take many
  /// times as long, as those do that meet a cold page or a collection of garbage.
  private var form: (median: Double, spread: Double, tail: Double) {
    switch self {
    case .page: (9_000, 0.35, 0.004)
    case .productPage: (12_000, 0.4, 0.004)
    case .searchPage: (15_000, 0.4, 0.004)
    case .cartPage: (11_000, 0.35, 0.003)
    case .checkoutPage: (24_000, 0.4, 0.004)
    case .orderPage: (10_000, 0.35, 0.003)
    case .askPage: (14_000, 0.3, 0.003)
    case .cart: (8_000, 0.4, 0.003)
    case .order: (30_000, 0.45, 0.005)
    case .orderLookUp: (7_000, 0.4, 0.003)
    case .charge: (16_000, 0.4, 0.004)
    case .webhook: (6_000, 0.3, 0.002)
    case .productList: (7_000, 0.4, 0.004)
    case .product: (5_000, 0.4, 0.004)
    case .catalogSearch: (22_000, 0.6, 0.01)
    case .chat: (30_000, 0.4, 0.004)
    case .summary: (20_000, 0.4, 0.004)
    case .redis: (450, 0.4, 0.003)
    case .select: (5_500, 0.6, 0.006)
    case .slowSelect: (38_000, 0.7, 0.01)
    case .insert: (9_000, 0.5, 0.005)
    case .update: (7_500, 0.5, 0.005)
    case .cardProvider: (210_000, 0.3, 0.004)
    case .cardProviderSlow: (2_300_000, 0.35, 0)
    case .shippingRates: (85_000, 0.4, 0.006)
    case .smallModel: (480_000, 0.35, 0)
    case .middleModel: (820_000, 0.35, 0)
    case .largeModel: (1_700_000, 0.3, 0)
    }
  }

  private static let entries = 1024

  /// The quantiles of every shape, one after the other, in microseconds.
  static let quantiles: [Int64] = allCases.flatMap { shape -> [Int64] in
    let form = shape.form
    let body = Double(entries) * (1 - form.tail)
    return (0...entries).map { index in
      let share = min(max((Double(index) + 0.5) / (body + 1), 0.0004), 0.9996)
      let own = form.median * Mathematics.exp(form.spread * Mathematics.normalQuantile(share))
      let place = Double(index) - body
      return Int64(place > 0 ? own * (2 + 4 * place / (Double(entries) - body)) : own)
    }
  }

  /// A duration in microseconds.
  func sample(_ random: inout DemoRandom, _ quantiles: [Int64]) -> Int64 {
    let word = random.next()
    let place = rawValue * (Self.entries + 1) + Int(word >> 54)
    let low = quantiles[place]
    let share = Int64(word & 0xFFFF)
    return low + (quantiles[place + 1] - low) * share >> 16
  }
}
