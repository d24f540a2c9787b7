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
  ///   - chunk: The chunk.
  ///   - tail: The bits after its words, where it still grows.
  ///   - stretch: Which samples.
  ///   - output: What is appended to; it has room for the whole chunk.
  static func decode(
    _ chunk: SeriesChunk,
    tail: UInt64 = 0,
    in stretch: Stretch,
    to output: inout Output
  ) {
    chunk.words.withUnsafeBufferPointer { words in
      var bits = BitReader(words, tail: tail)
      var state = SampleState()
      state.begin(chunk.start, Double(bitPattern: bits.take(64)))
      var left = chunk.count
      while left > 0, state.time <= stretch.through {
        if state.time > stretch.after { output.append(state) }
        left &-= 1
        if left > 0 { next(&bits, &state) }
      }
    }
  }

  /// A stretch of time in milliseconds.
  struct Stretch {
    /// Exclusive.
    var after: Int64
    /// Inclusive.
    var through: Int64

    func meets(_ chunk: SeriesChunk) -> Bool {
      chunk.count > 0 && chunk.end > after && chunk.start <= through
    }
  }

  @inline(__always)
  private static func next(_ bits: inout BitReader, _ state: inout SampleState) {
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
    let scale = Int(bits.take(3))
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
      state.leading = Int(bits.take(6))
      state.length = Int(bits.take(6)) + 1
    }
    let difference = bits.take(state.length)
    state.bits ^= difference << UInt64(64 - state.leading - state.length)
    state.isWhole = false
  }
}
