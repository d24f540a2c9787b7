/// Walks the journeys that begin in a second, and tells a sink of every step.
///
/// Random draws do not depend on the sink, so that every sink sees the same journeys.
struct JourneyWalk<Sink: JourneySink> {
  /// No journey takes longer: three timeouts of the card provider and the pauses between them,
  /// with all that stands around them.
  static var longestSeconds: Int { 25 }

  /// Where everything is told.
  var sink: Sink
  private let world: DemoWorld
  private let quantiles = LatencyShape.quantiles
  private var conditions: StoryConditions
  private var random: DemoRandom

  init(_ world: DemoWorld, into sink: Sink) {
    self.world = world
    self.sink = sink
    conditions = StoryConditions(world, at: 0)
    random = DemoRandom(world.seed, 0, 0)
  }

  /// Walks all journeys of a second since the epoch.
  mutating func walk(second: Int) {
    conditions = StoryConditions(world, at: second)
    for kind in JourneyKind.allCases {
      random = DemoRandom(world.seed, second, 100 + UInt64(kind.rawValue))
      for _ in 0..<random.count(mean: kind.mean(conditions)) {
        let start = Int64(second) * 1_000_000 + Int64(random.unit() * 1e6)
        sink.begin(at: start, mark: random.next())
        follow(kind, from: start)
        sink.finish()
      }
    }
  }

  private mutating func follow(_ kind: JourneyKind, from start: Int64) {
    switch kind {
    case .home: page(.home, from: start) { $0.productList($1) }
    case .product: page(.productPage, from: start) { $0.product($1) }
    case .search: page(.searchPage, from: start) { $0.catalogSearch($1) }
    case .cart: page(.cartPage, from: start) { $0.cart($1) }
    case .checkout: page(.checkoutPage, from: start) { $0.order($1) }
    case .order: page(.orderPage, from: start) { $0.orderLookUp($1) }
    case .ask: page(.askPage, from: start) { $0.chat($1) }
    case .webhook: _ = webhook(start)
    case .summary: _ = summary(start)
    }
  }

  // MARK: - Services

  /// A page of the storefront, which waits for one other service.
  private mutating func page(
    _ endpoint: ShopEndpoint,
    from start: Int64,
    _ inner: (inout Self, Int64) -> (Int64, ShopOutcome)
  ) {
    let own = sample(endpoint.shape)
    let asked = lookUp(.session, start + own / 3).end
    let (answered, outcome) = inner(&self, asked)
    let end = answered + own - own / 3
    finish(endpoint, start, end, passedOn(outcome, by: endpoint))
  }

  /// The page's outcome, given that of another service.
  private mutating func passedOn(_ outcome: ShopOutcome, by page: ShopEndpoint) -> ShopOutcome {
    switch outcome {
    case .done: mishap(0.0004) ? .failed : .done
    case .refused: .refused
    // A home page without products is still a page.
    case .unavailable where page == .home: .done
    case .unavailable where page == .askPage: .unavailable
    case .failed, .badGateway, .unavailable, .timedOut: .badGateway
    }
  }

  private mutating func productList(_ start: Int64) -> (Int64, ShopOutcome) {
    let (looked, isHit) = lookUp(.product, start + sample(.productList))
    return catalog(.productList, start, isHit ? looked : query(.productSelect, looked))
  }

  private mutating func product(_ start: Int64) -> (Int64, ShopOutcome) {
    let (looked, isHit) = lookUp(.product, start + sample(.product))
    let isUnknown = random.happens(0.006)
    let end = isHit ? looked : query(.productSelect, looked)
    return catalog(.product, start, end, isUnknown ? .refused : .done)
  }

  private mutating func catalogSearch(_ start: Int64) -> (Int64, ShopOutcome) {
    catalog(.catalogSearch, start, query(.searchSelect, start + sample(.catalogSearch)))
  }

  /// The catalogue gives up now and then while the database is burdened.
  private mutating func catalog(
    _ endpoint: ShopEndpoint,
    _ start: Int64,
    _ end: Int64,
    _ outcome: ShopOutcome = .done
  ) -> (Int64, ShopOutcome) {
    let isGivenUp = mishap(0.0002 + 0.01 * conditions.burden)
    return finish(endpoint, start, end, isGivenUp ? .unavailable : outcome)
  }

  private mutating func cart(_ start: Int64) -> (Int64, ShopOutcome) {
    let end = query(.cartUpdate, start + sample(.cart))
    return finish(.cart, start, end, mishap(0.0005) ? .failed : .done)
  }

  private mutating func orderLookUp(_ start: Int64) -> (Int64, ShopOutcome) {
    let end = query(.orderSelect, start + sample(.orderLookUp))
    return finish(.orderLookUp, start, end, random.happens(0.01) ? .refused : .done)
  }

