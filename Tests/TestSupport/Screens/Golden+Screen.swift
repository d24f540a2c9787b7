package import Screen

extension Grid {
  /// The text of every row, trailing blanks included.
  package var lines: [String] { (0..<size.height).map { text(row: $0) } }

  /// One letter a cell for its role, row by row.
  package var roleLines: [String] {
    (0..<size.height).map { y in String((0..<size.width).map { self[$0, y].style.role.letter }) }
  }

  /// One hexadecimal digit a cell for its emphasis, a point for none, row by row.
  package var emphasisLines: [String] {
    (0..<size.height).map { y in
      (0..<size.width).map { x in
        let bits = self[x, y].style.emphasis.rawValue
        return bits == 0 ? "." : String(bits, radix: 16)
      }.joined()
    }
  }

  /// A grid filled with `x`, to see what a widget leaves alone.
  package static func marked(_ width: Int, _ height: Int) -> Grid {
    var grid = Grid(Size(width, height))
    grid.fill(grid.bounds, with: "x", style: .plain)
    return grid
  }
}

extension Golden {
  /// Compares a screen with its file, or writes the file when recording.
  ///
  /// The file is `Goldens/<name>@<width>x<height>.txt` in the folder of the calling test's suite. It
  /// holds the rows of text, of roles (`Role.letter`), and those of emphasis that are not empty (1
  /// bold, 2 dim, 4 underlined, 8 reversed, sums as hexadecimal digits).
  ///
  /// - Parameters:
  ///   - grid: The screen.
  ///   - name: What it shows, with folders: `overview/stale`.
  ///   - file: The test's file.
  /// - Throws: `Mismatch` when the file is missing or differs, or recording is refused.
  package static func expect(_ grid: Grid, _ name: String, file: String = #filePath) throws {
    let path = "\(suiteFolder(of: file))/Goldens/\(name)@\(grid.size.width)x\(grid.size.height).txt"
    let got = page(of: grid, name)
    guard !isRefused else {
      throw Mismatch(description: "RECORD_GOLDENS is refused where CI is set: \(path)")
    }
    if isRecording {
      try write(got, to: path)
      return
    }
    guard let expected = read(path) else {
      throw Mismatch(
        description: "no golden screen \(path); run with RECORD_GOLDENS=1 to record it:\n\(got)"
      )
    }
    guard expected != got else { return }
    throw Mismatch(description: "\(path) differs\n\(difference(expected, got))")
  }

  /// The whole text of a golden file.
  package static func page(of grid: Grid, _ name: String) -> String {
    var lines = ["# \(name) \(grid.size.width)x\(grid.size.height)", "text"]
    lines += numbered(grid.lines)
    lines.append("roles")
    lines += numbered(grid.roleLines)
    let emphasis = zip(numbered(grid.emphasisLines), grid.emphasisLines)
      .filter { $1.contains { $0 != "." } }.map(\.0)
    if !emphasis.isEmpty { lines += ["emphasis"] + emphasis }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func numbered(_ rows: [String]) -> [String] {
    rows.enumerated().map { index, row in
      let number = String(index + 1)
      return String(repeating: " ", count: max(0, 3 - number.count)) + number + " " + row + "|"
    }
  }

  /// The first lines that differ, each with the section that it stands in.
  package static func difference(_ expected: String, _ got: String) -> String {
    let old = expected.split(separator: "\n", omittingEmptySubsequences: false)
    let new = got.split(separator: "\n", omittingEmptySubsequences: false)
    var section = ""
    var shown: [String] = []
    var count = 0
    for index in 0..<max(old.count, new.count) {
      let left = index < old.count ? old[index] : "(nothing)"
      let right = index < new.count ? new[index] : "(nothing)"
      if ["text", "roles", "emphasis"].contains(right) { section = String(right) }
      guard left != right else { continue }
      count += 1
      if count <= 6 { shown += ["\(section)", "  expected \(left)", "  got      \(right)"] }
    }
    if count > 6 { shown.append("and \(count - 6) lines more") }
    return shown.joined(separator: "\n")
  }

  /// The folder below `Tests` that a test's file lies in, however deep.
  private static func suiteFolder(of file: String) -> String {
    let parts = file.split(separator: "/", omittingEmptySubsequences: false)
    guard let tests = parts.lastIndex(of: "Tests"), tests + 2 < parts.count else {
      return folder(of: file)
    }
    return parts[...(tests + 1)].joined(separator: "/")
  }
}
