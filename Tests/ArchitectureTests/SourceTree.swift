import FoundationEssentials
import TestSupport

/// A text file of the repository.
struct SourceFile: Sendable, CustomStringConvertible {
  /// Its path from the top of the repository.
  let path: String
  /// Its lines as they are.
  let lines: [String]
  /// Its lines without comments and without the insides of string literals.
  let code: [String]

  /// The folder below `Sources` or `Tests`: the name of its target.
  var target: String {
    String(path.split(separator: "/").dropFirst().first ?? "")
  }

  /// Its path, as the name of a test case.
  var description: String { path }

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = Self.code(of: lines)
  }

  /// Where something stands: `path:line`, lines counted from 1.
  func place(_ index: Int) -> String { "\(path):\(index + 1)" }

  private static func code(of lines: [String]) -> [String] {
    // What ends the text that a line is in: a raw one may hold texts of other languages.
    var end: String?
    return lines.map { line in
      if let mark = end {
        if line.contains(mark) { end = nil }
        return ""
      }
      guard line.contains("\"\"\"") else { return withoutTextAndComment(line) }
      end = line.contains("#\"\"\"") ? "\"\"\"#" : "\"\"\""
      return String(line.prefix { $0 != "\"" })
    }
  }

  private static func withoutTextAndComment(_ line: String) -> String {
    var result = ""
    var isInText = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" {
        isInText.toggle()
        result.append(character)
      } else if !isInText {
        if character == "/", previous == "/" { return String(result.dropLast()) }
        result.append(character)
      }
      previous = previous == "\\" && character == "\\" ? " " : character
    }
    return result
  }
}

/// The repository that the tests were built from.
enum Repository {
  /// Its top folder.
  static let root = String(#filePath.split(separator: "/").dropLast(3).joined(separator: "/"))

  /// All Swift files below a folder, sorted by path.
  static func swiftFiles(below folder: String) -> [SourceFile] {
    files(below: folder).filter { $0.hasSuffix(".swift") }.map { path in
      SourceFile(path: path, text: text(path))
    }
  }

  /// The paths of all files below a folder, sorted, from the top of the repository.
  static func files(below folder: String) -> [String] {
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: "/\(root)/\(folder)")) ?? []
    return paths.map { "\(folder)/\($0)" }.sorted()
  }

  /// The names of the folders in a folder, sorted.
  static func folders(in folder: String) -> [String] {
    Set(
      files(below: folder).compactMap { path in
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : nil
      }
    ).sorted()
  }

  /// The text of a file; empty where there is none.
  static func text(_ path: String) -> String { textOfFile("/\(root)/\(path)") }

  /// Whether a path exists.
  static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: "/\(root)/\(path)")
  }

  /// The documents that people read, as paths.
  static var documents: [String] {
    ["README.md"]
      + ["Sources", "Tests", ".github"].flatMap { files(below: $0) }.filter {
        $0.hasSuffix(".md")
      }
  }
}
