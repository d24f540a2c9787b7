import Screen
import TestSupport
import Testing

@testable import Terminal

/// What terminals tell of their mouse.
@Suite struct MouseTests {
  private func events(_ text: String, isPointing: Bool = true) -> [TerminalEvent] {
    var decoder = KeyDecoder()
    decoder.isPointing = isPointing
    return decoder.feed(Array(text.utf8)) + decoder.expire()
  }

  @Test(
    arguments: [
      ("\u{1B}[<0;1;1M", Pointer(.press, x: 0, y: 0)),
      ("\u{1B}[<0;10;5M", Pointer(.press, x: 9, y: 4)),
      ("\u{1B}[<0;300;250M", Pointer(.press, x: 299, y: 249)),
      ("\u{1B}[<64;10;5M", Pointer(.wheel(-1), x: 9, y: 4)),
      ("\u{1B}[<65;10;5M", Pointer(.wheel(1), x: 9, y: 4)),
      // By bytes, as terminals tell it that do not know numbers.
      ("\u{1B}[M !!", Pointer(.press, x: 0, y: 0)),
      ("\u{1B}[M`*%", Pointer(.wheel(-1), x: 9, y: 4)),
      ("\u{1B}[Ma*%", Pointer(.wheel(1), x: 9, y: 4)),
    ])
  func pressesOfTheLeftButtonAndTheWheelAreTold(text: String, pointer: Pointer) {
    #expect(events(text) == [.pointer(pointer)])
    #expect(
      events("a\(text)b") == [.key(.character("a")), .pointer(pointer), .key(.character("b"))]
    )
    // Nobody has asked for it.
    #expect(events(text, isPointing: false).isEmpty)
  }

  @Test func bytesReachTheirLastColumn() {
    var decoder = KeyDecoder()
    decoder.isPointing = true
    let report: [UInt8] = [0x1B, 0x5B, 0x4D, 32, 255, 254]
    #expect(decoder.feed(report) == [.pointer(Pointer(.press, x: 222, y: 221))])
  }

  @Test(arguments: [
    "\u{1B}[<0;10;5m", "\u{1B}[M#*%",  // releases
    "\u{1B}[<32;10;5M", "\u{1B}[<35;10;5M", "\u{1B}[M@*%", "\u{1B}[MC*%",  // motion
    "\u{1B}[<1;10;5M", "\u{1B}[<2;10;5M", "\u{1B}[<66;10;5M", "\u{1B}[<128;10;5M",  // other buttons
    // Held with a key.
    "\u{1B}[<4;10;5M", "\u{1B}[<8;10;5M", "\u{1B}[<16;10;5M", "\u{1B}[<68;10;5M",
    "\u{1B}[<64;10;5m",
    "\u{1B}[<0;0;5M", "\u{1B}[<0;10;0M", "\u{1B}[<0;-1;5M", "\u{1B}[<;;M", "\u{1B}[M  !",
    "\u{1B}[<0;10M", "\u{1B}[<0;10;5;7M", "\u{1B}[<M", "\u{1B}[0<;10;5M", "\u{1B}[?0;10;5M",
    "\u{1B}[<0;10;5$M", "\u{1B}[<0;10;5R", "\u{1B}\u{1B}[<0;10;5M",
  ])
  func everythingElseIsNothingAndTakesNothingAlong(text: String) {
    #expect(events(text).isEmpty)
    var decoder = KeyDecoder()
    decoder.isPointing = true
    #expect(decoder.feed(Array((text + "n").utf8)) == [.key(.character("n"))])
  }

  @Test(arguments: ["\u{1B}[<0;120;36Mq", "\u{1B}[<65;1;1M\u{1B}[A", "\u{1B}[M\u{60}!!q"])
  func itDoesNotMatterWhereReadsSplit(text: String) {
    let bytes = Array(text.utf8)
    let whole = events(text)
    #expect(whole.count == 2)
    for cut in 1..<bytes.count {
      var decoder = KeyDecoder()
      decoder.isPointing = true
      let first = decoder.feed(bytes[..<cut])
      #expect(first + decoder.feed(bytes[cut...]) + decoder.expire() == whole, "cut at \(cut)")
    }
  }

  @Test func aReportWhoseEndNeverComesIsForgotten() {
    var decoder = KeyDecoder()
    decoder.isPointing = true
    #expect(decoder.feed(Array("\u{1B}[<0;10".utf8)).isEmpty)
    #expect(decoder.expire().isEmpty)
    #expect(decoder.feed(Array("j".utf8)) == [.key(.character("j"))])
    let digits = String(repeating: "9", count: 40)
    #expect(events("\u{1B}[<0;\(digits);1M") == [.pointer(Pointer(.press, x: 99_998, y: 0))])
  }

  @Test func aClickInPastedTextIsText() {
    let text = "\u{1B}[<0;10;5M"
    #expect(events("\u{1B}[200~a\(text)b\u{1B}[201~") == [.key(.paste("a\(text)b"))])
  }

  @Test func theWishOfLateIsTheOneThatCounts() {
    let mailbox = TerminalMailbox()
    mailbox.setPointing(true)
    mailbox.redraw()
    mailbox.setPointing(false)
    #expect(mailbox.take().requests == [.redraw, .pointing(false)])
  }

  // MARK: In a terminal

  private func isOn(_ tmux: Tmux) throws -> Bool {
    try tmux.property("mouse_standard_flag") == "1" && tmux.property("mouse_sgr_flag") == "1"
  }

  private func isOff(_ tmux: Tmux) throws -> Bool {
    try tmux.property("mouse_any_flag") == "0" && tmux.property("mouse_sgr_flag") == "0"
  }

  @Test func theTerminalIsAskedForItsMouseOnlyWhileItIsOn() async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")])
    try await tmux.waitFor(text: "probe")
    #expect(try isOff(tmux))
    try tmux.press("m")
    try await tmux.waitFor("the mouse") { _ in (try? isOn(tmux)) == true }
    try tmux.type("\u{1B}[<0;10;5M")
    try await tmux.waitFor(text: "pointer")
    try tmux.press("n")
    try await tmux.waitFor("no mouse") { _ in (try? isOff(tmux)) == true }
    try tmux.press("q")
    try tmux.expectRestored(try await tmux.waitForEnd())
  }

  /// By its own end, by a crash and by a signal.
  @Test(arguments: ["q", "!", "d", "TERM", "SEGV", "QUIT"])
  func everyWayOutSwitchesItOff(_ way: String) async throws {
    let tmux = try Tmux([Tmux.builtProduct("terminal-probe")])
    try await tmux.waitFor(text: "probe")
    try tmux.press("m")
    try await tmux.waitFor("the mouse") { _ in (try? isOn(tmux)) == true }
    if way.count == 1 { try tmux.press(way) } else { try tmux.signal(way) }
    try tmux.expectRestored(try await tmux.waitForEnd())
    #expect(try isOff(tmux))
  }

  @Test func aShellBetweenHasNoMouse() async throws {
    let tmux = try Tmux.shell()
    try await tmux.waitFor(text: "shell>")
    try tmux.type("sh -c 'echo $$ > pid; exec \(Tmux.builtProduct("terminal-probe"))'")
    try tmux.press("Enter")
    try await tmux.waitFor(text: "probe 80x24")
    try tmux.press("m")
    try await tmux.waitFor("the mouse") { _ in (try? isOn(tmux)) == true }
    try tmux.press("C-z")
    try await tmux.waitFor("no mouse") { _ in (try? isOff(tmux)) == true }
    try tmux.type("fg")
    try tmux.press("Enter")
    try await tmux.waitFor("the mouse") { _ in (try? isOn(tmux)) == true }
    try tmux.press("q")
    try await tmux.waitFor("no mouse") { _ in (try? isOff(tmux)) == true }
  }
}
