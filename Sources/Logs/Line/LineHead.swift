import Telemetry

/// The time and the level with which a line begins that is no JSON.
struct LineHead {
  /// The time; `nil` where the line does not begin with one.
  var time: WrittenTime?
  /// The level that is written beside it; `nil` where none is.
  var level: LogLevel?
  /// Where what they belong to begins: the text of the line without them.
  var end: Int
  /// Where the time ends; what syslog and CRI write follows there.
  var timeEnd = 0

  /// Reads the head of a line from an offset on.
  static func read(_ line: LineBytes, from start: Int, arrival: Timestamp) -> LineHead {
    var reader = LineHeadReader(line, from: start, arrival)
    reader.read()
    return reader.head
  }
}

/// Reads a head from left to right.
private struct LineHeadReader {
  /// Heads are within so many bytes.
  private static let reach = 160

  let line: LineBytes
  let start: Int
  let arrival: Timestamp
  var position: Int
  var head: LineHead
  /// Brackets that are open at the position.
  private var open = 0
  private var isQuoted = false

  init(_ line: LineBytes, from start: Int, _ arrival: Timestamp) {
    self.line = line
    self.start = start
    self.arrival = arrival
    position = start
    head = LineHead(end: start)
  }

  mutating func read() {
    skipOpening()
    guard position < line.count, !letterBeforeDate() else { return }
    if time() {
      afterTime()
    } else if levelFirst() {
      timeAfterLevel()
    } else {
      search()
    }
  }

  /// Takes the time at the position.
  private mutating func time() -> Bool {
    var reader = DateReader(line: line, position: position, end: line.count, arrival: arrival)
    guard let time = reader.read() else { return false }
    head.time = time
    head.timeEnd = reader.position
    position = reader.position
    return true
  }

  /// The level that follows a time, and the place behind both.
  private mutating func afterTime() {
    skipSeparators()
    settle()
    if let level = word(isAfterTime: true) ?? letterBehindNumbers() {
      head.level = level
      passWorker()
      settle()
    }
  }

  /// celery's `/ForkPoolWorker-1] ` behind the level.
  private mutating func passWorker() {
    guard position < line.count, line[position] == UInt8(ascii: "/"), open == 2,
      let close = line.first(UInt8(ascii: "]"), from: position, to: min(line.count, position + 64)),
      line.first(32, from: position, to: close) == nil
    else { return }
    open = 1
    position = close
  }

  /// Notes that the text begins here, unless a bracket is open.
  private mutating func settle() {
    skipSeparators()
    if open == 0 { head.end = position }
  }

  // MARK: Levels before times

  /// `E1128 04:05:06.123456` of klog and glog, `E20261128 …` of glog 0.6, and
  /// `W0000 00:00:1795838706.123456` of Abseil before it knows the zone.
  private mutating func letterBeforeDate() -> Bool {
    guard position + 15 < line.count, line[position + 1] &- 48 < 10, line[position + 4] &- 48 < 10,
      let level = letter(line[position])
    else { return false }
    position += 1
    if line[position] == 48, line.has("0000 00:00:", at: position) { position += 11 }
    guard time() else {
      position -= 1
      return false
    }
    head.level = level
    settle()
    return true
  }

  /// A level at the start: `INFO 2026-…`, `[ERROR]`, `warning: `, `E, [2026-…`, `[I 2026-…`.
  private mutating func levelFirst() -> Bool {
    if let level = word(isAfterTime: false) ?? letterFirst() ?? erlangReport() {
      head.level = level
      settle()
      return true
    }
    return false
  }

  /// Erlang's `=ERROR REPORT==== 28-Nov-2026::04:05:06 ===`.
  private mutating func erlangReport() -> LogLevel? {
    guard position + 20 < line.count, line[position] == UInt8(ascii: "="),
      let space = line.first(32, from: position, to: position + 14),
      line.has(" REPORT==== ", at: space)
    else { return nil }
    let word = position + 1..<space
    let level = line.has("CRASH", at: position + 1) ? .error : LevelWords.word(line, word)
    guard let level else { return nil }
    position = space + 12
    return level
  }

