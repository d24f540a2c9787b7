import Telemetry

extension ByteScanner {
  /// Reads a JSON number, or a string that holds one as sample values do.
  mutating func takeNumber() throws(ScanError) -> Double {
    let isText = peek() == UInt8(ascii: "\"")
    if isText, let (value, end) = DecimalNumber.prefix(of: bytes, from: at + 1),
      end < bytes.count, bytes[end] == UInt8(ascii: "\"")
    {
      at = end + 1
      return value
    }
    return try takeOddNumber(isText: isText)
  }

  /// Reads a number that is not a string, or not a simple one.
  @inline(never)
  private mutating func takeOddNumber(isText: Bool) throws(ScanError) -> Double {
    let start: Int
    let end: Int
    if isText {
      let (range, _) = try takeRawString()
      (start, end) = (range.lowerBound, range.upperBound)
    } else {
      start = at
      try skipValue()
      end = at
    }
    guard end - start <= 400,
      let value = DecimalNumber.parse(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    else { throw .malformed("a value is not a number", at: start) }
    return value
  }

  /// Reads a number of seconds since the epoch, rounded to milliseconds.
  mutating func takeTimestamp() throws(ScanError) -> Timestamp {
    guard peek() != nil else { throw fault("a timestamp is missing") }
    var place = at
    var count: UInt64 = 0
    DecimalNumber.takeDigits(bytes, &place, &count)
    guard place > at, place - at <= 10, place < bytes.count else { return try takeOddTimestamp() }
    var milliseconds = Int64(count)
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
