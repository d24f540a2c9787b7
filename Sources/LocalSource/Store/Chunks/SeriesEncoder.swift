import PromQL

/// Compresses the newest stretch of a series, sample by sample.
struct SeriesEncoder: Sendable {
  private(set) var count = 0
  private(set) var start: Int64 = 0
  private var state = SampleState()
  private var bits = BitWriter()
  /// Samples since the last one that was searched for a decimal scale.
  private var sinceSearch: UInt8 = 0
  /// How many forms of fractions were named.
  private var forms: UInt8 = 0

  /// Milliseconds of the last sample.
  var end: Int64 { state.time }
  /// The bits of the last value.
  var lastBits: UInt64 { state.bits }

  /// Bytes with what the allocation needs.
  var bytes: Int { bits.words.capacity * 8 + 48 }

  /// Appends a sample that is later than all before.
  mutating func append(_ time: Int64, _ value: Double) {
    defer { count += 1 }
    guard count > 0 else {
      start = time
      bits.put(value.bitPattern, 64)
      state.begin(time, value)
      sinceSearch = 0
      forms = 0
      return
    }
    let distance = time &- state.time
    let change = distance &- state.distance
    if change == 0 {
      bits.put(0, 1)
    } else {
      bits.put(1, 1)
      state.timeCode.put(change, &bits)
      state.distance = distance
    }
    state.time = time
    if value.bitPattern == state.bits {
      bits.put(0, 1)
    } else {
      put(value)
      state.bits = value.bitPattern
    }
  }

  @inline(__always)
  private mutating func put(_ value: Double) {
    if state.form == .decimal, let whole = SampleState.whole(value, scale: state.scale) {
      bits.put(0b10, 2)
      putWhole(whole)
    } else if state.form == .fraction, let parts = state.fraction.parts(of: value, near: state.rest)
    {
      putFraction(parts, value)
    } else {
      putOther(value)
    }
  }

  @inline(__always)
  private mutating func putWhole(_ whole: Int64) {
    let step = whole &- state.whole
    state.valueCode.put(step &- state.expectedStep, &bits)
    state.moveWhole(by: step)
  }

  @inline(__always)
  private mutating func putParts(_ parts: FractionForm.Parts) {
    putWhole(parts.whole)
    if state.fraction.unit > 0 { state.restCode.put(parts.rest &- state.rest, &bits) }
    state.rest = parts.rest
  }

  private mutating func putFraction(_ parts: FractionForm.Parts, _ value: Double) {
    sinceSearch += 1
    if sinceSearch >= Self.pause, let (scale, whole) = scale(of: value) {
      putScale(scale, whole)
    } else {
      bits.put(0b10, 2)
      putParts(parts)
    }
  }

  /// Writes a value that the current form does not have.
  @inline(never)
  private mutating func putOther(_ value: Double) {
    if state.form == .none, let whole = SampleState.whole(value, scale: state.scale) {
      return putScale(state.scale, whole)
    }
    // Numbers with many digits have no scale; they are not searched each time.
    sinceSearch += 1
    if state.form == .decimal || sinceSearch >= Self.pause, let (scale, whole) = scale(of: value) {
      return putScale(scale, whole)
    }
    // Numbers of changing size have no form for long; to name one takes bits.
    if Int(forms) * 16 <= count + 48,
      let fraction = FractionForm(
        for: value,
        after: Double(bitPattern: state.bits),
        below: differingBits(value.bitPattern)
      )
    {
      return putForm(fraction, value)
    }
    putBits(value.bitPattern)
    if state.form == .decimal { state.form = .none }
    state.bits = value.bitPattern
    state.resume()
  }

  /// How many samples lie between two searches for a decimal scale.
  private static let pause: UInt8 = 16

  /// The decimal scale of a value, and while numbers have a fraction of the value before too.
  private mutating func scale(of value: Double) -> (scale: UInt8, whole: Int64)? {
    sinceSearch = 0
    let before = Double(bitPattern: state.bits)
    for scale in (state.form == .decimal ? state.scale + 1 : 0)..<SampleState.scaleCount {
      guard let whole = SampleState.whole(value, scale: scale) else { continue }
      guard state.form != .fraction || SampleState.whole(before, scale: scale) != nil else {
        return nil
      }
      return (scale, whole)
    }
    return nil
  }

  private mutating func putScale(_ scale: UInt8, _ whole: Int64) {
    bits.put(0b111, 3)
    bits.put(UInt64(scale), 3)
    bits.put(UInt64(bitPattern: whole), 64)
    state.enter(scale: scale, whole: whole)
  }

  private mutating func putForm(_ fraction: FractionForm, _ value: Double) {
    forms += 1
    bits.put(0b111, 3)
    bits.put(UInt64(SampleState.scaleCount), 3)
    bits.put(UInt64(fraction.point), 6)
    bits.put(UInt64(fraction.unit), 2)
    state.enter(fraction)
    // The parts were found before the form was chosen.
    if let parts = fraction.parts(of: value, near: state.rest) { putParts(parts) }
  }

  private func differingBits(_ pattern: UInt64) -> Int {
    let difference = pattern ^ state.bits
    return 64 - difference.leadingZeroBitCount - difference.trailingZeroBitCount
  }

  private mutating func putBits(_ pattern: UInt64) {
    let difference = pattern ^ state.bits
    let leading = difference.leadingZeroBitCount
    let length = 64 - leading - difference.trailingZeroBitCount
    bits.put(0b110, 3)
    let known = (leading: Int(state.leading), length: Int(state.length))
    let room = 64 - known.leading - known.length
    let isInside =
      known.length > 0 && leading >= known.leading
      && difference.trailingZeroBitCount >= room
    // A window that is far too wide costs more than telling a new one.
    if isInside, known.length - length <= 12 {
      bits.put(0, 1)
    } else {
      bits.put(1, 1)
      bits.put(UInt64(leading), 6)
      bits.put(UInt64(length - 1), 6)
      (state.leading, state.length) = (UInt8(leading), UInt8(length))
    }
    let shift = UInt64(64 - Int(state.leading) - Int(state.length))
    bits.put(difference >> shift, UInt64(state.length))
  }

  /// The chunk as it stands.
  func chunk() -> SeriesChunk {
    SeriesChunk(start: start, end: state.time, count: count, words: bits.finished())
  }

  /// The chunk as it stays: in columns, where these take no more room.
  var closedChunk: SeriesChunk {
    let chunk = chunk()
    return ChunkColumns.columns(of: chunk, after: state) ?? chunk
  }

  /// The chunk as it stands, sharing the words; the bits after them come beside.
  var openChunk: SeriesChunk {
    SeriesChunk(start: start, end: state.time, count: count, words: bits.words)
  }

  /// The bits after the words of the open chunk.
  var tail: UInt64 { bits.tail }

  /// The last sample.
  var newest: NewestSample {
    NewestSample(timestamp: state.time, value: Double(bitPattern: state.bits))
  }

  /// The place after the last sample.
  var mark: SeriesMark {
    SeriesMark(state: state, position: Int32(bits.position), count: Int32(count))
  }

  /// Starts over.
  mutating func reset() {
    count = 0
    bits.reset()
  }
}