  /// Ruby's `E, [`, Jupyter's and tornado's `[E 2026-…`, Android's `E/Tag( 1702): `.
  private mutating func letterFirst() -> LogLevel? {
    guard position + 2 < line.count, let level = letter(line[position]) else { return nil }
    let next = line[position + 1]
    let isRuby = next == UInt8(ascii: ",") && line[position + 2] == 32
    let isTornado = next == 32 && open > 0 && line[position + 2] &- 48 < 10
    guard isRuby || isTornado || isAndroid(position) else { return nil }
    position += isAndroid(position) ? 2 : 1
    return level
  }

  /// A time behind a level, perhaps behind the name of a thread in brackets too.
  private mutating func timeAfterLevel() {
    let textStart = position
    let opened = open
    for attempt in 0..<2 {
      skipOpening()
      if time() {
        settle()
        return
      }
      guard attempt == 0 else { break }
      (position, open) = (textStart, opened)
      skipToken()
      skipSeparators()
    }
    (position, open) = (textStart, opened)
  }

  // MARK: Levels behind times

  /// Android's `1702  2395 E PowerManager: `, MongoDB's `I  NETWORK  `, Telegraf's `E! `.
  private mutating func letterBehindNumbers() -> LogLevel? {
    var next = position
    for _ in 0..<2 {
      let numberStart = next
      while next < line.count, line[next] &- 48 < 10 { next += 1 }
      if next > numberStart { while next < line.count, line[next] == 32 { next += 1 } }
    }
    guard next + 3 < line.count, let level = letter(line[next]) else { return nil }
    if isAndroid(next) {
      position = next + 2
      return level
    }
    // Telegraf's `E! [outputs.influxdb] `.
    if line[next + 1] == UInt8(ascii: "!"), line[next + 2] == 32 {
      position = next + 2
      return level
    }
    guard line[next + 1] == 32 else { return nil }
    next += 2
    while next < line.count, line[next] == 32 { next += 1 }
    let tagStart = next
    while next < line.count, line[next] > 32, line[next] != UInt8(ascii: ":") { next += 1 }
    let isTag =
      next < line.count && line[next] == UInt8(ascii: ":")
      || next - tagStart > 1 && (tagStart..<next).allSatisfy { !(line[$0] &- 97 < 26) }
    guard isTag, next > tagStart else { return nil }
    position = tagStart
    return level
  }

  /// The sign behind the time of Redis 7, whose lines begin with `12:M `.
  private func redisSign() -> LogLevel? {
    guard position + 2 < line.count, line[position] == 32, line[position + 2] == 32,
      line[start] &- 48 < 10,
      let colon = (start..<min(start + 10, position)).first(where: { line[$0] == UInt8(ascii: ":") }
      ),
      line[colon + 1] &- 65 < 26, line[colon + 2] == 32
    else { return nil }
    return switch line[position + 1] {
    case UInt8(ascii: "."), UInt8(ascii: "-"): .debug
    case UInt8(ascii: "*"): .info
    case UInt8(ascii: "#"): .warning
    default: nil
    }
  }

  private func isAndroid(_ place: Int) -> Bool {
    guard place + 3 < line.count, line[place + 1] == UInt8(ascii: "/"),
      DateReader.isLetter(line[place + 2])
    else { return false }
    var next = place + 2
    while next < line.count, line[next] > 32, line[next] != UInt8(ascii: "(") { next += 1 }
    return next < line.count && line[next] == UInt8(ascii: "(")
      || line[next - 1] == UInt8(ascii: ":")
  }

  private func letter(_ byte: UInt8) -> LogLevel? {
    switch byte {
    case UInt8(ascii: "V"): .trace
    case UInt8(ascii: "D"): .debug
    case UInt8(ascii: "I"), UInt8(ascii: "N"): .info
    case UInt8(ascii: "W"): .warning
    case UInt8(ascii: "E"): .error
    case UInt8(ascii: "F"), UInt8(ascii: "C"): .critical
    default: nil
    }
  }

