import CTerminal

/// Bytes on their way to the terminal, sent as fast as it takes them and never waited for.
struct TerminalOutput {
  private var bytes: [UInt8] = []
  private var sent = 0
  /// Bytes that the terminal has taken since the count was last read.
  private var uncounted = 0
  /// Whether the terminal is gone; then everything is forgotten.
  private(set) var isGone = false

  /// Whether all has been sent.
  var isEmpty: Bool { bytes.isEmpty }

  /// Adds bytes to be sent.
  mutating func append(_ more: some Sequence<UInt8>) {
    guard !isGone else { return }
    bytes += more
  }

  /// Sends what the terminal takes now.
  mutating func flush() {
    while !isEmpty {
      let count = bytes.withUnsafeBufferPointer { all in
        all.baseAddress.map { ct_write($0 + sent, all.count - sent) } ?? 0
      }
      if count < 0 { isGone = true }
      if count <= 0 { break }
      sent += count
      uncounted += count
      if sent == bytes.count { clear() }
    }
    if isGone { clear() }
  }

  /// Sends everything, unless that takes longer; returns whether all is sent.
  mutating func drain(within limit: Duration) -> Bool {
    let end = ContinuousClock.now + limit
    flush()
    while !isEmpty, ContinuousClock.now < end {
      _ = ct_wait(-1, 0, 1, 20)
      flush()
    }
    return isEmpty
  }

  /// Forgets what has not been sent, also in the system's buffers.
  mutating func discard() {
    guard !isEmpty else { return }
    clear()
    ct_discard_output()
  }

  /// The bytes sent since the last call.
  mutating func takeCount() -> Int {
    defer { uncounted = 0 }
    return uncounted
  }

  private mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    sent = 0
  }
}
