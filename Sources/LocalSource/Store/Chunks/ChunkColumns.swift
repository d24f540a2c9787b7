/// A closed chunk in columns, which are read several times as fast as the bits of a `SeriesEncoder`.
///
/// There is a column of times and one of values, which are whole numbers of a decimal scale; values
/// of a `FractionForm` with a unit have a second one for the rest. A column has the differences from
/// number to number: how far each is above the least of them, in as many bits as the largest of 32
/// neighbours takes. Times of one distance so take no bits at all.
///
/// The bits of the columns come first, and the words that tell what they mean last: a column may be
/// read eight bytes at a time then.
struct ChunkColumns {
  private let words: UnsafeBufferPointer<UInt64>
  private let start: Int64
  private let count: Int
  private let form: Form
  private let times: PackedNumbers
  private let wholes: PackedNumbers
  private let rests: PackedNumbers?

  /// What the numbers of the value column are.
  private struct Form {
    /// The decimal scale; `SampleState.scaleCount` for a fraction.
    var scale: UInt8
    var fraction = FractionForm()
    /// Whether the times differ in their distances.
    var isIrregular: Bool

    /// The form in 12 bits.
    var code: UInt64 {
      UInt64(scale) | UInt64(fraction.point) << 3 | UInt64(fraction.unit) << 9
        | (isIrregular ? 1 << 11 : 0)
    }

    init(scale: UInt8, fraction: FractionForm, isIrregular: Bool) {
      self.scale = scale
      self.fraction = fraction
      self.isIrregular = isIrregular
    }

    init(code: UInt64) {
      scale = UInt8(code & 7)
      fraction.point = UInt8(code >> 3 & 63)
      fraction.unit = UInt8(code >> 9 & 3)
      isIrregular = code >> 11 & 1 == 1
    }

    var isFraction: Bool { scale == SampleState.scaleCount }
    var hasRests: Bool { isFraction && fraction.unit > 0 }
  }

  /// - Parameters:
  ///   - words: The words of the chunk.
  ///   - chunk: A chunk in columns.
  init(_ words: UnsafeBufferPointer<UInt64>, _ chunk: SeriesChunk) {
    self.words = words
    start = chunk.start
    count = chunk.count
    var end = words.count
    func take() -> UInt64 {
      end -= 1
      return words[end]
    }
    let last = take()
    form = Form(code: last >> PackedNumbers.widthBits)
    let widths = last & (1 << PackedNumbers.widthBits - 1)
    let least = Int64(bitPattern: take())
    let first = Int64(bitPattern: take())
    let distance = Int64(bitPattern: take())
    let timeWidths = form.isIrregular ? take() : 0
    times = PackedNumbers(first: chunk.start, least: distance, widths: timeWidths, position: 0)
    var position = times.bits(chunk.count)
    wholes = PackedNumbers(first: first, least: least, widths: widths, position: position)
    guard form.hasRests else {
      rests = nil
      return
    }
    position += wholes.bits(chunk.count)
    let restWidths = take()
    let leastRest = Int64(bitPattern: take())
    let firstRest = Int64(bitPattern: take())
    rests = PackedNumbers(
      first: firstRest,
      least: leastRest,
      widths: restWidths,
      position: position
    )
  }

  /// How many samples of a chunk a stretch has, or may have at most where times are irregular.
  static func bound(
    _ words: UnsafeBufferPointer<UInt64>,
    _ chunk: SeriesChunk,
    in stretch: SeriesDecoder.Stretch
  ) -> Int {
    let end = words.count
    guard !Form(code: words[end - 1] >> PackedNumbers.widthBits).isIrregular else {
      return chunk.count
    }
    let distance = Int64(bitPattern: words[end - 4])
    return stretch.places(from: chunk.start, by: distance, count: chunk.count).count
  }

  /// Appends the samples of a stretch of time.
  func read(_ stretch: SeriesDecoder.Stretch, to output: inout SeriesDecoder.Output) {
    let places: Range<Int>
    if form.isIrregular {
      places = appendIrregularTimes(stretch, output)
    } else {
      places = stretch.places(from: start, by: times.least, count: count)
      var time = start &+ times.least &* Int64(places.lowerBound)
      for index in output.count..<output.count + places.count {
        output.timestamps[index] = time
        time &+= times.least
      }
    }
    if !places.isEmpty { readValues(places, output) }
    output.count += places.count
  }

  private func appendIrregularTimes(
    _ stretch: SeriesDecoder.Stretch,
    _ output: SeriesDecoder.Output
  ) -> Range<Int> {
    var low = 0
    var high = 0
    times.each(0..<count, words) { _, time in
      if time <= stretch.after {
        low += 1
        high += 1
      } else if time <= stretch.through {
        output.timestamps[output.count + high - low] = time
        high += 1
      }
    }
    return low..<high
  }

