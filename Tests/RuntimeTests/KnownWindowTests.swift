import Runtime
import Telemetry
import Testing

struct KnownWindowTests {
  /// What is known, what is wanted, what came back and what is known then; step 10 s.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var known: String
    var knownSpan: Stretch
    var want: Stretch
    var overlap = 20
    var isLive = true
    var asked: Stretch?
    var answer = ""
    var merged = ""

    var fullWant: KnownWindow.Want {
      KnownWindow.Want(want, step: .seconds(10), overlap: .seconds(overlap), isLive: isLive)
    }
  }

  static let cases: [Case] = [
    Case(
      testDescription: "one new step asks for it and the overlap",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a 20=3 30=4 40=6 50=7",
      merged: "a 0=1 10=2 20=3 30=4 40=6 50=7"
    ),
    Case(
      testDescription: "points before the one that leads into the window are dropped",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(30, 70),
      asked: span(30, 70),
      answer: "a 30=4 40=5 50=6 60=7 70=8",
      merged: "a 20=3 30=4 40=5 50=6 60=7 70=8"
    ),
    Case(
      testDescription: "a series that the answer lacks ends before the part asked again",
      known: "a 0=1 10=2 20=3 30=4 40=5 | b 0=1 10=1 20=1 30=1 40=1",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "b 20=1 30=1 40=1 50=1",
      merged: "a 0=1 10=2 | b 0=1 10=1 20=1 30=1 40=1 50=1"
    ),
    Case(
      testDescription: "a series with points only in the part asked again is gone",
      known: "a 0=1 10=2 20=3 30=4 40=5 | b 30=1 40=1",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a 20=3 30=4 40=5 50=6",
      merged: "a 0=1 10=2 20=3 30=4 40=5 50=6"
    ),
    Case(
      testDescription: "a point of the overlap that the answer lacks vanishes",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a 20=3 40=5 50=6",
      merged: "a 0=1 10=2 20=3 40=5 50=6"
    ),
    Case(
      testDescription: "a new series starts where it starts, in the order of labels",
      known: "b 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a 50=9 | b 20=3 30=4 40=5 50=6 | c 40=1 50=2",
      merged: "a 50=9 | b 0=1 10=2 20=3 30=4 40=5 50=6 | c 40=1 50=2"
    ),
    Case(
      testDescription: "points count by the timestamps that a server moved them to",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a 17=3 27=4 37=5 47=6",
      merged: "a 0=1 10=2 17=3 27=4 37=5 47=6"
    ),
    Case(
      testDescription: "points before the part asked for, by more than a step, are left out",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a -3600=7 0=8 9=9 10=2 20=3 30=4 40=5 50=6",
      merged: "a 0=1 10=2 20=3 30=4 40=5 50=6"
    ),
    Case(
      testDescription: "an answer that is an hour too old leaves what was known before",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a -3580=3 -3570=4 -3560=5 -3550=6",
      merged: "a 0=1 10=2"
    ),
    Case(
      testDescription: "a whole answer whose first point a server moved joins what is known",
      known: "a 0=1 10=2 20=3",
      knownSpan: span(0, 20),
      want: span(0, 30),
      overlap: 300,
      asked: span(0, 30),
      answer: "a -3=1 7=2 17=3 27=4",
      merged: "a -3=1 7=2 17=3 27=4"
    ),
    Case(
      testDescription: "points that a server adds after the end asked for are left out",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "a 20=3 30=4 40=5 50=6 60=0",
      merged: "a 0=1 10=2 20=3 30=4 40=5 50=6"
    ),
    Case(
      testDescription: "after an absence the last known part is asked again with all that follows",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(20, 120),
      asked: span(20, 120),
      answer: "a 20=3 90=1 100=1 110=1 120=1",
      merged: "a 10=2 20=3 90=1 100=1 110=1 120=1"
    ),
    Case(
      testDescription: "after a long absence the whole window is asked",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(200, 240),
      asked: span(200, 240),
      answer: "a 200=1 240=2",
      merged: "a 200=1 240=2"
    ),
    Case(
      testDescription: "a window that begins before what is known is asked whole",
      known: "a 40=5 50=6 60=7",
      knownSpan: span(40, 60),
      want: span(0, 60),
      asked: span(0, 60),
      answer: "a 0=1 60=8",
      merged: "a 0=1 60=8"
    ),
    Case(
      testDescription: "the known future goes when the clock is set back a little",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(0, 30),
      asked: span(20, 30),
      answer: "a 20=3 30=9",
      merged: "a 0=1 10=2 20=3 30=9"
    ),
    Case(
      testDescription: "nothing is believed when the clock is set back a lot",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(0, 10),
      asked: span(0, 10),
      answer: "a 0=1 10=2",
      merged: "a 0=1 10=2"
    ),
    Case(
      testDescription: "empty response leaves what came before",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      asked: span(20, 50),
      answer: "",
      merged: "a 0=1 10=2"
    ),
    Case(
      testDescription: "a past window that is known for good is not asked",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(0, 10),
      isLive: false
    ),
    Case(
      testDescription: "a past window whose end may still change asks for that end",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(0, 30),
      isLive: false,
      asked: span(20, 30),
      answer: "a 20=8 30=9",
      merged: "a 0=1 10=2 20=8 30=9 40=5"
    ),
    Case(
      testDescription: "a past window that begins earlier is asked whole and joins what is known",
      known: "a 40=5 50=6 60=7 | b 50=1",
      knownSpan: span(40, 60),
      want: span(0, 40),
      isLive: false,
      asked: span(0, 40),
      answer: "a 0=1 40=9",
      merged: "a 0=1 40=9 50=6 60=7 | b 50=1"
    ),
    Case(
      testDescription: "a past window apart from what is known replaces it",
      known: "a 40=5 50=6 60=7",
      knownSpan: span(40, 60),
      want: span(0, 20),
      isLive: false,
      asked: span(0, 20),
      answer: "a 0=1",
      merged: "a 0=1"
    ),
    Case(
      testDescription: "an overlap longer than the window asks the whole",
      known: "a 0=1 10=2 20=3",
      knownSpan: span(0, 20),
      want: span(10, 30),
      overlap: 300,
      asked: span(10, 30),
      answer: "a 10=2 20=3 30=4",
      merged: "a 0=1 10=2 20=3 30=4"
    ),
    Case(
      testDescription: "an overlap between two steps is rounded to the earlier one",
      known: "a 0=1 10=2 20=3 30=4 40=5",
      knownSpan: span(0, 40),
      want: span(10, 50),
      overlap: 15,
      asked: span(20, 50),
      answer: "a 20=3 30=4 40=5 50=6",
      merged: "a 0=1 10=2 20=3 30=4 40=5 50=6"
    ),
  ]

  @Test(arguments: cases)
  func asksForWhatIsMissing(_ example: Case) {
    let known = KnownWindow(series(example.known), to: example.knownSpan, step: .seconds(10))
    #expect(known.missing(for: example.fullWant) == example.asked)
  }

  @Test(arguments: cases)
  func keepsWhatWasKnownBeforeThePartAskedAgain(_ example: Case) throws {
    guard let asked = example.asked else { return }
    let known = KnownWindow(series(example.known), to: example.knownSpan, step: .seconds(10))
    let merged = known.merging(series(example.answer), to: asked, for: example.fullWant)
    #expect(text(merged.series) == example.merged)
    #expect(merged.points == merged.series.reduce(0) { $0 + $1.samples.count })
  }

  @Test func showsOnePointBeforeTheWindowAndNoneAfter() {
    let known = KnownWindow(
      series("a 0=1 10=2 20=3 30=4 40=5 | b 40=1 | c 0=1"),
      to: span(0, 40),
      step: .seconds(10)
    )
    let want = KnownWindow.Want(
      span(20, 30),
      step: .seconds(10),
      overlap: .zero,
      isLive: false
    )
    #expect(text(known.shown(want)) == "a 10=2 20=3 30=4")
  }

  @Test func ordersSeriesOfTheFirstAnswer() {
    let known = KnownWindow(series("b 0=1 | a 0=2 | c"), to: span(0, 0), step: .zero)
    #expect(text(known.series) == "a 0=2 | b 0=1")
  }

  /// However a window is refreshed, it holds in the end what one whole answer would have held.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func refreshingStepByStepEqualsAskingTheWhole(seed: UInt64) {
    var generator = SplitMix(state: seed)
    var whole: [Int: Double] = [:]
    for second in stride(from: 0, through: 4000, by: 10) where generator.next() % 4 != 0 {
      whole[second] = Double(second)
    }
    func answer(_ span: Stretch) -> [TimeSeries] {
      let samples = whole.keys.sorted().map { Sample(at($0), whole[$0] ?? 0) }
        .filter { $0.timestamp >= span.start && $0.timestamp <= span.end }
      return samples.isEmpty ? [] : [TimeSeries(labels: LabelSet(["l": "a"]), samples: samples)]
    }
    var now = 1000
    var known: KnownWindow?
    while now < 4000 {
      let want = KnownWindow.Want(
        span(now - 600, now),
        step: .seconds(10),
        overlap: .seconds(60),
        isLive: true
      )
      let asked = known.map { $0.missing(for: want) } ?? want.span
      guard let asked else { Issue.record("a live window always asks"); return }
      known =
        known?.merging(answer(asked), to: asked, for: want)
        ?? KnownWindow(answer(asked), to: asked, step: want.step)
      let inside =
        known?.shown(want).first?.samples.filter { $0.timestamp >= want.span.start } ?? []
      #expect(inside == (answer(want.span).first?.samples ?? []))
      now += 10 * Int(1 + generator.next() % 20)
    }
  }
}

/// A generator that a seed decides.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
