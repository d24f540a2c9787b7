package import Glibc

/// What a process holds at one moment.
package struct ProcessFigures: Hashable, Sendable, CustomStringConvertible {
  /// Memory in bytes.
  package let residentBytes: Int
  /// Open files, sockets and the like.
  package let descriptors: Int
  /// Threads.
  package let threads: Int

  /// Looks at a process; `nil` where it is gone.
  package init?(of process: pid_t) {
    let status = textOfFile("/proc/\(process)/status").split(separator: "\n")
    func number(_ name: String) -> Int? {
      let line = status.first { $0.hasPrefix(name) } ?? ""
      return Int(line.filter(\.isNumber))
    }
    guard let kibibytes = number("VmRSS:"), let threads = number("Threads:"),
      let folder = opendir("/proc/\(process)/fd")
    else { return nil }
    defer { closedir(folder) }
    var entries = 0
    while readdir(folder) != nil { entries += 1 }
    residentBytes = kibibytes << 10
    // The folder itself and its parent are entries too.
    descriptors = entries - 2
    self.threads = threads
  }

  /// `61 MiB, 23 descriptors, 5 threads`.
  package var description: String {
    "\(residentBytes >> 20) MiB, \(descriptors) descriptors, \(threads) threads"
  }
}
