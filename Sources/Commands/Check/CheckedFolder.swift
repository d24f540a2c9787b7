import Checks
import Glibc
import LocalSource

/// A folder with the files of a stack, read whole.
struct CheckedFolder {
  private(set) var files: [ConfigurationFile] = []
  /// What could not be read.
  private(set) var unread: [Unchecked] = []

  /// How many files are read; a stack has dozens.
  private static let mostFiles = 2000
  /// How deep folders are entered.
  private static let deepest = 12
  /// Folders in which nothing is a stack's.
  private static let skipped: Set = ["node_modules", "vendor", "__pycache__", "venv"]
  private static let endings = [".yml", ".yaml", ".rules", ".alloy", ".ini"]

  /// Reads a folder.
  ///
  /// Links to files are followed, those to folders are not: they may lead round in a circle.
  ///
  /// - Throws: A usage error where the folder cannot be opened.
  init(_ path: FileName) throws(CommandEnd) {
    guard let names = Self.names(in: path) else {
      throw CommandEnd(.usage, "cannot read '\(path)': \(String(cString: strerror(errno)))")
    }
    enter(path, names, below: "", depth: 0)
  }

  /// What the files do on today's servers; data is to be kept so long.
  func outcome(wanted: WantedRetention) -> CheckOutcome {
    var outcome = FileChecks.outcome(of: files, wanted: wanted)
    outcome.unchecked += unread
    if files.isEmpty {
      outcome.unchecked.append(
        Unchecked("files", at: ".", because: "there is no file that configures a server")
      )
    }
    return outcome
  }

  private mutating func enter(
    _ folder: FileName,
    _ names: [FileName],
    below prefix: String,
    depth: Int
  ) {
    for name in names.sorted(by: { $0.bytes.lexicographicallyPrecedes($1.bytes) }) {
      let path = FileName(bytes: folder.bytes + [UInt8(ascii: "/")] + name.bytes)
      let shown = prefix + name.description
      guard name.bytes.first != UInt8(ascii: ".") else { continue }
      if Self.isFolder(path) {
        guard depth < Self.deepest, !Self.skipped.contains(name.description) else { continue }
        if let inner = Self.names(in: path) {
          enter(path, inner, below: shown + "/", depth: depth + 1)
        } else {
          let reason = String(cString: strerror(errno))
          unread.append(Unchecked("files", at: shown, because: "it cannot be read: \(reason)"))
        }
      } else if Self.endings.contains(where: shown.lowercased().hasSuffix) {
        read(path, as: shown)
      }
    }
  }

  private mutating func read(_ path: FileName, as name: String) {
    guard files.count < Self.mostFiles else {
      if files.count == Self.mostFiles, unread.last?.reason != Self.tooMany {
        unread.append(Unchecked("files", at: name, because: Self.tooMany))
      }
      return
    }
    do throws(LocalFileProblem) {
      let text = String(decoding: try LocalFile(path).bytes, as: UTF8.self)
      files.append(ConfigurationFile(name: name, text: text))
    } catch {
      unread.append(Unchecked("files", at: name, because: error.message))
    }
  }

  private static let tooMany = "only \(mostFiles) files are read: name a folder with less"

  private static func isFolder(_ path: FileName) -> Bool {
    var status = stat()
    return path.withPath { lstat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The names in a folder; `nil` where it cannot be opened, with the reason in `errno`.
  private static func names(in folder: FileName) -> [FileName]? {
    guard let stream = folder.withPath({ opendir($0) }) else { return nil }
    defer { closedir(stream) }
    var names: [FileName] = []
    while let entry = readdir(stream) {
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      if bytes != Array(".".utf8), bytes != Array("..".utf8) {
        names.append(FileName(bytes: bytes))
      }
    }
    return names
  }
}
