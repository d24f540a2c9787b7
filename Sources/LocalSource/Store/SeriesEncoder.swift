/// Compresses the newest stretch of a series, sample by sample.
struct SeriesEncoder: Sendable {
  private(set) var count = 0
  private(set) var start: Int64 = 0
  private var state = SampleState()
  private var bits = BitWriter()
  /// Samples since the last one that was searched for a decimal scale.
  private var sinceSearch = 0

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
    if let whole = SampleState.whole(value, scale: state.scale) {
      if state.isWhole {
        bits.put(0b10, 2)
        let step = whole &- state.whole
        state.valueCode.put(step &- state.expectedStep, &bits)
        state.moveWhole(by: step)
      } else {
        putScale(state.scale, whole)
      }
      return
    }
    // Numbers with many digits have no scale; they are not searched each time.
    sinceSearch += 1
    if state.isWhole || sinceSearch >= 16 {
      sinceSearch = 0
      for scale in state.scale + 1..<max(state.scale + 1, SampleState.scaleCount) {
        if let whole = SampleState.whole(value, scale: scale) {
          putScale(scale, whole)
          return
        }
      }
    }
    putBits(value.bitPattern)
    state.isWhole = false
  }

  private mutating func putScale(_ scale: UInt8, _ whole: Int64) {
    bits.put(0b111, 3)
    bits.put(UInt64(scale), 3)
    bits.put(UInt64(bitPattern: whole), 64)
    // What was learnt of another scale does not fit.
    if scale != state.scale {
      state.slope = 0
      state.valueCode = RiceCode()
    }
    state.scale = scale
    state.whole = whole
    state.isWhole = true
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

  /// The chunk as it stands, sharing the words; the bits after them come beside.
  func snapshot() -> (chunk: SeriesChunk, tail: UInt64) {
    (SeriesChunk(start: start, end: state.time, count: count, words: bits.words), bits.tail)
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
