import Telemetry

/// What carries a line and writes something of its own before it.
struct LineWrap: Hashable {
  /// Who does so.
  enum Kind: String, CaseIterable {
    /// `web-1  | `: Docker Compose 2, and `shop_web.1.x@node | ` of Docker's services.
    case compose
    /// `[pod/cart-6f7/cart] `: `kubectl logs --prefix`.
    case kubectl
    /// `2026-11-28T04:05:06.123456789Z stdout F `: containerd and CRI-O.
    case cri = "CRI"
    /// `<27>` before anything: RFC 3164 and the kernel.
    case priority = "syslog priority"
    /// `<165>1 2026-11-28T04:05:06.003Z web shop 12 ID47 - `: RFC 5424.
    case syslog = "RFC 5424"
    /// `Nov 28 04:05:06 web shop[12]: `: RFC 3164, rsyslog and journalctl.
    case tag = "syslog"
    /// `{"log":"…\n","stream":"stdout","time":"…"}`: Docker's json-file.
    case jsonFile = "docker json-file"
  }

  /// Where the line itself begins.
  var end = 0
  /// When it was carried; with a zone of its own mostly.
  var time: WrittenTime?
  /// The level that the carrier gives it.
  var level: LogLevel?
  /// Where the name stands of what wrote it.
  var service: Range<Int>?
  /// Where the data stand that RFC 5424 has before the text.
  var data: Range<Int>?
  /// The outermost of them.
  var kind: Kind?

  /// Takes off what stands at the place without a time.
  mutating func passPrefix(_ line: LineBytes, _ arrival: Timestamp) -> Bool {
    guard end < line.count else { return false }
    switch line[end] {
    case UInt8(ascii: "["): return passKubectl(line)
    case UInt8(ascii: "<"): return passPriority(line, arrival)
    default: return passCompose(line)
    }
  }

  /// Takes off a name that Compose or kubectl writes.
  mutating func passCarrier(_ line: LineBytes) -> Bool {
    guard let first = line.first else { return false }
    return first == UInt8(ascii: "[") ? passKubectl(line) : passCompose(line)
  }

  /// Takes off what follows a time that belongs to the carrier.
  mutating func passBehindTime(_ line: LineBytes, _ head: LineHead) -> Bool {
    guard let time = head.time, head.timeEnd < line.count, line[head.timeEnd] == 32 else {
      return false
    }
    let next = head.timeEnd + 1
    if line.has("stdout ", at: next) || line.has("stderr ", at: next) {
      // The tags are joined by colons; the first one is F, or P of a part.
      guard let space = line.first(32, from: next + 7, to: min(line.count, next + 40)) else {
        return false
      }
      pass(.cri, to: space + 1)
      self.time = time
      return true
    }
    guard let (name, end) = Self.tag(line, next, isYearless: time.shape == .monthName) else {
      return false
    }
    pass(.tag, to: end)
    self.time = time
    if !name.isEmpty { service = name }
    return true
  }

  private mutating func pass(_ kind: Kind, to end: Int) {
    self.kind = self.kind ?? kind
    self.end = end
  }

  // MARK: Prefixes

  private mutating func passCompose(_ line: LineBytes) -> Bool {
    var next = end
    let limit = min(line.count, end + 128)
    while next < limit, Self.isName(line[next]) { next += 1 }
    let name = end..<next
    guard name.count > 0, next < limit, line[next] == 32 else { return false }
    while next < limit, line[next] == 32 { next += 1 }
    guard next + 1 < line.count, line[next] == UInt8(ascii: "|"), line[next + 1] == 32,
      LevelWords.word(line, name) == nil
    else { return false }
    pass(.compose, to: next + 2)
    service = Self.withoutNumber(line, name)
    return true
  }

  /// A name without the number of the container: `web-1`, `web_1`.
  private static func withoutNumber(_ line: LineBytes, _ name: Range<Int>) -> Range<Int> {
    var end = name.upperBound
    while end > name.lowerBound + 1, line[end - 1] &- 48 < 10 { end -= 1 }
    let isNumbered =
      end < name.upperBound && end > name.lowerBound + 1
      && (line[end - 1] == UInt8(ascii: "-") || line[end - 1] == UInt8(ascii: "_"))
    return isNumbered ? name.lowerBound..<end - 1 : name
  }

