import Glibc

/// A port to which connections are attempted in vain, as to a host behind a silent firewall.
///
/// Its queue of connections is full and never emptied, so that the kernel drops further attempts.
package final class FakeBlackHole: Sendable {
  /// What could not be set up.
  package struct Fault: Error {}

  /// The port on 127.0.0.1.
  package let port: Int

  private let descriptors: [Int32]

  /// Opens the port and fills its queue.
  ///
  /// - Throws: `Fault` where the system gives no socket.
  package init() throws {
    var descriptors: [Int32] = []
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard listener >= 0 else { throw Fault() }
    descriptors.append(listener)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isListening = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        bind(listener, raw, length) == 0 && listen(listener, 0) == 0
          && getsockname(listener, raw, &length) == 0
      }
    }
    guard isListening else { throw Fault() }
    for _ in 0..<4 {
      let client = socket(
        AF_INET,
        Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue),
        0
      )
      descriptors.append(client)
      _ = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, length) }
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    self.descriptors = descriptors
  }

  deinit {
    for descriptor in descriptors { close(descriptor) }
  }
}
