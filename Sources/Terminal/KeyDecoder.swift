package import Screen

/// Turns the bytes that a terminal sends into keys and acts of the mouse.
///
/// A sequence that is not known, or a key held with Alt, gives nothing at all: it must never fall
/// apart into an Escape and letters that are commands. The same holds for text that is pasted, and
/// for answers that a terminal sends by itself.
///
/// Where a sequence ends is known by its form; only whether an Escape is a key or the start of a
/// sequence takes time to tell. Whoever feeds the decoder calls `expire()` when `patience` has passed
/// without another byte.
package struct KeyDecoder: Sendable {
  /// One step through the waiting bytes.
  enum Step: Hashable {
    /// The first so many bytes are a key.
    case key(Key, Int)
    /// The first so many bytes are an act of the mouse.
    case pointer(Pointer, Int)
    /// The first so many bytes mean nothing.
    case nothing(Int)
    /// The first so many bytes open a paste.
    case pasteStart(Int)
    /// The first so many bytes open a string that the terminal sends by itself.
    case stringStart(Int)
    /// More bytes are needed.
    case incomplete
  }

  private enum Mode {
    case keys, paste, string
  }

  /// Whether the terminal was asked for acts of the mouse; else they are nothing.
  package var isPointing = false
  private let table: KeyTable
  private var waiting: [UInt8] = []
  private var mode = Mode.keys
  private var paste = PasteBuffer()

  /// Knows the usual sequences and those of a terminal type.
  package init(terminfo: [[UInt8]: Key] = [:]) {
    table = KeyTable(terminfo: terminfo)
  }

  /// How long to wait for another byte before `expire()`; `nil` when nothing is incomplete.
  ///
  /// A lone Escape must feel immediate. The rest of a sequence may be held up on the network, and
  /// nobody waits for it, so it gets longer.
  package var patience: Duration? {
    switch mode {
    case .paste: .seconds(5)
    case .string: .milliseconds(500)
    case .keys:
      if waiting.isEmpty {
        nil
      } else {
        .milliseconds(waiting.allSatisfy { $0 == 0x1B } ? 60 : 500)
      }
    }
  }

  /// Takes bytes as they come, split anywhere, and gives what they complete, in order: keys, and acts of
  /// the mouse where those are asked for.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    waiting += bytes
    var events: [TerminalEvent] = []
    var position = 0
    while position < waiting.count {
      let used = advance(waiting[position...], into: &events)
      guard used > 0 else { break }
      position += used
    }
    waiting.removeFirst(position)
    return events
  }

  /// Gives up waiting: a lone Escape is a key, an unfinished sequence is nothing, a paste whose end
  /// never came ends here.
  package mutating func expire() -> [TerminalEvent] {
    defer {
      waiting = []
      mode = .keys
    }
    switch mode {
    case .paste:
      paste.append(waiting[...])
      return [.key(.paste(paste.finish()))]
    case .string:
      return []
    case .keys:
      return waiting.allSatisfy { $0 == 0x1B } ? waiting.map { _ in .key(.escape) } : []
    }
  }

  /// Handles the start of the waiting bytes and returns how many it has used; 0 to wait for more.
  private mutating func advance(
    _ bytes: ArraySlice<UInt8>,
    into events: inout [TerminalEvent]
  ) -> Int {
    switch mode {
    case .keys:
      return advanceKeys(bytes, into: &events)
    case .string:
      let (used, ended) = EscapeSyntax.endOfString(bytes)
      if ended { mode = .keys }
      return used
    case .paste:
      let (text, used, ended) = PasteBuffer.split(bytes)
      paste.append(text)
      if ended {
        mode = .keys
        events.append(.key(.paste(paste.finish())))
      }
      return used
    }
  }

  private mutating func advanceKeys(
    _ bytes: ArraySlice<UInt8>,
    into events: inout [TerminalEvent]
  ) -> Int {
    switch table.step(bytes) {
    case .key(let key, let count):
      events.append(.key(key))
      return count
    case .pointer(let pointer, let count):
      if isPointing { events.append(.pointer(pointer)) }
      return count
    case .nothing(let count):
      return count
    case .pasteStart(let count):
      mode = .paste
      return count
    case .stringStart(let count):
      mode = .string
      return count
    case .incomplete:
      return 0
    }
  }
}
