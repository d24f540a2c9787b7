/// Brings back the samples of a chunk.
enum SeriesDecoder {
  /// Where decoded samples go.
  struct Output {
    let timestamps: UnsafeMutableBufferPointer<Int64>
    let values: UnsafeMutableBufferPointer<Double>
    var count = 0

    @inline(__always)
    mutating func append(_ state: borrowing SampleState) {
      timestamps[count] = state.time
      values[count] = Double(bitPattern: state.bits)
      count &+= 1
    }
  }

  /// Appends the samples of a stretch of time.
  ///
  /// - Parameters:
  ///   - chunk: The chunk, which meets the stretch.
  ///   - tail: The bits after its words, where it still grows.
  ///   - mark: Where to begin; no sample up to it is wanted.
  ///   - stretch: Which samples.
  ///   - output: What is appended to; it has room for the whole chunk.
  static func decode(
    _ chunk: SeriesChunk,
    tail: UInt64 = 0,
    from mark: SeriesMark,
    in stretch: Stretch,
    to output: inout Output
  ) {
    chunk.words.withUnsafeBufferPointer { words in
      var bits = BitReader(words, tail: tail)
      var state = mark.state
      var written = output
      if mark.count > 0 {
        bits.position = Int(mark.position)
      } else {
        state.begin(chunk.start, Double(bitPattern: bits.take(64)))
        if state.time > stretch.after { written.append(state) }
      }
      var left = chunk.count - max(1, Int(mark.count))
      while left > 0, state.time <= stretch.through {
        left -= takeUsual(left, &bits, &state, stretch, &written)
        guard left > 0, state.time <= stretch.through else { break }
        takeOther(&bits, &state)
        left -= 1
        if stretch.contains(state.time) { written.append(state) }
      }
      output = written
    }
  }

  /// A stretch of time in milliseconds.
  struct Stretch {
    /// Exclusive.
    var after: Int64
    /// Inclusive.
    var through: Int64

    @inline(__always)
    func contains(_ time: Int64) -> Bool { time > after && time <= through }

    func meets(_ chunk: SeriesChunk) -> Bool {
      chunk.count > 0 && chunk.end > after && chunk.start <= through
    }
  }

  /// Takes samples as long as they are of the two usual kinds: a whole number at the expected time,
  /// and the number before at that time.
  ///
  /// All that changes from sample to sample stays in registers.
  ///
  /// - Parameters:
  ///   - most: How many samples there are.
  ///   - reader: The bits.
  ///   - sample: The last sample, and afterwards the last one that was taken.
  ///   - stretch: Which samples are written; behind it none is taken but the first.
  ///   - output: Where they are written.
  /// - Returns: How many were taken.
  @inline(__always)
  private static func takeUsual(
    _ most: Int,
    _ reader: inout BitReader,
    _ sample: inout SampleState,
    _ stretch: Stretch,
    _ output: inout Output
  ) -> Int {
    var bits = reader
    var time = sample.time
    var whole = WholeState(sample)
    var value = Double(bitPattern: sample.bits)
    var count = output.count
    var left = most
    while left > 0, time <= stretch.through {
      let window = bits.window
      if window &>> 61 == 0b010 {
        guard whole.take(window, &bits) else { break }
        value = whole.value
      } else if window &>> 62 == 0 {
        bits.position &+= 2
      } else {
        break
      }
      left &-= 1
      time &+= sample.distance
      guard stretch.contains(time) else { continue }
      output.timestamps[count] = time
      output.values[count] = value
      count &+= 1
    }
    output.count = count
    reader.position = bits.position
    sample.time = time
    sample.bits = value.bitPattern
    whole.store(in: &sample)
    return most - left
  }

  /// Decoder state that changes with each whole number.
  private struct WholeState {
    private var whole: Int64
    private var slope: Int64
    private var code: RiceCode
    private let scale: UInt8

    @inline(__always)
    init(_ state: SampleState) {
      (whole, slope, code, scale) = (state.whole, state.slope, state.valueCode, state.scale)
    }

    /// Takes a number behind three bits of the window; `false` where it is long.
    @inline(__always)
    mutating func take(_ window: UInt64, _ bits: inout BitReader) -> Bool {
      guard let difference = code.take(window, after: 3, &bits) else { return false }
      let step = difference &+ slope &>> 4
      slope &+= ((step &<< 4) &- slope) &>> 2
      whole &+= step
      return true
    }

    @inline(__always) var value: Double {
      let number = Double(whole)
      return scale == 0 ? number : number / SampleState.factor(scale)
    }

    @inline(__always)
    func store(in state: inout SampleState) {
      (state.whole, state.slope, state.valueCode) = (whole, slope, code)
    }
  }

  @inline(never)
  private static func takeOther(_ bits: inout BitReader, _ state: inout SampleState) {
    if bits.take(1) == 1 { state.distance &+= state.timeCode.take(&bits) }
    state.time &+= state.distance
    guard bits.take(1) == 1 else { return }
    if bits.take(1) == 0 {
      let step = state.valueCode.take(&bits) &+ state.expectedStep
      state.moveWhole(by: step)
      setBits(&state)
    } else if bits.take(1) == 0 {
      takeBits(&bits, &state)
    } else {
      takeScale(&bits, &state)
    }
  }

  @inline(__always)
  private static func setBits(_ state: inout SampleState) {
    let whole = Double(state.whole)
    let value = state.scale == 0 ? whole : whole / SampleState.factor(state.scale)
    state.bits = value.bitPattern
  }

  private static func takeScale(_ bits: inout BitReader, _ state: inout SampleState) {
    let scale = UInt8(bits.take(3))
    if scale != state.scale {
      state.slope = 0
      state.valueCode = RiceCode()
    }
    state.scale = scale
    state.whole = Int64(bitPattern: bits.take(64))
    state.isWhole = true
    setBits(&state)
  }

  @inline(__always)
  private static func takeBits(_ bits: inout BitReader, _ state: inout SampleState) {
    if bits.take(1) == 1 {
      state.leading = UInt8(bits.take(6))
      state.length = UInt8(bits.take(6)) + 1
    }
    let length = Int(state.length)
    let difference = bits.take(length)
    state.bits ^= difference << UInt64(64 - Int(state.leading) - length)
    state.isWhole = false
  }
}
