import Telemetry

extension ByteScanner {
  /// Reads a JSON number, or a string that holds one as sample values do.
  mutating func takeNumber() throws(ScanError) -> Double {
    let start: Int
    let end: Int
    if peek() == UInt8(ascii: "\"") {
      let (range, hasEscapes) = try takeRawString()
      guard !hasEscapes else { throw .malformed("a value is no number", at: range.lowerBound) }
      (start, end) = (range.lowerBound, range.upperBound)
    } else {
      start = at
      try skipValue()
      end = at
    }
    guard end - start <= 400,
      let value = DecimalNumber.parse(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    else { throw .malformed("a value is no number", at: start) }
    return value
  }

  /// Reads a number of seconds since the epoch, rounded to milliseconds.
  mutating func takeTimestamp() throws(ScanError) -> Timestamp {
    guard peek() != nil else { throw fault("a timestamp is missing") }
    let start = at
    var place = at
    var milliseconds: Int64 = 0
    while place < bytes.count, place - start < 12, bytes[place] &- 48 < 10 {
      milliseconds = milliseconds * 10 + Int64(bytes[place] - 48)
      place += 1
    }
    guard place > start, place < bytes.count else { return try takeOddTimestamp() }
    var scale: Int64 = 1000
    if bytes[place] == UInt8(ascii: ".") {
      place += 1
      while place < bytes.count, scale > 1, bytes[place] &- 48 < 10 {
        milliseconds = milliseconds * 10 + Int64(bytes[place] - 48)
        scale /= 10
        place += 1
      }
    }
    guard place < bytes.count,
      bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: "]"),
      milliseconds * scale < 9_200_000_000_000
    else { return try takeOddTimestamp() }
    at = place
    return Timestamp(milliseconds: milliseconds * scale)
  }

  /// Reads a timestamp of any other form: negative, with an exponent, or with many digits.
  private mutating func takeOddTimestamp() throws(ScanError) -> Timestamp {
    let seconds = try takeNumber()
    guard seconds.isFinite else { throw fault("a timestamp is not finite") }
    return Timestamp(seconds: seconds)
  }
}
