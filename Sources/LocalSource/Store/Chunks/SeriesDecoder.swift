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

    /// Keeps values that stand behind the others, one for each distance after a sample, but for
    /// the first ones.
    @inline(__always)
    mutating func keep(_ taken: Int, without early: Int, after sample: borrowing SampleState) {
      guard early < taken else { return }
      var time = sample.time
      if early > 0 {
        time &+= sample.distance &* Int64(early)
        for index in count..<count &+ taken &- early { values[index] = values[index &+ early] }
      }
      for index in count..<count &+ taken &- early {
        time &+= sample.distance
        timestamps[index] = time
      }
      count &+= taken &- early
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
      if chunk.isInColumns { return ChunkColumns(words, chunk).read(stretch, to: &output) }
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
        if state.form == .fraction {
          left -= takeUsual(FractionDecoder(state), (left, stretch), &bits, &state, &written)
        } else {
          left -= takeUsual(DecimalDecoder(state), (left, stretch), &bits, &state, &written)
        }
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

    /// How many steps lead from one time to the last one that is not behind another.
    @inline(__always)
    func steps(from time: Int64, by distance: Int64, to end: Int64) -> Int {
      let (span, isFar) = end.subtractingReportingOverflow(time)
      guard !isFar else { return end > time ? .max : 0 }
      return distance > 0 && span > 0 ? Int(span / distance) : 0
    }

    /// Which of some samples lie in the stretch, that come one distance after the other.
    func places(from start: Int64, by distance: Int64, count: Int) -> Range<Int> {
      func places(through end: Int64) -> Int {
        guard end >= start else { return 0 }
        return min(count - 1, steps(from: start, by: distance, to: end)) + 1
      }
      let low = places(through: after)
      return low..<max(low, places(through: through))
    }
  }

  /// Takes samples as long as they are of the two usual kinds: a number of the current form at the
  /// expected time, and the number before at that time.
  ///
  /// Their times are known before, so that all that changes from one to the next stays in registers.
  ///
  /// - Parameters:
  ///   - number: What the form is at.
  ///   - rest: How many samples there are, and which are written; behind those none is taken.
  ///   - reader: The bits.
  ///   - sample: The last sample, and afterwards the last one that was taken.
  ///   - output: Where they are written.
  /// - Returns: How many were taken.
  @inline(__always)
  private static func takeUsual(
    _ number: some FormDecoder,
    _ rest: (count: Int, stretch: Stretch),
    _ reader: inout BitReader,
    _ sample: inout SampleState,
    _ output: inout Output
  ) -> Int {
    let stretch = rest.stretch
    let most = min(
      rest.count,
      stretch.steps(from: sample.time, by: sample.distance, to: stretch.through)
    )
    guard most > 0, let values = output.values.baseAddress.map({ $0 + output.count }) else {
      return 0
    }
    var number = number
    var bits = reader
    var value = Double(bitPattern: sample.bits)
    var taken = 0
    while taken < most {
      let window = bits.window
      if window &>> 61 == 0b010 {
        value = number.take(window, &bits)
      } else if window &>> 62 == 0 {
        bits.position &+= 2
      } else {
        break
      }
      values[taken] = value
      taken &+= 1
    }
    reader.position = bits.position
    number.store(in: &sample)
    sample.bits = value.bitPattern
    let early = stretch.steps(from: sample.time, by: sample.distance, to: stretch.after)
    output.keep(taken, without: early, after: sample)
    sample.time &+= sample.distance &* Int64(taken)
    return taken
  }

  @inline(never)
  private static func takeOther(_ bits: inout BitReader, _ state: inout SampleState) {
    if bits.take(1) == 1 { state.distance &+= state.timeCode.take(&bits) }
    state.time &+= state.distance
    guard bits.take(1) == 1 else { return }
    if bits.take(1) == 0 {
      takeNumber(&bits, &state)
    } else if bits.take(1) == 0 {
      takeBits(&bits, &state)
    } else {
      takeForm(&bits, &state)
    }
  }

  private static func takeNumber(_ bits: inout BitReader, _ state: inout SampleState) {
    let step = state.valueCode.take(&bits) &+ state.expectedStep
    state.moveWhole(by: step)
    if state.form == .fraction, state.fraction.unit > 0 {
      state.rest &+= state.restCode.take(&bits)
    }
    state.bits = state.number.bitPattern
  }

  private static func takeForm(_ bits: inout BitReader, _ state: inout SampleState) {
    let scale = UInt8(bits.take(3))
    if scale < SampleState.scaleCount {
      state.enter(scale: scale, whole: Int64(bitPattern: bits.take(64)))
      state.bits = state.number.bitPattern
    } else {
      let point = UInt8(bits.take(6))
      state.enter(FractionForm(point: point, unit: UInt8(bits.take(2))))
      takeNumber(&bits, &state)
    }
  }

  private static func takeBits(_ bits: inout BitReader, _ state: inout SampleState) {
    if bits.take(1) == 1 {
      state.leading = UInt8(bits.take(6))
      state.length = UInt8(bits.take(6)) + 1
    }
    let length = Int(state.length)
    let difference = bits.take(length)
    state.bits ^= difference << UInt64(64 - Int(state.leading) - length)
    if state.form == .decimal { state.form = .none }
    state.resume()
  }
}

/// Decoder state that changes with each number of a form.
private protocol FormDecoder {
  /// Takes a number behind three bits of the window, and answers the value.
  mutating func take(_ window: UInt64, _ bits: inout BitReader) -> Double

  func store(in state: inout SampleState)
}

private struct DecimalDecoder: FormDecoder {
  private var whole: Int64
  private var slope: Int64
  private var code: RiceCode
  private let scale: UInt8

  @inline(__always)
  init(_ state: SampleState) {
    (whole, slope, code, scale) = (state.whole, state.slope, state.valueCode, state.scale)
  }

  @inline(__always)
  mutating func take(_ window: UInt64, _ bits: inout BitReader) -> Double {
    let step = code.take(window, after: 3, &bits) &+ slope &>> 4
    slope &+= ((step &<< 4) &- slope) &>> 2
    whole &+= step
    let number = Double(whole)
    return scale == 0 ? number : number / SampleState.factor(scale)
  }

  @inline(__always)
  func store(in state: inout SampleState) {
    (state.whole, state.slope, state.valueCode) = (whole, slope, code)
  }
}

private struct FractionDecoder: FormDecoder {
  private var parts: FractionForm.Parts
  private var slope: Int64
  private var code: RiceCode
  private var restCode: RiceCode
  private let form: FractionForm

  @inline(__always)
  init(_ state: SampleState) {
    parts = FractionForm.Parts(whole: state.whole, rest: state.rest)
    (slope, code, restCode) = (state.slope, state.valueCode, state.restCode)
    form = state.fraction
  }

  @inline(__always)
  mutating func take(_ window: UInt64, _ bits: inout BitReader) -> Double {
    let step = code.take(window, after: 3, &bits) &+ slope &>> 4
    slope &+= ((step &<< 4) &- slope) &>> 2
    parts.whole &+= step
    if form.unit > 0 { parts.rest &+= restCode.take(bits.window, after: 0, &bits) }
    return form.value(parts)
  }

  @inline(__always)
  func store(in state: inout SampleState) {
    (state.whole, state.rest, state.slope) = (parts.whole, parts.rest, slope)
    (state.valueCode, state.restCode) = (code, restCode)
  }
}
