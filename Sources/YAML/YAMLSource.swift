/// The bytes of a YAML text by its lines.
///
/// Places count bytes, as those of PromQL do; libyaml counts characters.
struct YAMLSource {
  let bytes: [UInt8]
  /// Where each line begins.
  private let starts: [Int]

  init(_ text: String) {
    var bytes = Array(text.utf8)
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes.removeFirst(3) }
    self.bytes = bytes
    var starts = [0]
    for index in bytes.indices where Self.endsLine(bytes, at: index) { starts.append(index + 1) }
    self.starts = starts
  }

  /// Whether a line ends with a byte; YAML 1.1 knows five line ends.
  ///
  /// - Source: <https://yaml.org/spec/1.1/#id871136>.
  private static func endsLine(_ bytes: [UInt8], at index: Int) -> Bool {
    switch bytes[index] {
    case 0x0a: true
    case 0x0d: index + 1 >= bytes.count || bytes[index + 1] != 0x0a
    case 0x85: index > 0 && bytes[index - 1] == 0xc2
    case 0xa8, 0xa9: index > 1 && bytes[index - 1] == 0x80 && bytes[index - 2] == 0xe2
    default: false
    }
  }

  /// A place by the line and the character in it, both from 0.
  func place(line: Int, column: Int) -> YAMLPlace {
    // What is missing at the end is missing in the last line.
    let line = min(line, starts.count - 1)
    let text = self.line(line)
    var left = column
    var offset = text.startIndex
    while offset < text.endIndex, left > 0 || text[offset] & 0xc0 == 0x80 {
      if text[offset] & 0xc0 != 0x80 { left -= 1 }
      offset += 1
    }
    return YAMLPlace(line: line + 1, column: offset - text.startIndex + left + 1)
  }

  /// How a scalar's text stands in the file, from where the scalar begins.
  func spelling(of text: String, from place: YAMLPlace, isBlock: Bool) -> YAMLNode.Spelling {
    if isBlock { return block(text, below: place.line) }
    let value = Array(text.utf8)
    let line = line(place.line - 1)
    // Behind the quote, where there is one.
    for column in [place.column, place.column + 1] {
      let rest = line.dropFirst(column - 1)
      if rest.starts(with: value) { return .line(YAMLPlace(line: place.line, column: column)) }
    }
    return .changed
  }

  /// The lines of a literal text stand below its header, each as far to the right as the first one.
  private func block(_ text: String, below header: Int) -> YAMLNode.Spelling {
    let values = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Array($0.utf8)
    }
    guard let first = values.firstIndex(where: { !$0.isEmpty }) else { return .changed }
    var line = line(header + first)
    while let last = line.last, last == 0x0a || last == 0x0d { line.removeLast() }
    guard line.count >= values[first].count, line.suffix(values[first].count) == values[first][...]
    else { return .changed }
    return .block(YAMLPlace(line: header + 1, column: line.count - values[first].count + 1))
  }

  /// The bytes of a line, from 0, with its end; empty beyond the last one.
  private func line(_ number: Int) -> ArraySlice<UInt8> {
    guard starts.indices.contains(number) else { return [] }
    let end = number + 1 < starts.count ? starts[number + 1] : bytes.count
    return bytes[starts[number]..<end]
  }
}
