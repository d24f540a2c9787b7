import Glibc
import Screen
import TestSupport

/// A few seconds of a soak: what is wrong with each of the servers, and what happens to the programs.
struct SoakRound: CustomStringConvertible {
  /// What a metrics server does.
  enum Metrics: Hashable {
    case well
    case fault(FakeMisbehaviour)
    case clock(ahead: Double)
    case restart
  }

  /// What a Loki does.
  enum Loki: CaseIterable {
    case well, cut, close, swallow, drop, mute, forbid, strip, refuse, falter, restart, shutDown
    case slowClock, fastClock, fragment
  }

  /// What happens to a dashboard's terminal.
  enum Terminal: CaseIterable {
    case keys, resize, stall, suspend
  }

  let metrics: Metrics
  let loki: Loki
  let terminal: Terminal
  /// Whether the follower is stopped for a while.
  let stopsFollower: Bool
  /// How long it lasts.
  let seconds: Double
  let size: Size

  /// Faults that cost a busy machine minutes are for the long form alone.
  static let heavy: [FakeMisbehaviour] = [.hugeBody, .gzipBomb, .manySeries]

  /// Draws a round; every so often one in which all servers are well.
  init(_ random: inout SeededGenerator, isLong: Bool) {
    let faults = FakeMisbehaviour.allCases.filter { isLong || !Self.heavy.contains($0) }
    let clocks = [-86_400.0, -3600, -1000, -60, 60, 3600, 86_400]
    let metrics: [Metrics] =
      [.well, .restart] + faults.map(Metrics.fault) + clocks.map(Metrics.clock)
    self.metrics = metrics.randomElement(using: &random) ?? .well
    loki = Loki.allCases.randomElement(using: &random) ?? .well
    terminal = Terminal.allCases.randomElement(using: &random) ?? .keys
    stopsFollower = Int.random(in: 0..<4, using: &random) == 0
    seconds = Double.random(in: isLong ? 2...6 : 1...2, using: &random)
    size = Size(Int.random(in: 12...220, using: &random), Int.random(in: 4...70, using: &random))
  }

  var description: String {
    "metrics \(metrics), loki \(loki), terminal \(terminal) \(size.width)x\(size.height)"
      + (stopsFollower ? ", follower stopped" : "") + ", \(seconds) s"
  }

  // MARK: Servers

  /// Begins what is wrong with the metrics server.
  func begin(_ server: SoakMetrics) async {
    switch metrics {
    case .well: break
    case .fault(let fault): server.suffer(fault)
    case .clock(let seconds): server.setClock(ahead: seconds)
    case .restart: await server.stop()
    }
  }

  /// Ends it.
  func end(_ server: SoakMetrics) async throws {
    server.suffer(nil)
    server.setClock(ahead: 0)
    if metrics == .restart { try await server.listen() }
  }

  /// Begins what is wrong with the Loki.
  func begin(_ server: FakeLoki) async {
    switch loki {
    case .well: break
    case .cut: server.cutTails()
    case .close: server.closeTails(reason: "reached tail max duration limit")
    case .swallow: server.swallowFromTails(10)
    case .drop: server.dropFromTails(10)
    case .mute: server.behave { $0.isMute = true }
    case .forbid:
      server.behave { $0.refusesTail = (403, "forbidden") }
      server.cutTails()
    case .strip:
      server.behave { $0.stripsUpgrade = true }
      server.cutTails()
    case .refuse:
      server.behave { $0.refusesQueries = (503, "too many outstanding requests") }
      server.cutTails()
    case .falter: server.behave { $0.refusesNext = (4, 0, "") }
    case .restart: await server.stop()
    case .shutDown: await server.stop(isOrderly: true)
    case .slowClock: server.behave { $0.date = { wallClockSeconds() - 300 } }
    case .fastClock: server.behave { $0.date = { wallClockSeconds() + 300 } }
    case .fragment: server.behave { $0.fragmentBytes = 7 }
    }
  }

  /// Ends it.
  func end(_ server: FakeLoki) async throws {
    server.behave { $0 = Self.well }
    if [.restart, .shutDown].contains(loki) { try await server.start() }
  }

  /// A Loki that is well, with pings as often as a real one sends them.
  static let well: FakeLokiBehaviour = {
    var behaviour = FakeLokiBehaviour()
    behaviour.pingMilliseconds = 1000
    behaviour.date = wallClockSeconds
    return behaviour
  }()
}
