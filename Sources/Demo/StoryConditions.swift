/// How the shop fares during one second: how many come, and what is wrong.
///
/// An incident has one cause, the card provider, and everything else follows from it in this order:
/// a part of its calls is slow, then most are; calls run into their timeout and are tried again;
/// customers ask the assistant, which brings in the large models; the keys of payments in doubt
/// fill Redis, which throws out what the cache holds; the database has to answer in its place.
struct StoryConditions {
  /// Seconds of the story from the begin of one incident to that of the next, unless the story is
  /// very fast: 40 minutes.
  static let cycle = 2400.0
  /// How long the provider is slow, from the first slow call to the last timeout.
  static let length = 960.0

  /// Customers in proportion to a usual hour.
  var crowd = 1.0
  /// The share of calls of the card provider that are slow, 0…1.
  var slowness = 0.0
  /// The share of its calls that run into the timeout, 0…1.
  var timeouts = 0.0
  /// How many more questions the assistant gets, 0…1.
  var questions = 0.0
  /// How much of the cache is thrown out, 0…1.
  var evictions = 0.0
  /// How much the database is burdened, 0…1.
  var burden = 0.0

  init(_ world: DemoWorld, at second: Int) {
    let moment = Double(second)
    let noon = Mathematics.cos(2 * .pi * (world.dayShare(at: moment) - 14.0 / 24))
    crowd =
      (1 + 0.3 * noon) * (0.92 + 0.16 * DemoRandom.drift(world.seed, at: second, every: 40, 1))
    let story = world.story(at: moment)
    let number = (story / world.cycle).rounded(.down)
    let age = story - number * world.cycle
    slowness = max(0.28 * Self.stage(age, 0, 50), 0.96 * Self.stage(age, 110, 80))
    timeouts = 0.72 * Self.stage(age, 200, 100)
    questions = Self.stage(age, 320, 120, until: Self.length + 60)
    evictions = Self.stage(age, 400, 160, until: Self.length + 90)
    burden = max(0.25 * timeouts, Self.stage(age, 420, 180, until: Self.length + 60))
  }

  /// A rise from 0 to 1 that begins at an age of the incident, and the fall at its end.
  private static func stage(
    _ age: Double,
    _ begin: Double,
    _ span: Double,
    until end: Double = length
  ) -> Double {
    let rise = max(0, min(1, (age - begin) / span))
    let fall = max(0, min(1, 1 - (age - end) / 110))
    return min(rise, fall)
  }
}