  /// A word at the position that is written as a level, which is passed with what closes it.
  private mutating func word(isAfterTime: Bool) -> LogLevel? {
    var start = position
    let isOpened = start < line.count && LevelGuess.isOpening(line[start])
    if isOpened { start += 1 }
    while start < line.count, line[start] == 32 { start += 1 }
    var end = start
    while end < line.count, end - start < 14, DateReader.isLetter(line[end]) { end += 1 }
    let place: LevelGuess.Place = isAfterTime ? .behindTime : .first
    guard let level = LevelGuess.level(line, start..<end, isBracketed: isOpened, at: place) else {
      return nil
    }
    if end < line.count, line[end] &- 48 < 10 { end += 1 }
    // What stands within the same brackets belongs to neither: no text is cut out of it.
    var next = end
    while next < line.count, line[next] == 32 { next += 1 }
    if isOpened {
      guard next < line.count, LevelGuess.isClosing(line[next]) else {
        open += 1
        position = end
        return level
      }
      position = next + 1
    } else {
      if end < line.count, line[end] == UInt8(ascii: "/") { open += 1 }
      position = end
    }
    return level
  }

  // MARK: Times further on

  /// A time behind what comes before it in access logs, in NestJS and behind the names that stern
  /// writes; not one that prose speaks of.
  private mutating func search() {
    let end = min(line.count - 9, start + Self.reach)
    var isProse = false
    // What stands in brackets is one token, which may have spaces.
    (position, open) = (start, 0)
    while position < end, line[position] == 32 || line[position] == 9 { position += 1 }
    for token in 0..<7 where position < end {
      let byte = line[position]
      // Cisco's star stands before a time that is not set by a server.
      let isOpened =
        byte == UInt8(ascii: "[") || byte == UInt8(ascii: "|") || byte == UInt8(ascii: "*")
      let place = position
      if isOpened { position += 1 }
      if token > 0 || isOpened, time() {
        open = 1
        head.level = redisSign()
        skipSeparators()
        head.level = head.level ?? word(isAfterTime: true) ?? letterBehindNumbers()
        // `Started at …` speaks; sanic's `Main |…  INFO:` does not.
        if isProse, head.level == nil { head = LineHead(end: start) }
        return
      }
      position = place
      if token == 0 {
        guard !isPair(position) else { return }
        isProse = self.isProse(position)
      } else if isProse {
        return
      }
      skipToken()
      while position < end, line[position] == 32 || line[position] == 9 { position += 1 }
    }
  }

  /// Whether letters alone stand at a place, as in `Started at …`.
  private func isProse(_ place: Int) -> Bool {
    var next = place
    while next < line.count, DateReader.isLetter(line[next]) { next += 1 }
    guard next > place, next < line.count, line[next] <= 32 else { return false }
    return Self.protocols[NameHashes.folded(line, place..<next)] == nil
  }

  /// Whether the key of a pair stands at a place.
  private func isPair(_ place: Int) -> Bool {
    var next = place
    while next < line.count, line[next] > 32, line[next] != UInt8(ascii: "=") { next += 1 }
    return next > place && next < line.count && line[next] == UInt8(ascii: "=")
  }

  /// AWS's load balancers begin with these.
  private static let protocols = NameHashes(
    ["http", "https", "h2", "grpcs", "ws", "wss"].map { ($0, 1) }
  )

  // MARK: Steps

  /// Passes a word, or what stands in brackets.
  private mutating func skipToken() {
    if position < line.count, line[position] == UInt8(ascii: "[") {
      let end = min(line.count, position + 100)
      if let close = (position..<end).first(where: { line[$0] == UInt8(ascii: "]") }) {
        position = close + 1
        return
      }
    }
    while position < line.count, line[position] != 32, line[position] != 9 { position += 1 }
  }

  private mutating func skipOpening() {
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "["), UInt8(ascii: "("): open += 1
      case UInt8(ascii: "\""): isQuoted = true
      case 32, 9: break
      default: return
      }
      position += 1
    }
  }

  private mutating func skipSeparators() {
    while position < line.count {
      switch line[position] {
      case UInt8(ascii: "]"), UInt8(ascii: ")"): open = max(0, open - 1)
      case 32, 9, UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: "|"): break
      case UInt8(ascii: "\""):
        guard isQuoted else { return }
        isQuoted = false
      case UInt8(ascii: "-"):
        guard position + 1 < line.count, line[position + 1] == 32 else { return }
      default: return
      }
      position += 1
    }
  }
}
