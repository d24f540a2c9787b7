import Telemetry
import TestSupport
import Testing

@testable import LocalSource

/// A closed chunk in columns has the samples of the chunk that it was made of, in no more words.
@Suite struct ChunkColumnsTests {
  private struct Samples: Equatable {
    var times: [Int64] = []
    var bits: [UInt64] = []
  }

  private func samples(_ chunk: SeriesChunk, _ stretch: SeriesDecoder.Stretch) -> Samples {
    let times = UnsafeMutableBufferPointer<Int64>.allocate(capacity: chunk.count)
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: chunk.count)
    defer {
      times.deallocate()
      values.deallocate()
    }
    var output = SeriesDecoder.Output(timestamps: times, values: values)
    SeriesDecoder.decode(chunk, from: SeriesMark(), in: stretch, to: &output)
    return Samples(
      times: Array(times[..<output.count]),
      bits: values[..<output.count].map(\.bitPattern)
    )
  }

  private func encoder(
    _ count: Int,
    jitter: Int64,
    _ random: inout SeededGenerator,
    _ next: Next
  ) -> SeriesEncoder {
    var encoder = SeriesEncoder()
    var time: Int64 = 1_790_000_000_000
    var value = 1000.0
    for _ in 0..<count {
      encoder.append(time, value)
      time += 5000 + (jitter > 0 ? Int64.random(in: -jitter...jitter, using: &random) : 0)
      value = next(value, &random)
    }
    return encoder
  }

  private typealias Next = @Sendable (Double, inout SeededGenerator) -> Double

  private static let kinds: [Next] = [
    { value, random in value + Double(Int.random(in: 0...90, using: &random)) },
    { value, random in Int.random(in: 0..<40, using: &random) == 0 ? 0 : value + 1 },
    { _, random in Double(Int.random(in: -9_000_000...9_000_000, using: &random)) },
    { value, random in
      ((value * 100).rounded() + Double(Int.random(in: 0...9, using: &random))) / 100
    },
    { value, random in value + Double(Int.random(in: 0...900_000_000, using: &random)) / 1e9 },
    { value, random in value + Double.random(in: 0...1, using: &random) },
    { value, _ in value },
    { _, random in Double(bitPattern: .random(in: 0 ... .max, using: &random)) },
    { value, random in
      Int.random(in: 0..<60, using: &random) == 0
        ? Double(Int64.random(in: -0x1F_FFFF_FFFF_FFFF...0x1F_FFFF_FFFF_FFFF, using: &random))
        : value
    },
  ]

  @Test func everyStretchIsThatOfTheEncodersChunk() {
    var random = SeededGenerator(seed: 0xC01)
    for round in 0..<fuzzCases(400) {
      let next = Self.kinds[round % Self.kinds.count]
      let jitter = [0, 0, 3, 2000][round % 4]
      let count = round % 5 == 0 ? Int.random(in: 1...256, using: &random) : 256
      let encoder = encoder(count, jitter: Int64(jitter), &random, next)
      let written = encoder.chunk()
      let closed = encoder.closedChunk
      #expect(closed.words.count <= written.words.count, "round \(round)")
      for cut in 0..<12 {
        let after =
          cut == 0 ? .min : written.start + Int64.random(in: -9000...1_300_000, using: &random)
        let through =
          cut < 3 ? .max : after.addingSaturating(Int64.random(in: 0...900_000, using: &random))
        let stretch = SeriesDecoder.Stretch(after: after, through: through)
        guard written.end > after, written.start <= through else { continue }
        let read = samples(closed, stretch)
        #expect(read == samples(written, stretch), "round \(round)")
        #expect(closed.bound(in: stretch) >= read.times.count)
        if closed.isInColumns, jitter == 0 {
          #expect(closed.bound(in: stretch) == read.times.count)
        }
      }
    }
  }

  @Test(arguments: [0, 3]) func countersAndGaugesStandInColumns(_ jitter: Int64) {
    var random = SeededGenerator(seed: 0xC02)
    for kind in [0, 2, 3, 6] {
      let encoder = encoder(256, jitter: jitter, &random, Self.kinds[kind])
      #expect(encoder.closedChunk.isInColumns, "kind \(kind)")
    }
  }

  @Test func aSteadyCounterTakesTheBitsOfItsSteps() {
    var random = SeededGenerator(seed: 0xC03)
    let encoder = encoder(256, jitter: 0, &random) { value, random in
      value + Double(Int.random(in: 0...15, using: &random))
    }
    // 255 steps of four bits, and four words about them.
    #expect(encoder.closedChunk.words.count <= 16 + 4)
  }
}
