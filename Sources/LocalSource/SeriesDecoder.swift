/// Brings back the samples of a chunk.
enum SeriesDecoder {
  /// Appends the samples of a stretch of time.
  ///
  /// - Parameters:
  ///   - chunk: The chunk.
  ///   - tail: The bits after its words, where it still grows.
  ///   - stretch: Which samples.
  ///   - timestamps: What times are appended to.
  ///   - values: What values are appended to.
  static func decode(
    _ chunk: SeriesChunk,
    tail: UInt64 = 0,
    in stretch: Stretch,
    _ timestamps: inout [Int64],
    _ values: inout [Double]
  ) {
    chunk.words.withUnsafeBufferPointer { words in
      var bits = BitReader(words, tail: tail)
      var state = SampleState()
      for index in 0..<chunk.count {
        if index == 0 {
          state.begin(chunk.start, Double(bitPattern: bits.take(64)))
        } else {
          next(&bits, &state)
        }
        if state.time > stretch.through { return }
        if state.time > stretch.after {
          timestamps.append(state.time)
          values.append(Double(bitPattern: state.bits))
        }
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
    let lead = bits.peek() >> 61
    if lead & 0b100 == 0 {
      bits.skip(1)
    } else if lead & 0b010 == 0 {
      bits.skip(2)
      let step = state.valueCode.take(&bits) &+ state.expectedStep
      state.moveWhole(by: step)
      setBits(&state)
    } else if lead == 0b110 {
      bits.skip(3)
      takeBits(&bits, &state)
    } else {
      bits.skip(3)
      takeScale(&bits, &state)
    }
  }

  @inline(__always)
  private static func setBits(_ state: inout SampleState) {
    let whole = Double(state.whole)
    let value = state.scale == 0 ? whole : whole / SampleState.scales[state.scale]
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