  private func readValues(_ places: Range<Int>, _ output: SeriesDecoder.Output) {
    guard let base = output.values.baseAddress else { return }
    let values = base + (output.count - places.lowerBound)
    if form.isFraction {
      readFractions(places, values)
    } else if form.scale == 0 {
      wholes.each(places, words) { values[$0] = Double($1) }
    } else {
      let factor = SampleState.factor(form.scale)
      wholes.each(places, words) { values[$0] = Double($1) / factor }
    }
  }

  private func readFractions(_ places: Range<Int>, _ values: UnsafeMutablePointer<Double>) {
    let fraction = form.fraction
    guard let rests else {
      wholes.each(places, words) { values[$0] = fraction.value(.init(whole: $1)) }
      return
    }
    withUnsafeTemporaryAllocation(of: Int64.self, capacity: count) { buffer in
      rests.each(places, words) { buffer[$0] = $1 }
      wholes.each(places, words) { place, whole in
        values[place] = fraction.value(.init(whole: whole, rest: buffer[place]))
      }
    }
  }
}

// MARK: - Writing

extension ChunkColumns {
  /// A chunk in columns.
  ///
  /// - Parameters:
  ///   - chunk: A chunk as its encoder wrote it.
  ///   - state: The state of the encoder after its last sample.
  /// - Returns: The same samples in no more words; `nil` where that cannot be.
  static func columns(of chunk: SeriesChunk, after state: SampleState) -> SeriesChunk? {
    guard chunk.count > 1, state.form != .none else { return nil }
    return withUnsafeTemporaryAllocation(of: Int64.self, capacity: 3 * chunk.count) { numbers in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: chunk.count) { values in
        let parts = (0..<3).map { part in
          UnsafeMutableBufferPointer(
            rebasing: numbers[part * chunk.count..<(part + 1) * chunk.count]
          )
        }
        var output = SeriesDecoder.Output(timestamps: parts[0], values: values)
        let all = SeriesDecoder.Stretch(after: .min, through: .max)
        SeriesDecoder.decode(chunk, from: SeriesMark(), in: all, to: &output)
        guard output.count == chunk.count,
          split(values, by: state, into: parts[1], parts[2])
        else { return nil }
        return columns(of: chunk, state, parts)
      }
    }
  }

  /// Splits all values by the form that the encoder had at last; `false` where one has none.
  private static func split(
    _ values: UnsafeMutableBufferPointer<Double>,
    by state: SampleState,
    into wholes: UnsafeMutableBufferPointer<Int64>,
    _ rests: UnsafeMutableBufferPointer<Int64>
  ) -> Bool {
    var rest: Int64 = 0
    for index in values.indices {
      if state.form == .decimal {
        guard let whole = SampleState.whole(values[index], scale: state.scale) else { return false }
        wholes[index] = whole
      } else {
        guard let parts = state.fraction.parts(of: values[index], near: rest) else { return false }
        (wholes[index], rests[index]) = (parts.whole, parts.rest)
        rest = parts.rest
      }
    }
    return true
  }

  private static func columns(
    of chunk: SeriesChunk,
    _ state: SampleState,
    _ parts: [UnsafeMutableBufferPointer<Int64>]
  ) -> SeriesChunk? {
    guard let times = PackedNumbers(parts[0]), var wholes = PackedNumbers(parts[1]) else {
      return nil
    }
    let form = Form(
      scale: state.form == .decimal ? state.scale : SampleState.scaleCount,
      fraction: state.form == .decimal ? FractionForm() : state.fraction,
      isIrregular: times.widths != 0
    )
    wholes.position = times.bits(chunk.count)
    var bits = wholes.position + wholes.bits(chunk.count)
    var rests: PackedNumbers?
    if form.hasRests {
      guard var packed = PackedNumbers(parts[2]) else { return nil }
      packed.position = bits
      bits += packed.bits(chunk.count)
      rests = packed
    }
    let trailer = trailer(form, times, wholes, rests)
    let size = (bits + 63) / 64 + trailer.count
    guard size <= chunk.words.count else { return nil }
    var words = [UInt64](repeating: 0, count: size)
    words.replaceSubrange((size - trailer.count)..., with: trailer)
    times.write(parts[0], to: &words)
    wholes.write(parts[1], to: &words)
    rests?.write(parts[2], to: &words)
    return SeriesChunk(
      start: chunk.start,
      end: chunk.end,
      count: chunk.count,
      words: words,
      isInColumns: true
    )
  }

  /// The last words, which are read from the last one back.
  private static func trailer(
    _ form: Form,
    _ times: PackedNumbers,
    _ wholes: PackedNumbers,
    _ rests: PackedNumbers?
  ) -> [UInt64] {
    var words: [UInt64] = []
    if let rests {
      words += [UInt64(bitPattern: rests.first), UInt64(bitPattern: rests.least), rests.widths]
    }
    if form.isIrregular { words.append(times.widths) }
    return words + [
      UInt64(bitPattern: times.least), UInt64(bitPattern: wholes.first),
      UInt64(bitPattern: wholes.least), wholes.widths | form.code << PackedNumbers.widthBits,
    ]
  }
}
