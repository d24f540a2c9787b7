import Glibc
import LocalSource

/// A TCP port of this machine on which something listens, and which loopback reaches.
struct ListeningPort: Hashable {
  /// The port.
  let number: Int
  /// Where it answers, as a URL has it: `127.0.0.1`, `[::1]`.
  let host: String
  /// The socket, as the links of `/proc/PID/fd` name it.
  let inode: UInt64

  /// All of this machine, in the order of their numbers.
  ///
  /// - Throws: `LocalFileProblem` where the system does not tell.
  static func all() throws(LocalFileProblem) -> [ListeningPort] {
    func text(_ name: FileName) throws(LocalFileProblem) -> String {
      String(decoding: try LocalFile(name).bytes, as: UTF8.self)
    }
    let four = try text("/proc/net/tcp")
    // A machine may be without IPv6, or have it without its loopback.
    let six = (try? text("/proc/net/tcp6")) ?? ""
    let addresses = (try? text("/proc/net/if_inet6")) ?? ""
    let loopback = String(repeating: "0", count: 31) + "1"
    return read(
      four,
      six,
      hasIPv6: addresses.split(separator: "\n").contains { $0.hasPrefix(loopback) }
    )
  }

  /// Reads the system's tables.
  ///
  /// - Parameters:
  ///   - four: The text of `/proc/net/tcp`.
  ///   - six: The text of `/proc/net/tcp6`.
  ///   - hasIPv6: Whether `::1` is an address of this machine.
  /// - Returns: Each port once, by IPv4 where it can be.
  static func read(_ four: String, _ six: String, hasIPv6: Bool) -> [ListeningPort] {
    var ports: [Int: ListeningPort] = [:]
    for line in four.split(separator: "\n") + six.split(separator: "\n") {
      guard let port = ListeningPort(line, hasIPv6: hasIPv6), ports[port.number] == nil else {
        continue
      }
      ports[port.number] = port
    }
    return ports.values.sorted { $0.number < $1.number }
  }
}

extension ListeningPort {
  /// Reads a line of a table; `nil` for a head, a connection, and an address that loopback does not
  /// reach.
  private init?(_ line: Substring, hasIPv6: Bool) {
    let fields = line.split(separator: " ")
    guard fields.count > 9, fields[3] == "0A", let inode = UInt64(fields[9]) else { return nil }
    let parts = fields[1].split(separator: ":")
    guard parts.count == 2, let number = Int(parts[1], radix: 16), (1...65_535).contains(number),
      let host = Self.host(parts[0], hasIPv6: hasIPv6)
    else { return nil }
    (self.number, self.host, self.inode) = (number, host, inode)
  }

  /// The host by which loopback reaches an address of a table: words of 32 bits, each as the machine
  /// keeps a number.
  private static func host(_ hex: Substring, hasIPv6: Bool) -> String? {
    var bytes: [UInt8] = []
    var rest = hex
    while !rest.isEmpty {
      guard rest.count >= 8, let word = UInt32(rest.prefix(8), radix: 16) else { return nil }
      withUnsafeBytes(of: word) { bytes.append(contentsOf: $0) }
      rest = rest.dropFirst(8)
    }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]
    if bytes.count == 16, bytes.starts(with: mapped) { bytes.removeFirst(12) }
    if bytes.count == 4 {
      if bytes == [0, 0, 0, 0] { return "127.0.0.1" }
      return bytes[0] == 127 ? bytes.map(String.init).joined(separator: ".") : nil
    }
    guard bytes.count == 16, bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] <= 1 else {
      return nil
    }
    // What listens on every address of IPv6 may refuse IPv4, but never ::1.
    return hasIPv6 ? "[::1]" : bytes[15] == 0 ? "127.0.0.1" : nil
  }
}
