import Telemetry

/// Tells which lines belong to the entry before them: those of stack traces, and what is indented.
///
/// Java, Python, Go, Node.js, .NET, Ruby, Rust and PHP write a trace as lines of their own behind the one
/// that tells what went wrong.
package struct TraceFollower: Sendable {
  /// Whose trace the last lines were.
  private enum Trace {
    case none
    /// Frames are indented.
    case indented
    /// The exception stands behind its frames.
    case python
    /// Functions are not indented, their places are.
    case go
    /// The words stand behind the line that says where.
    case rust
    /// The exception stands behind the code that a caret points to.
    case caret
  }

  private var trace = Trace.none
  private var hasHead = false

  package init() {}

  /// Whether the last line is one of a trace, or announces one.
  package var isInTrace: Bool { trace != .none }

  /// Whether a line goes on with an entry before it, whatever that is.
  package static func goesOn(_ line: [UInt8]) -> Bool {
    var follower = TraceFollower()
    follower.hasHead = true
    return follower.follows(line)
  }

  /// Takes the next line; whether it belongs to the entry before it.
  package mutating func follows(_ line: [UInt8]) -> Bool {
    line.withUnsafeBufferPointer { line in
      guard hasHead, let next = next(line) else {
        begin(line)
        return false
      }
      trace = next
      return true
    }
  }

  /// Whether a line may belong to an entry before it, whatever that is.
  package static func mayFollow(_ line: [UInt8]) -> Bool {
    line.withUnsafeBufferPointer { line in
      guard let first = line.first else { return true }
      return isSpace(first) || isMarked(line) || isName(first) || isBracket(line)
    } && !line.withUnsafeBufferPointer(isHead)
  }

  private mutating func begin(_ line: LineBytes) {
    hasHead = true
    trace = .none
    if line.has("Traceback (most recent call last)", at: 0) { trace = .python }
    if line.has("thread '", at: 0), line.last == UInt8(ascii: ":") { trace = .rust }
    if Self.isException(line, needsWord: true) { trace = .indented }
    if line.has("panic: ", at: 0) || line.has("goroutine ", at: 0) { trace = .go }
  }

  /// Whose trace goes on with a line; `nil` for a line that begins an entry.
  private func next(_ line: LineBytes) -> Trace? {
    guard let first = line.first else { return trace }
    if Self.isSpace(first) {
      if Self.isHead(line) { return nil }
      if trace != .python, Self.isCaret(line) { return .caret }
      return trace == .none ? .indented : trace
    }
    if line.has("Traceback (most recent call last)", at: 0) { return .python }
    if line.has("goroutine ", at: 0) { return .go }
    if Self.isMarked(line) { return trace == .none ? .indented : trace }
    switch trace {
    case .python: return Self.isException(line, needsWord: false) ? .indented : nil
    case .go: return Self.isGoFunction(line) ? .go : nil
    case .rust: return Self.isHead(line) ? nil : .indented
    case .caret: return Self.isException(line, needsWord: true) ? .indented : nil
    case .none: return Self.isException(line, needsWord: true, needsDot: true) ? .indented : nil
    case .indented: return Self.isBracket(line) ? .indented : nil
    }
  }

  // MARK: Lines

  /// What a trace has at the beginning of a line that is not indented.
  private static func isMarked(_ line: LineBytes) -> Bool {
    switch line[0] {
    case UInt8(ascii: "C"): return line.has("Caused by: ", at: 0)
    case UInt8(ascii: "S"):
      return line.has("Suppressed: ", at: 0) || line.has("Stack trace:", at: 0)
    case UInt8(ascii: "W"): return line.has("Wrapped by: ", at: 0)
    case UInt8(ascii: "D"): return line.has("During handling of the above exception", at: 0)
    case UInt8(ascii: "T"):
      return line.has("The above exception was the direct cause", at: 0)
        || line.has("Traceback (most recent call last)", at: 0)
    case UInt8(ascii: "-"):
      return line.has("--- End of ", at: 0) || line.has("---> ", at: 0)
    case UInt8(ascii: "n"): return line.has("note: run with `RUST_BACKTRACE", at: 0)
    case UInt8(ascii: "s"): return line.has("stack backtrace:", at: 0)
    case UInt8(ascii: "g"): return line.has("goroutine ", at: 0)
    case UInt8(ascii: "#"): return line.count > 2 && line[1] &- 48 < 10
    case UInt8(ascii: "."): return line.has("... ", at: 0)
    default: return false
    }
  }

  /// What closes JSON or code over several lines.
  private static func isBracket(_ line: LineBytes) -> Bool {
    guard line[0] == UInt8(ascii: "}") || line[0] == UInt8(ascii: "]") else { return false }
    return line.count <= 2
  }

  /// `java.lang.IllegalStateException: card declined`, `ValueError: x`, `KeyboardInterrupt`.
  private static func isException(
    _ line: LineBytes,
    needsWord: Bool,
    needsDot: Bool = false
  ) -> Bool {
    var end = 0
    var hasDot = false
    while end < line.count, isName(line[end]) {
      if line[end] == UInt8(ascii: ".") { hasDot = true }
      end += 1
    }
    guard end > 2, end == line.count || line[end] == UInt8(ascii: ":"), hasDot || !needsDot else {
      return false
    }
    guard needsWord else { return true }
    return ends(line, end, "Exception") || ends(line, end, "Error") || ends(line, end, "Throwable")
  }

  private static func ends(_ line: LineBytes, _ end: Int, _ word: StaticString) -> Bool {
    end >= word.utf8CodeUnitCount && line.has(word, at: end - word.utf8CodeUnitCount)
  }

  /// `main.pay(0x1, ...)`, `created by main.main in goroutine 1`, `exit status 2`.
  private static func isGoFunction(_ line: LineBytes) -> Bool {
    if line.has("created by ", at: 0) || line.has("exit status ", at: 0) { return true }
    if line.has("[signal ", at: 0) { return true }
    guard line.last == UInt8(ascii: ")"),
      let bracket = line.first(UInt8(ascii: "("), from: 0, to: line.count)
    else { return false }
    return bracket > 0 && !line[..<bracket].contains(32)
  }

  /// `    ^` and `    ~~~^^^`.
  private static func isCaret(_ line: LineBytes) -> Bool {
    line.last == UInt8(ascii: "^")
      && line.allSatisfy { isSpace($0) || $0 == UInt8(ascii: "^") || $0 == UInt8(ascii: "~") }
  }

  /// Whether a line begins an entry though it is indented: with a time of its own, or as JSON.
  private static func isHead(_ line: LineBytes) -> Bool {
    var start = 0
    while start < line.count, isSpace(line[start]) { start += 1 }
    if line.has("{\"", at: start) || start > 0 && isLevel(line, start) { return true }
    while start < line.count, line[start] == UInt8(ascii: "[") { start += 1 }
    guard start < line.count else { return false }
    let isDateLike = line[start] &- 48 < 10 || line[start] &- 65 < 26
    guard isDateLike else { return false }
    var reader = DateReader(
      line: line,
      position: start,
      end: line.count,
      arrival: Timestamp(nanoseconds: 0)
    )
    return reader.read() != nil
  }

  /// Whether a level in capitals stands alone, as rich writes it below the time that it leaves out.
  private static func isLevel(_ line: LineBytes, _ start: Int) -> Bool {
    var end = start
    while end < line.count, line[end] &- 65 < 26 { end += 1 }
    return end - start > 3 && end < line.count && line[end] == 32
      && LevelWords.word(line, start..<end) != nil
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  private static func isName(_ byte: UInt8) -> Bool {
    (byte | 32) &- 97 < 26 || byte &- 48 < 10 || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "$")
  }
}
