import Screen

/// The keys and the commands.
struct HelpLines {
  let scene: Scene

  /// The key table as help shows it in an area; longer texts wrap.
  var lines: [TextLine] {
    let keyWidth = 18
    let width = max(12, scene.areas.body.width - 4 - ScrolledLines.markWidth - keyWidth)
    var lines: [TextLine] = []
    func add(_ keys: String, _ words: String) {
      var lead = "  " + keys.padded(to: keyWidth - 2)
      for text in VisibleText.wrapped(words, to: width) {
        lines.append(TextLine([TextSpan(lead, .key, .bold), TextSpan(text, .text)]))
        lead = String(repeating: " ", count: keyWidth)
      }
    }
    let bindings = scene.keyMap.bindings
    for section in KeyBinding.Section.allCases {
      if !lines.isEmpty { lines.append(TextLine("")) }
      lines.append(TextLine(section.rawValue, Style(.title, .bold)))
      for binding in bindings where binding.section == section {
        add(binding.keyText, binding.description)
      }
    }
    lines.append(TextLine(""))
    lines.append(TextLine("Commands", Style(.title, .bold)))
    for command in Command.all { add(command.usage, command.description) }
    return lines
  }
}
