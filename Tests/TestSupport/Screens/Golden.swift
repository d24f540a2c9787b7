import Glibc

/// Files of expected screens beside the tests: text that a reviewer can read.
///
/// RECORD_GOLDENS=1 writes them; with `CI` set it is refused, since a machine that records what it
/// sees checks nothing. A missing file is a failure.
package enum Golden {
  /// Why a golden screen could not be compared or was not equal.
  package struct Mismatch: Error, CustomStringConvertible {
    /// The whole message: the file, and the first rows that differ.
    package let description: String
  }

  /// Whether this run writes the files instead of comparing with them.
  package static var isRecording: Bool {
    variable("RECORD_GOLDENS") == "1" && (variable("CI") ?? "").isEmpty
  }

  /// Whether recording was asked for where it is refused.
  package static var isRefused: Bool {
    variable("RECORD_GOLDENS") == "1" && !isRecording
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The folder of a source file, or one so many levels above it.
  package static func folder(of file: String, above levels: Int = 0) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false)
      .dropLast(1 + levels).joined(separator: "/")
  }

  /// Reads a whole file; `nil` where there is none.
  package static func read(_ path: String) -> String? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&chunk, 1, chunk.count, file), count > 0 {
      bytes += chunk[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Writes a whole file and the folders above it.
  ///
  /// - Parameters:
  ///   - text: The file's content.
  ///   - path: An absolute path.
  /// - Throws: `Mismatch` with the system's words when it cannot be written.
  package static func write(_ text: String, to path: String) throws {
    var prefix = ""
    for part in path.split(separator: "/").dropLast() {
      prefix += "/" + part
      mkdir(prefix, 0o755)
    }
    guard let file = fopen(path, "w") else {
      throw Mismatch(description: "\(path): \(String(cString: strerror(errno)))")
    }
    let bytes = Array(text.utf8)
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count else {
      throw Mismatch(description: "\(path): could not be written whole")
    }
  }
}
