import Screen
import Testing

@testable import Terminal

/// Which terminal type, encoding and depth of colour are chosen.
@Suite struct TerminalChoicesTests {
  private func choose(
    _ term: String,
    known: [String: TerminalType.Finding]
  ) throws
    -> TerminalType.Choice
  {
    try TerminalType.choose(for: term, identify: { known[$0] ?? .unknown }, addBuiltIn: {})
  }

  @Test func aKnownTypeIsTakenAsItIs() throws {
    let choice = try choose("tmux-256color", known: ["tmux-256color": .fine])
    #expect(choice == TerminalType.Choice(term: "tmux-256color", notice: nil))
  }

  @Test func anUnknownTypeIsDrawnAsItsKin() throws {
    let known: [String: TerminalType.Finding] = ["xterm-256color": .fine, "kitty": .fine]
    #expect(
      try choose("xterm-kitty", known: known)
        == TerminalType.Choice(term: "kitty", notice: "unknown TERM xterm-kitty: drawn as kitty")
    )
    #expect(try choose("xterm-ghostty", known: known).term == "xterm-256color")
    #expect(try choose("wezterm", known: ["xterm": .fine]).term == "xterm")
    #expect(try choose("tmux-256color", known: ["screen": .fine]).term == "screen")
  }

  @Test func directColourIsDrawnFromThePalette() throws {
    let choice = try choose(
      "xterm-direct",
      known: ["xterm-direct": .fine, "xterm-256color": .fine]
    )
    #expect(choice == TerminalType.Choice(term: "xterm-256color", notice: nil))
  }

  @Test(arguments: ["", "dumb", "unknown", "lpr"])
  func whatCannotDrawIsRefusedWithAnotherWay(term: String) {
    let error = #expect(throws: TerminalError.self) {
      try choose(term, known: ["lpr": .incapable, "xterm": .fine])
    }
    #expect(error == .cannotDraw(term: term))
    #expect(error?.description.contains("goldtop snapshot") == true)
  }

  @Test func withoutDescriptionsTheBuiltInOneServes() throws {
    var added = false
    let choice = try TerminalType.choose(
      for: "foot",
      identify: { _ in added ? .fine : .unknown },
      addBuiltIn: { added = true }
    )
    #expect(choice.term == "xterm-256color")
    #expect(choice.notice?.contains("terminfo") == true)
    #expect(throws: TerminalError.undescribed(term: "foot")) { try choose("foot", known: [:]) }
    #expect(TerminalError.undescribed(term: "foot").description.contains("TERMINFO"))
  }

  @Test(
    arguments: [
      (["LANG": "en_US.UTF-8"], true, false, false), (["LANG": "de_DE.UTF-8"], false, false, false),
      ([:], false, false, false), (["LANG": "C"], true, true, false),
      (["LC_ALL": "POSIX", "LANG": "en_US.UTF-8"], true, true, false),
      (["LC_CTYPE": "de_DE.ISO-8859-1"], true, true, false),
      (["LANG": "C.UTF-8", "TERM": "linux"], true, true, false),
    ] as [([String: String], Bool, Bool, Bool)]
  )
  func theLocaleDecidesAboutASCII(
    environment: [String: String],
    isInstalled: Bool,
    ascii: Bool,
    notice: Bool
  ) {
    let choice = TextEncoding.choose(ascii: nil, environment: environment) { name in
      if name == "C.UTF-8" { return 1 }
      guard isInstalled else { return -1 }
      return name.contains("UTF-8") ? 1 : 0
    }
    #expect(choice.usesASCII == ascii)
    #expect((choice.notice != nil) == notice)
  }

  @Test func aHostWithoutUTF8SaysSo() {
    let choice = TextEncoding.choose(ascii: nil, environment: ["LANG": "en_US.UTF-8"]) { _ in -1 }
    #expect(choice.usesASCII && choice.notice != nil)
  }

  @Test func theUserMayAskForASCIIOrForTheConsolesFont() {
    let utf8: (String) -> Int32 = { _ in 1 }
    #expect(TextEncoding.choose(ascii: true, environment: ["LANG": "x"], setLocale: utf8).usesASCII)
    let console = ["LANG": "C.UTF-8", "TERM": "linux"]
    #expect(!TextEncoding.choose(ascii: false, environment: console, setLocale: utf8).usesASCII)
    // No wish makes a locale able to carry more than it can.
    #expect(TextEncoding.choose(ascii: false, environment: ["LANG": "C"]) { _ in 0 }.usesASCII)
  }

  @Test(
    arguments: [
      (nil, [:], 256, .full), (nil, [:], 88, .sixteen), (nil, [:], 8, .eight), (nil, [:], 0, .none),
      (nil, ["NO_COLOR": "1"], 256, .none), (nil, ["NO_COLOR": ""], 256, .full),
      (.eight, ["NO_COLOR": "1"], 256, .eight), (.full, [:], 8, .eight),
      (ColourDepth.none, [:], 256, .none),
    ] as [(ColourDepth?, [String: String], Int, ColourDepth)]
  )
  func theDepthIsAskedForOrTheTerminals(
    wish: ColourDepth?,
    environment: [String: String],
    colours: Int,
    depth: ColourDepth
  ) {
    let options = TerminalOptions(colour: wish, environment: environment)
    #expect(options.depth(colours: colours) == depth)
    let mono = TerminalOptions(theme: .mono, colour: wish, environment: environment)
    #expect(mono.depth(colours: colours) == .none)
  }
}
