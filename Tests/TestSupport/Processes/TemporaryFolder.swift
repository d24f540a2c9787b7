import Glibc

/// A new folder below the system's temporary one; it goes with the value that made it.
package final class TemporaryFolder: Sendable {
  /// Its absolute path, without a slash at the end.
  package let path: String

  /// Makes a folder.
  ///
  /// - Throws: `SystemFailure` where the folder cannot be made.
  package init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/goldtop-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemFailure("mkdtemp") }
    path = template.withUnsafeBufferPointer { buffer in
      String(decoding: buffer.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
    ProcessLifeline.shared.add(folder: path)
  }

  deinit { removeTree(path) }

  /// The path of an entry, which need not exist.
  package func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, replacing an old one, and gives its path.
  ///
  /// - Parameters:
  ///   - text: All of its text.
  ///   - name: Its name in this folder.
  /// - Returns: The path.
  /// - Throws: `SystemFailure` where it cannot be written.
  @discardableResult
  package func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file of bytes, replacing an old one, and gives its path.
  ///
  /// - Parameters:
  ///   - bytes: All of its bytes.
  ///   - name: Its name in this folder.
  /// - Returns: The path.
  /// - Throws: `SystemFailure` where it cannot be written.
  @discardableResult
  package func write(_ bytes: [UInt8], to name: String) throws -> String {
    let path = file(name)
    guard let stream = fopen(path, "w") else { throw SystemFailure("open \(path)") }
    defer { fclose(stream) }
    guard fwrite(bytes, 1, bytes.count, stream) == bytes.count else {
      throw SystemFailure("write \(path)")
    }
    return path
  }
}

/// A system call that failed, with the system's words.
package struct SystemFailure: Error, CustomStringConvertible {
  /// What was tried and why it failed.
  package let description: String

  /// Takes `errno`, or a code given, into words.
  package init(_ action: String, code: Int32 = errno) {
    description = "\(action): \(String(cString: strerror(code)))"
  }
}

/// The text of a file; empty where it cannot be read.
package func textOfFile(_ path: String) -> String {
  guard let stream = fopen(path, "r") else { return "" }
  defer { fclose(stream) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = fread(&buffer, 1, buffer.count, stream)
    guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
    bytes.append(contentsOf: buffer[..<count])
  }
}

private func removeTree(_ path: String) {
  if let folder = opendir(path) {
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      if entry.pointee.d_type == DT_DIR {
        removeTree("\(path)/\(name)")
      } else {
        unlink("\(path)/\(name)")
      }
    }
    closedir(folder)
  }
  rmdir(path)
}
