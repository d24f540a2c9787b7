package import Screen

/// Turns the bytes that a terminal sends into keys.
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

  /// Takes bytes as they come, split anywhere, and gives the keys that they complete, in order.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    waiting += bytes
    var keys: [Key] = []
    var position = 0
    while position < waiting.count {
      let used = advance(waiting[position...], into: &keys)
      guard used > 0 else { break }
      position += used
    }
    waiting.removeFirst(position)
    return keys
  }

  /// Gives up waiting: a lone Escape is a key, an unfinished sequence is nothing, a paste whose end
  /// never came ends here.
  package mutating func expire() -> [Key] {
    defer {
      waiting = []
      mode = .keys
    }
    switch mode {
    case .paste:
      paste.append(waiting[...])
      return [.paste(paste.finish())]
    case .string:
      return []
    case .keys:
      return waiting.allSatisfy { $0 == 0x1B } ? waiting.map { _ in .escape } : []
    }
  }

  /// Handles the start of the waiting bytes and returns how many it has used; 0 to wait for more.
  private mutating func advance(_ bytes: ArraySlice<UInt8>, into keys: inout [Key]) -> Int {
    switch mode {
    case .keys:
      return advanceKeys(bytes, into: &keys)
    case .string:
      let (used, ended) = EscapeSyntax.endOfString(bytes)
      if ended { mode = .keys }
      return used
    case .paste:
      let (text, used, ended) = PasteBuffer.split(bytes)
      paste.append(text)
      if ended {
        mode = .keys
        keys.append(.paste(paste.finish()))
      }
      return used
    }
  }

  private mutating func advanceKeys(_ bytes: ArraySlice<UInt8>, into keys: inout [Key]) -> Int {
    switch table.step(bytes) {
    case .key(let key, let count):
      keys.append(key)
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