  private mutating func passKubectl(_ line: LineBytes) -> Bool {
    guard line.has("[pod/", at: end),
      let close = line.first(UInt8(ascii: "]"), from: end, to: min(line.count, end + 320)),
      close + 1 < line.count, line[close + 1] == 32
    else { return false }
    var name = close
    while line[name - 1] != UInt8(ascii: "/") { name -= 1 }
    service = name..<close
    pass(.kubectl, to: close + 2)
    return true
  }

  private mutating func passPriority(_ line: LineBytes, _ arrival: Timestamp) -> Bool {
    var next = end + 1
    var value = 0
    while next < line.count, next - end < 4, line[next] &- 48 < 10 {
      value = value * 10 + Int(line[next] - 48)
      next += 1
    }
    guard next > end + 1, value < 192, next < line.count, line[next] == UInt8(ascii: ">") else {
      return false
    }
    level = LevelScale.any.level(value & 7)
    next += 1
    let isVersioned =
      next + 1 < line.count && line[next] == UInt8(ascii: "1") && line[next + 1] == 32
    if isVersioned, passSyslog(line, next + 2, arrival) { return true }
    pass(.priority, to: next)
    return true
  }

  /// RFC 5424 behind its version: time, host, program, process, kind, structured data.
  private mutating func passSyslog(_ line: LineBytes, _ start: Int, _ arrival: Timestamp) -> Bool {
    var reader = DateReader(line: line, position: start, end: line.count, arrival: arrival)
    let time = reader.read()
    // A dash stands for none.
    guard time != nil || reader.take(UInt8(ascii: "-")), reader.take(32) else { return false }
    var next = reader.position
    for place in 0..<4 {
      guard let space = line.first(32, from: next, to: line.count) else { return false }
      if place == 1, space > next, line[next] != UInt8(ascii: "-") { service = next..<space }
      next = space + 1
    }
    let dataStart = next
    next = Self.behindData(line, next)
    data = dataStart..<next
    if line.has("\u{FEFF}", at: next) { next += 3 }
    self.time = time
    pass(.syslog, to: next)
    return true
  }

  /// Behind `-` or `[id name="value"]…`, with the space that follows.
  private static func behindData(_ line: LineBytes, _ start: Int) -> Int {
    var next = start
    if next < line.count, line[next] == UInt8(ascii: "-") {
      next += 1
    } else {
      while next < line.count, line[next] == UInt8(ascii: "[") {
        while next < line.count, line[next] != UInt8(ascii: "]") {
          next += line[next] == UInt8(ascii: "\\") ? 2 : 1
        }
        next += 1
      }
    }
    return min(line.count, next < line.count && line[next] == 32 ? next + 1 : next)
  }

  // MARK: Tags

  /// `web shop[12]: `, `shop[12]: `; without the number of a process behind a date of RFC 3164 alone,
  /// since anything else may end in a colon.
  private static func tag(
    _ line: LineBytes,
    _ start: Int,
    isYearless: Bool
  ) -> (name: Range<Int>, end: Int)? {
    var next = start
    for word in 0..<2 {
      let wordStart = next
      while next < line.count, isName(line[next]) || line[next] == UInt8(ascii: "/") { next += 1 }
      let name = wordStart..<next
      guard !name.isEmpty, next + 1 < line.count else { return nil }
      if line[next] == UInt8(ascii: "["),
        let close = line.first(UInt8(ascii: "]"), from: next, to: min(line.count, next + 32)),
        close > next + 1, close + 1 < line.count, line[close + 1] == UInt8(ascii: ":")
      {
        return (name, afterColon(line, close + 1))
      }
      let isKernel = line.has("kernel: ", at: wordStart)
      if word == 1, isYearless || isKernel, line[next] == UInt8(ascii: ":"), line[next + 1] == 32 {
        return (name, afterColon(line, next))
      }
      guard word == 0, line[next] == 32, LevelWords.word(line, name) == nil else { return nil }
      while next < line.count, line[next] == 32 { next += 1 }
      // A handler that writes no tag.
      if isYearless, next < line.count, line[next] == UInt8(ascii: "{") {
        return (next..<next, next)
      }
    }
    return nil
  }

  private static func afterColon(_ line: LineBytes, _ colon: Int) -> Int {
    colon + 1 < line.count && line[colon + 1] == 32 ? colon + 2 : colon + 1
  }

  private static func isName(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "@")
  }
}
