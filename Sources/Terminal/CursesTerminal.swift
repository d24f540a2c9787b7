import CTerminal
package import Screen

/// The terminal that the process was started in, drawn on with curses.
///
/// One a process, made and run on one thread, which `run` keeps until the end. The rest of the
/// program knows it by a `TerminalMailbox` only.
package final class CursesTerminal {
  /// Notices about drawing; empty if all is as asked for.
  package let notices: [String]
  /// Whether views must draw with ASCII only; anything else would be shown as '?'.
  package let usesASCII: Bool
  /// The colours that are drawn with.
  package let depth: ColourDepth
  /// Columns and rows now.
  package private(set) var size: Size

  let options: TerminalOptions
  /// Whether texts can be links.
  private let hasLinks: Bool
  var output = TerminalOutput()
  var decoder: KeyDecoder
  /// The grid on screen; `nil` if unknown.
  private(set) var shown: Grid?
  /// The last frame that was given, to be shown again when the screen was lost.
  private(set) var latest: Grid?
  var lifetime = Lifetime()
  /// When to stop waiting for the rest of a key.
  var keysAreCompleteAt: ContinuousClock.Instant?
  /// Whether acts of the mouse are asked for, now or when the terminal is ours again.
  private(set) var isPointing = false
  /// Whether the shell has the terminal.
  private(set) var isAway = false

  private var isOpen = true
  private var row: [ct_cell] = []

  /// Takes the terminal over: raw mode, alternate screen, signals.
  ///
  /// Nothing is changed when it throws.
  package init(_ options: TerminalOptions) throws(TerminalError) {
    guard ct_has_terminal() != 0 else { throw .notATerminal }
    let type = try TerminalType.choose(for: options.environment["TERM", default: ""])
    let encoding = TextEncoding.choose(ascii: options.ascii, environment: options.environment)
    let problem = ct_open(type.term)
    guard problem == 0 else { throw .failed(errno: problem) }
    self.options = options
    hasLinks = HyperlinkSequence.isKnown(to: options.environment)
    notices = [type.notice, encoding.notice].compactMap(\.self)
    usesASCII = encoding.usesASCII
    depth = Self.defineLooks(options)
    decoder = KeyDecoder(terminfo: TerminalKeys.sequences())
    size = Self.currentSize
    enter()
  }

  deinit {
    close()
  }

  private static func defineLooks(_ options: TerminalOptions) -> ColourDepth {
    let depth = options.depth(colours: Int(ct_colours()))
    let hasDefaultColours = depth > .none && ct_start_colours() == 1
    let table = LookTable(
      Theme(options.theme, depth: depth),
      abilities: LookTable.Abilities(
        depth: depth,
        hasDefaultColours: hasDefaultColours,
        canDim: ct_can_dim(depth > .none ? 1 : 0) != 0
      )
    )
    for (index, pair) in table.pairs.enumerated() {
      ct_define_pair(Int32(index + 1), Int32(pair.foreground), Int32(pair.background))
    }
    for (index, entry) in table.entries.enumerated() {
      ct_define_look(UInt32(index), Int32(entry.pair), UInt32(entry.emphasis.rawValue))
    }
    return depth
  }

  private static var currentSize: Size {
    var width: Int32 = 0
    var height: Int32 = 0
    ct_size(&width, &height)
    return Size(Int(width), Int(height))
  }

  /// Looks whether the terminal has another size, and prepares for it.
  func updateSize() -> Bool {
    let now = Self.currentSize
    guard now != size else { return false }
    size = now
    ct_resize(Int32(now.width), Int32(now.height))
    forgetScreen()
    return true
  }

  /// Requests a redraw of the whole screen as soon as the terminal is ready.
  func forgetScreen() {
    shown = nil
  }

  // MARK: Drawing

  /// Sends a frame unless it is what is shown; returns whether there was anything to send.
  func show(_ grid: Grid) -> Bool {
    latest = grid
    guard grid != shown else { return false }
    for y in 0..<min(grid.size.height, size.height) where rowDiffers(y, in: grid) {
      put(row: y, of: grid)
    }
    // Curses does not know that a cell was a link, and would leave it one.
    let isWhole = shown == nil || (hasLinks && shown?.links != grid.links)
    var bytes: UnsafePointer<UInt8>?
    let count = ct_compose(isWhole ? 1 : 0, &bytes)
    shown = grid
    guard count > 0 else { return false }
    if options.synchronizedOutput { output.append(Self.beginFrame) }
    output.append(UnsafeBufferPointer(start: bytes, count: count))
    if isWhole, hasLinks { output.append(HyperlinkSequence.bytes(for: grid)) }
    if options.synchronizedOutput { output.append(Self.endFrame) }
    return true
  }

  private func rowDiffers(_ y: Int, in grid: Grid) -> Bool {
    guard let shown, shown.size == grid.size else { return true }
    let range = y * grid.size.width..<(y + 1) * grid.size.width
    return grid.cells[range] != shown.cells[range]
  }

  private func put(row y: Int, of grid: Grid) {
    let start = y * grid.size.width
    row.removeAll(keepingCapacity: true)
    for cell in grid.cells[start..<start + grid.size.width] {
      row.append(
        ct_cell(
          scalar: cell.scalar,
          mark1: cell.mark1,
          mark2: cell.mark2,
          look: UInt32(LookTable.look(of: cell.style))
        )
      )
    }
    ct_put_row(Int32(y), row, Int32(row.count), usesASCII ? 1 : 0)
  }

  // MARK: Entering and leaving

  /// Brackets of a frame, which terminals that do not know them ignore.
  /// - Source: https://gist.github.com/christianparpart/d8a62cc1ab659194337d73e399004036
  private static let beginFrame = Array("\u{1B}[?2026h".utf8)
  private static let endFrame = Array("\u{1B}[?2026l".utf8)

  /// Markers around pasted text on and off; and the end of the scrolling region that curses sets and
  /// leaves behind.
  private static let entering = Array("\u{1B}[?2004h".utf8)
  private static let leaving = Array("\u{1B}[?2004l\u{1B}[r".utf8)

  /// Sets our modes; the screen itself is entered with the next frame.
  func enter() {
    ct_set_modes(1)
    isAway = false
    output.append(Self.entering + (isPointing ? MouseReport.on : []))
    forgetScreen()
  }

  /// Asks the terminal for acts of its mouse, or no more; it selects no text by itself meanwhile.
  func setPointing(_ isOn: Bool) {
    guard isOn != isPointing else { return }
    isPointing = isOn
    decoder.isPointing = isOn
    if !isAway { output.append(isOn ? MouseReport.on : MouseReport.off) }
  }

  /// Gives the terminal back as it was found, without waiting long for a stalled one.
  func leave() {
    guard !isAway else { return }
    isAway = true
    var bytes: UnsafePointer<UInt8>?
    if output.drain(within: .milliseconds(300)) {
      output.append((isPointing ? MouseReport.off : []) + Self.leaving)
      let count = ct_compose_leave(&bytes)
      output.append(UnsafeBufferPointer(start: bytes, count: count))
    }
    if !output.drain(within: .milliseconds(100)) {
      // Half a frame may be out: what is left is forgotten, and the reset goes instead.
      output.discard()
      ct_rescue()
      _ = ct_compose_leave(&bytes)
    }
    ct_set_modes(0)
  }

  /// Gives the terminal back for good; later calls do nothing.
  func close() {
    guard isOpen else { return }
    isOpen = false
    leave()
    ct_close()
  }
}
