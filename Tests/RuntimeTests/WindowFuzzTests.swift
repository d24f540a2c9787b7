import Dashboard
import Runtime
import Telemetry
import TestSupport
import Testing

/// Windows and answers of any time, order, overlap and step: whatever a server sends, nothing ends the
/// process, and no point of another time than asked for is taken over.
struct WindowFuzzTests {
  @Test(arguments: UInt64(0)..<20)
  func aWindowHoldsWhateverAnswersCome(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      let step = random.step()
      let first = random.span()
      var known = KnownWindow(random.series(), to: first, step: step)
      for _ in 0..<8 {
        let want = KnownWindow.Want(
          random.span(),
          step: step,
          overlap: random.step(),
          isLive: random.chance()
        )
        let asked = random.chance() ? known.missing(for: want) ?? want.span : random.span()
        _ = asked.points(step: step)
        known = known.merging(random.series(), to: asked, for: want)
        #expect(known.points == known.series.reduce(0) { $0 + $1.samples.count })
        #expect(known.series.allSatisfy { !$0.samples.isEmpty })
        _ = known.shown(want)
      }
    }
  }

  /// With answers as a source promises them, ascending and each series once.
  @Test(arguments: UInt64(0)..<20)
  func aCacheTakesOverNoPointOfAnotherTime(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      var cache = WindowCache(windowLimit: 3, pointLimit: 100)
      var now = random.moment()
      for _ in 0..<20 {
        now = random.chance() ? random.moment() : now + random.step()
        let window = random.window()
        let ask = cache.ask(window, of: .prometheus, at: now)
        let answer = random.answer(to: ask.span, step: window.step)
        guard let shown = try? cache.merge(answer, for: ask) else {
          #expect(answer.contains { !$0.samples.isEmpty })
          continue
        }
        #expect(cache.points <= 100)
        for series in shown.series {
          let moments = series.samples.map(\.timestamp)
          #expect(zip(moments, moments.dropFirst()).allSatisfy { $0 < $1 })
          let wanted = ask.want.span
          #expect((moments.first ?? wanted.start) >= wanted.start - window.step)
          #expect((moments.last ?? wanted.end) <= wanted.end)
        }
      }
    }
  }
}

extension SeededGenerator {
  fileprivate mutating func chance() -> Bool { Bool.random(using: &self) }

  /// Any moment: one of a usual hour, at the ends of all time, or anywhere.
  fileprivate mutating func moment() -> Timestamp {
    switch Int.random(in: 0..<8, using: &self) {
    case 0: Timestamp(nanoseconds: .min + Int64.random(in: 0..<3, using: &self))
    case 1: Timestamp(nanoseconds: .max - Int64.random(in: 0..<3, using: &self))
    case 2: Timestamp(nanoseconds: Int64.random(in: .min ... .max, using: &self))
    default: at(Int.random(in: 0..<400, using: &self) * 10)
    }
  }

  fileprivate mutating func span() -> Stretch {
    let (one, other) = (moment(), moment())
    return Stretch(from: min(one, other), to: max(one, other))
  }

  fileprivate mutating func step() -> Duration {
    switch Int.random(in: 0..<8, using: &self) {
    case 0: .zero
    case 1: .nanoseconds(1)
    case 2: .seconds(400 * 365 * 86_400)
    case 3: .seconds(-10)
    case 4: Duration(secondsComponent: 0, attosecondsComponent: 1)
    default: .seconds(10 * Int.random(in: 1..<6, using: &self))
    }
  }

  fileprivate mutating func window() -> RangeWindow {
    RangeWindow(
      expression: chance() ? "a" : "b",
      end: chance() ? nil : moment(),
      length: .seconds(10 * Int.random(in: 0..<60, using: &self)),
      step: .seconds(10 * Int.random(in: 1..<4, using: &self)),
      overlap: .seconds(10 * Int.random(in: 0..<12, using: &self))
    )
  }

  /// Series of any names and moments in any order, the same ones twice.
  fileprivate mutating func series() -> [TimeSeries] {
    (0..<Int.random(in: 0..<4, using: &self)).map { _ in
      let name = ["a", "b", "c"][Int.random(in: 0..<3, using: &self)]
      let samples = (0..<Int.random(in: 0..<12, using: &self)).map { _ in Sample(moment(), 1) }
      return TimeSeries(labels: LabelSet(["l": name]), samples: samples)
    }
  }

  /// What a server might answer: what was asked, the same moved by any time, or anything.
  fileprivate mutating func answer(to asked: Stretch?, step: Duration) -> [TimeSeries] {
    let shift = [Duration.zero, .seconds(-3600), .seconds(7), .seconds(3600), .seconds(-60)]
    let offset = shift[Int.random(in: shift.indices, using: &self)]
    return ["a", "b"].map { name in
      var moments: Set<Timestamp> = []
      if let asked, chance() {
        var moment = asked.start
        while step > .zero, moment <= asked.end, moments.count < 50 {
          moments.insert(moment + offset)
          moment = moment + step
        }
      } else {
        for _ in 0..<Int.random(in: 0..<6, using: &self) { moments.insert(self.moment()) }
      }
      return TimeSeries(
        labels: LabelSet(["l": name]),
        samples: moments.sorted().map { Sample($0, 1) }
      )
    }
  }
}
