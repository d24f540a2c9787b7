import Glibc
import Synchronization

/// Ports of the loopback for servers that tests start.
package enum Loopback {
  private static let nextPort = Atomic(Int.random(in: 15_000..<25_000))

  /// A port that nobody listens on now, and that no connection is given by the system: it lies below
  /// the range from which the system takes them.
  ///
  /// - Throws: `SystemFailure` where there is none.
  package static func freePort() throws -> Int {
    for _ in 0..<1000 {
      let number = nextPort.wrappingAdd(1, ordering: .relaxed).newValue
      if let port = try? ClosedPort(number) { return port.number }
    }
    throw SystemFailure("bind")
  }

  /// A port that refuses connections, and that nobody else gets, as long as the value lives.
  package final class ClosedPort: Sendable {
    /// The port.
    package let number: Int
    private let descriptor: Int32

    /// Takes a port and does not listen on it.
    ///
    /// - Parameter wanted: The port; 0 takes any.
    /// - Throws: `SystemFailure` where it is taken, or there is none.
    package init(_ wanted: Int = 0) throws {
      let taken = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
      guard taken >= 0 else { throw SystemFailure("socket") }
      descriptor = taken
      var address = loopbackAddress(port: wanted)
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let code = withUnsafeMutablePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(taken, $0, size) == 0 ? getsockname(taken, $0, &size) : -1
        }
      }
      number = Int(UInt16(bigEndian: address.sin_port))
      guard code == 0 else { throw SystemFailure("bind") }
    }

    deinit { close(descriptor) }
  }
}

/// What a server answered.
package struct PlainResponse: Sendable {
  /// The status; 0 where the head could not be read.
  package let status: Int
  /// The body as text.
  package let body: String
}

/// Asks a server of the loopback, sharing no code with the client under test.
///
/// It speaks HTTP/1.0, so that the end of the body is the end of the stream.
///
/// - Parameters:
///   - method: `GET` or `POST`.
///   - port: The port of 127.0.0.1.
///   - path: Path and query, percent-encoded.
///   - body: The body, and its type.
/// - Returns: Status and body.
/// - Throws: `SystemFailure` where there is no connection, or no whole answer in 30 seconds.
package func askPlainly(
  _ method: String = "GET",
  port: Int,
  path: String,
  body: (type: String, bytes: [UInt8])? = nil
) throws -> PlainResponse {
  let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
  guard descriptor >= 0 else { throw SystemFailure("socket") }
  defer { close(descriptor) }
  var patience = timeval(tv_sec: 30, tv_usec: 0)
  let size = socklen_t(MemoryLayout<timeval>.size)
  setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
  setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
  var address = loopbackAddress(port: port)
  let connected = withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  guard connected == 0 else { throw SystemFailure("connect to port \(port)") }
  var head = "\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\n"
  if let body {
    head += "Content-Type: \(body.type)\r\nContent-Length: \(body.bytes.count)\r\n"
  }
  let request = Array("\(head)\r\n".utf8) + (body?.bytes ?? [])
  var sent = 0
  while sent < request.count {
    let count = request.withUnsafeBytes { bytes in
      send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
    }
    guard count > 0 else { throw SystemFailure("send to port \(port)") }
    sent += count
  }
  var answer: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while true {
    let count = recv(descriptor, &buffer, buffer.count, 0)
    guard count >= 0 else { throw SystemFailure("receive from port \(port)") }
    guard count > 0 else { break }
    answer.append(contentsOf: buffer[..<count])
  }
  return PlainResponse(answer)
}

extension PlainResponse {
  init(_ bytes: [UInt8]) {
    let gap = Array("\r\n\r\n".utf8)
    let headEnd =
      bytes.indices.first { bytes[$0...].starts(with: gap) } ?? bytes.endIndex
    let head = String(decoding: bytes[..<headEnd], as: UTF8.self)
    status = head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    body = String(decoding: bytes[headEnd...].dropFirst(gap.count), as: UTF8.self)
  }
}

/// A text as it may stand in the query of a URL.
package func percentEncoded(_ text: String) -> String {
  text.utf8.map { byte in
    switch UInt8(byte) {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"):
      String(UnicodeScalar(byte))
    default:
      "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }.joined()
}

private func loopbackAddress(port: Int) -> sockaddr_in {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = UInt16(port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return address
}
