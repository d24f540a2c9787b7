import Glibc
import LocalSource

/// The processes that hold sockets, as far as this user may look.
struct SocketOwners {
  /// A process.
  struct Owner: Hashable {
    let process: Int32
    /// Its name, cut by the system to 15 bytes; anybody chooses it.
    let name: String
  }

  private var owners: [UInt64: Owner]

  /// The most descriptors that are looked at: a machine may have millions.
  private static let limit = 100_000

  /// The owners by inode.
  init(_ owners: [UInt64: Owner]) {
    self.owners = owners
  }

  /// Looks for the owners of some sockets.
  ///
  /// - Parameter wanted: Their inodes.
  init(of wanted: Set<UInt64>) {
    self.init([:])
    var missing = wanted
    var looked = 0
    for process in Self.entries(of: "/proc").compactMap({ Int32($0) }) {
      for descriptor in Self.entries(of: "/proc/\(process)/fd") {
        guard !missing.isEmpty, looked < Self.limit else { return }
        looked += 1
        guard let inode = Self.socket("/proc/\(process)/fd/\(descriptor)"),
          missing.remove(inode) != nil
        else { continue }
        let name = (try? LocalFile(FileName("/proc/\(process)/comm")))?.bytes ?? []
        owners[inode] = Owner(
          process: process,
          name: String(decoding: name.prefix { $0 != 0x0a }, as: UTF8.self)
        )
      }
    }
  }

  /// The owner of a socket; `nil` where nobody is seen to have it.
  subscript(inode: UInt64) -> Owner? { owners[inode] }

  private static func entries(of folder: String) -> [String] {
    guard let stream = opendir(folder) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) { name in
          name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
      )
    }
    return names
  }

  /// The inode that a link such as `socket:[1234]` names.
  private static func socket(_ link: String) -> UInt64? {
    var buffer = [CChar](repeating: 0, count: 64)
    let count = readlink(link, &buffer, buffer.count)
    guard count > 0 else { return nil }
    let text = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard text.hasPrefix("socket:["), text.hasSuffix("]") else { return nil }
    return UInt64(text.dropFirst(8).dropLast())
  }
}