  /// An order asks for the shipping rates and then for the money, three times at most.
  private mutating func order(_ start: Int64) -> (Int64, ShopOutcome) {
    let shipping = sample(.shippingRates)
    var now = query(.orderInsert, start + sample(.order) + shipping)
    sink.call(.shippingRates, at: now, took: shipping, timedOut: false)
    var attempt = 1
    while true {
      let (charged, outcome) = charge(now)
      now = charged
      if !outcome.isError {
        return finish(.order, start, now + 2_000, outcome)
      }
      guard attempt < 3 else { return finish(.order, start, now + 2_000, .badGateway) }
      let pause = Int64(200_000 << attempt) + Int64(random.unit() * 100_000)
      sink.retry(attempt, at: now + 1_000, after: pause)
      attempt += 1
      now += pause
    }
  }

  private mutating func charge(_ start: Int64) -> (Int64, ShopOutcome) {
    let noted = query(.chargeInsert, start + sample(.charge))
    let isTimeout = random.happens(conditions.timeouts)
    let isSlow = random.happens(conditions.slowness)
    let usual = sample(isSlow ? .cardProviderSlow : .cardProvider)
    // What is slow may not be slower than the timeout, or it would have run into it.
    let took = isTimeout ? 5_000_000 + usual % 4_000 : min(usual, 4_950_000)
    sink.call(.cardProvider, at: noted + took, took: took, timedOut: isTimeout)
    let end = query(.chargeUpdate, noted + took)
    if isTimeout { return finish(.charge, start, end, .timedOut) }
    if mishap(0.001) { return finish(.charge, start, end, .failed) }
    return finish(.charge, start, end, random.happens(0.025) ? .refused : .done)
  }

  private mutating func webhook(_ start: Int64) -> (Int64, ShopOutcome) {
    finish(.webhook, start, query(.chargeUpdate, start + sample(.webhook)), .done)
  }

  private mutating func chat(_ start: Int64) -> (Int64, ShopOutcome) {
    let (looked, isHit) = lookUp(.prompt, start + sample(.chat))
    if isHit { return finish(.chat, start, looked, .done) }
    if mishap(0.003) { return finish(.chat, start, looked, .unavailable) }
    let read = query(.historySelect, looked)
    return finish(.chat, start, ask(.chat, read), .done)
  }

  private mutating func summary(_ start: Int64) -> (Int64, ShopOutcome) {
    finish(.summary, start, ask(.summary, start + sample(.summary)), .done)
  }

  // MARK: - What services wait for

  /// Customers who ask where their money is are not content with the small model.
  private mutating func ask(_ task: ShopTask, _ start: Int64) -> Int64 {
    let draw = random.unit()
    let trouble = task == .chat ? conditions.questions : 0
    let large = task == .chat ? 0.008 + 0.04 * trouble : 0
    let middle = large + (task == .chat ? 0.08 + 0.17 * trouble : 0)
    let model: ShopModel = draw < large ? .large : draw < middle ? .middle : .small
    let length = random.unit()
    let answer = ModelAnswer(
      model: model,
      task: task,
      input: Int64(600 + 900 * length + 1_200 * trouble * length),
      output: Int64(80 + 260 * random.unit()),
      duration: sample(model.shape)
    )
    sink.answer(answer, at: start + answer.duration)
    return start + answer.duration
  }

  private mutating func query(_ query: ShopQuery, _ start: Int64) -> Int64 {
    let factor = 1 + 8 * conditions.burden
    let took = Int64(Double(sample(query.shape)) * factor)
    sink.query(query, at: start + took, took: took)
    return start + took
  }

  private mutating func lookUp(_ cache: ShopCache, _ start: Int64) -> (end: Int64, isHit: Bool) {
    let chance =
      switch cache {
      case .session: 0.97 * (1 - 0.3 * conditions.evictions)
      case .product: 0.95 * (1 - 0.55 * conditions.evictions)
      case .prompt: 0.76
      }
    let isHit = random.happens(chance)
    let took = sample(.redis)
    sink.lookUp(cache, at: start + took, took: took, isHit: isHit)
    return (start + took, isHit)
  }

  // MARK: - Chance and record

  private mutating func sample(_ shape: LatencyShape) -> Int64 {
    shape.sample(&random, quantiles)
  }

  private mutating func mishap(_ chance: Double) -> Bool { random.happens(chance) }

  @discardableResult
  private mutating func finish(
    _ endpoint: ShopEndpoint,
    _ start: Int64,
    _ end: Int64,
    _ outcome: ShopOutcome
  ) -> (Int64, ShopOutcome) {
    sink.request(endpoint, from: start, to: end, outcome)
    return (end, outcome)
  }
}
