/// The gauges at a moment.
enum ShopGauge: Int, CaseIterable {
  case checkoutConnections, paymentsConnections, catalogConnections, assistantConnections
  case storefrontMemory, checkoutMemory, paymentsMemory, catalogMemory, assistantMemory
  case storefrontFiles, checkoutFiles, paymentsFiles, catalogFiles, assistantFiles
  case memoryAvailable, diskAvailable
  case redisMemory, redisKeys, redisClients
  case postgresActive, postgresIdle

  /// The gauge of a service's resident memory.
  static func memory(_ service: ShopService) -> ShopGauge {
    ShopGauge(rawValue: storefrontMemory.rawValue + service.rawValue) ?? .storefrontMemory
  }

  /// The gauge of a service's open files.
  static func files(_ service: ShopService) -> ShopGauge {
    ShopGauge(rawValue: storefrontFiles.rawValue + service.rawValue) ?? .storefrontFiles
  }

  /// All values at a second since the epoch, in the order of the cases; whole numbers.
  static func values(_ world: DemoWorld, at second: Int) -> [Int64] {
    let now = StoryConditions(world, at: second)
    // Orders hold their connection while they wait for the money.
    let checkout = 5 * now.crowd + 9 * now.slowness + 34 * now.timeouts
    let payments = 4 * now.crowd + 6 * now.slowness + 18 * now.timeouts
    let catalog = 5 * now.crowd + 13 * now.burden
    let assistant = 2 * now.crowd + 2 * now.questions
    return allCases.map { gauge in
      let noise = DemoRandom.drift(world.seed, at: second, every: 15, 60 + UInt64(gauge.rawValue))
      let level: Double =
        switch gauge {
        case .checkoutConnections: checkout + 3 * noise
        case .paymentsConnections: payments + 2 * noise
        case .catalogConnections: catalog + 3 * noise
        case .assistantConnections: assistant + 1.5 * noise
        case .storefrontMemory: 182e6 + 14e6 * noise + 60e6 * now.timeouts
        case .checkoutMemory: 121e6 + 6e6 * noise + 48e6 * now.timeouts
        case .paymentsMemory: 96e6 + 8e6 * noise + 22e6 * now.timeouts
        case .catalogMemory: 143e6 + 5e6 * noise
        case .assistantMemory: 268e6 + 9e6 * noise + 30e6 * now.questions
        case .storefrontFiles: 64 + 30 * noise + 210 * now.timeouts
        case .checkoutFiles: 41 + 8 * noise + 90 * now.timeouts
        case .paymentsFiles: 38 + 8 * noise + 60 * now.timeouts
        case .catalogFiles: 52 + 10 * noise
        case .assistantFiles: 37 + 6 * noise
        case .memoryAvailable: 8.6e9 - 0.5e9 * noise - 0.9e9 * now.evictions
        case .diskAvailable: 61e9 - 0.2e9 * world.dayShare(at: Double(second))
        case .redisMemory: 452e6 + 18e6 * noise + 310e6 * now.timeouts + 330e6 * now.evictions
        case .redisKeys: 182_000 + 4_000 * noise + 96_000 * now.timeouts
        case .redisClients: 34 + 6 * noise
        case .postgresActive: 0.7 * (checkout + payments + catalog + assistant) + 5 * noise
        case .postgresIdle: 12 + 5 * noise
        }
      return Int64(level)
    }
  }
}
