import Glibc
import TestSupport
import Testing

@testable import Commands

/// The system's tables of sockets.
@Suite struct ListeningPortTests {
  private static let head =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"

  private static func table(_ rows: [(local: String, state: String, inode: Int)]) -> String {
    rows.enumerated().reduce(into: head + "\n") { text, row in
      text +=
        "   \(row.offset): \(row.element.local) 00000000:0000 \(row.element.state)"
        + " 00000000:00000000 00:00000000 00000000  1000        0 \(row.element.inode) 1"
        + " 0000000000000000 100 0 0 10 0\n"
    }
  }

  @Test func whatListensOnLoopbackOrEverywhereIsReadInOrderOfPorts() {
    let four = Self.table([
      ("0100007F:2134", "0A", 11), ("00000000:0016", "0A", 12), ("0200007F:1F90", "0A", 13),
      // A connection, a port of the network alone, and port 0.
      ("0100007F:2328", "01", 14), ("0100A8C0:238C", "0A", 15), ("0100007F:0000", "0A", 16),
    ])
    let ports = ListeningPort.read(four, "", hasIPv6: false)
    #expect(ports.map(\.number) == [22, 8080, 8500])
    #expect(ports.map(\.host) == ["127.0.0.1", "127.0.0.2", "127.0.0.1"])
    #expect(ports.map(\.inode) == [12, 13, 11])
  }

  @Test func ipv6IsAskedByIPv4WhereItCanBe() {
    let four = Self.table([("0100007F:2134", "0A", 1)])
    let six = Self.table([
      ("00000000000000000000000000000000:2134", "0A", 2),
      ("00000000000000000000000000000000:238C", "0A", 3),
      ("00000000000000000000000001000000:238D", "0A", 4),
      ("0000000000000000FFFF00000100007F:238E", "0A", 5),
      ("000080FE00000000FF3B15021D4C5EFE:238F", "0A", 6),
    ])
    let ports = ListeningPort.read(four, six, hasIPv6: true)
    #expect(ports.map(\.number) == [8500, 9100, 9101, 9102])
    #expect(ports.map(\.host) == ["127.0.0.1", "[::1]", "[::1]", "127.0.0.1"])
    #expect(ports.map(\.inode) == [1, 3, 4, 5])
    // Without ::1 what listens everywhere is reached by IPv4.
    let without = ListeningPort.read("", six, hasIPv6: false)
    #expect(without.map(\.number) == [8500, 9100, 9102])
    #expect(without.map(\.host) == ["127.0.0.1", "127.0.0.1", "127.0.0.1"])
  }

  @Test func linesThatAreNoneAreLeft() {
    let broken = """
      \(Self.head)
         0: 0100007F:2134
         1: 0100007F 00000000:0000 0A 0:0 0:0 0 0 0 1 1
         2: XYZ:2134 00000000:0000 0A 0:0 0:0 0 0 0 1 1
         3: 0100007F:FFFFF 00000000:0000 0A 0:0 0:0 0 0 0 1 1
         4: 0100007F:2134 00000000:0000 0A 0:0 0:0 0 0 0 none 1
      """
    #expect(ListeningPort.read(broken, "garbage\n\n", hasIPv6: true).isEmpty)
  }

  @Test func thisProcessOwnsItsSockets() throws {
    let taken = try FakeBlackHole()
    let port = try #require(try ListeningPort.all().first { $0.number == taken.port })
    #expect(port.host == "127.0.0.1")
    #expect(SocketOwners(of: [port.inode])[port.inode]?.process == getpid())
    #expect(SocketOwners(of: [1])[1] == nil)
  }
}
