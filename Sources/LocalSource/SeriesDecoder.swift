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
      for _ in max(1, Int(mark.count))..<max(1, chunk.count) {
        next(&bits, &state)
        if state.time > stretch.through { break }
        if state.time > stretch.after { written.append(state) }
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

    func meets(_ chunk: SeriesChunk) -> Bool {
      chunk.count > 0 && chunk.end > after && chunk.start <= through
    }
  }

  @inline(__always)
  private static func next(_ bits: inout BitReader, _ state: inout SampleState) {
    let window = bits.window
    // A whole number at the expected time, and the number before at that time, are nearly all.
    if window &>> 61 == 0b010, let step = state.valueCode.take(window, after: 3, &bits) {
      state.time &+= state.distance
      state.moveWhole(by: step &+ state.expectedStep)
      setBits(&state)
    } else if window &>> 62 == 0 {
      bits.position &+= 2
      state.time &+= state.distance
    } else {
      takeOther(&bits, &state)
    }
  }

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
