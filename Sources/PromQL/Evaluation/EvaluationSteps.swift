/// The moments at which an expression is evaluated.
struct EvaluationSteps: Hashable {
  /// The first one, in milliseconds since the epoch.
  var start: Int64
  /// Milliseconds from one to the next, above zero.
  var interval: Int64
  /// How many there are; zero in a subquery whose range holds none.
  var count: Int

  /// The one moment of an instant query.
  init(at moment: Int64) {
    start = moment
    interval = 1
    count = 1
  }

  /// Moments from a start to an end, both inclusive.
  init(from start: Int64, through end: Int64, every interval: Int64) {
    self.start = start
    self.interval = interval
    count = end < start ? 0 : Int((end - start) / interval) + 1
  }

  /// The last one; the start where there is none.
  var end: Int64 { start + Int64(max(0, count - 1)) * interval }

  /// The moment of a step, in milliseconds since the epoch.
  @inline(__always) subscript(step: Int) -> Int64 { start + Int64(step) * interval }
}
