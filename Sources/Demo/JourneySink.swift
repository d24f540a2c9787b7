/// Takes down what happens on the journeys of customers; times are microseconds since the epoch.
///
/// One walk feeds counters and log lines alike, which is why they agree.
protocol JourneySink {
  /// A customer's journey begins; `mark` tells it from all others.
  mutating func begin(at moment: Int64, mark: UInt64)
  /// A service has answered a request that had come at `start`.
  mutating func request(
    _ endpoint: ShopEndpoint,
    from start: Int64,
    to end: Int64,
    _ outcome: ShopOutcome
  )
  /// The database has answered.
  mutating func query(_ query: ShopQuery, at end: Int64, took duration: Int64)
  /// Another company's service has answered, or has been given up.
  mutating func call(_ call: ShopCall, at end: Int64, took duration: Int64, timedOut: Bool)
  /// Redis has been asked.
  mutating func lookUp(_ cache: ShopCache, at end: Int64, took duration: Int64, isHit: Bool)
  /// A model has answered.
  mutating func answer(_ answer: ModelAnswer, at end: Int64)
  /// A charge will be tried again.
  mutating func retry(_ attempt: Int, at moment: Int64, after pause: Int64)
  /// Nothing more comes of the journey that has begun last.
  mutating func finish()
}

/// Tokens and cost of a model's answer.
struct ModelAnswer {
  var model: ShopModel
  var task: ShopTask
  var input: Int64
  var output: Int64
  /// Microseconds.
  var duration: Int64

  /// Billionths of a dollar.
  var cost: Int64 { input * model.price.input + output * model.price.output }
}
