import Demo
import LocalSource
import Telemetry
import Testing

@testable import Commands

/// Whoever looks for a while sees all well, an incident, alerts, and all well again, however fast the
/// story goes.
@Suite struct DemoPaceTests {
  /// The shop and its rules, on a clock that this suite moves.
  private struct Shop {
    private var history: DemoHistory
    private var intakes: [ScrapeIntake]
    private let book: RuleBook
    private let interval: Duration
    private var due: Timestamp

    init(_ world: DemoWorld) throws {
      let store = SeriesStore()
      history = DemoHistory(world)
      intakes = ShopTarget.allCases.map {
        ScrapeIntake(job: $0.job, instance: $0.instance, store: store)
      }
      book = RuleBook(try RuleFile.defaults(pace: max(1, world.speed)).groups, store: store)
      interval = try #require(book.interval(ofGroup: 0))
      due = world.start - .seconds(120)
    }

    /// Goes on to a moment, and tells which alerts fired on the way.
    mutating func run(until moment: Timestamp) -> Set<String> {
      var fired: Set<String> = []
      while due <= moment {
        history.advance(to: due) { scrape in
          _ = intakes[scrape.target.rawValue].take(scrape.text, as: .text, at: scrape.moment)
        }
        book.evaluate(at: due)
        fired.formUnion(firing)
        due = due + interval
      }
      return fired
    }

    var firing: Set<String> {
      Set(book.alerts.filter { $0.state == .firing }.compactMap { $0.labels["alertname"] })
    }
  }

  @Test(arguments: [10.0, 60])
  func alertsComeAndGoWithEachIncident(_ speed: Double) throws {
    let world = DemoWorld(start: Timestamp(seconds: 1_770_000_000), speed: speed)
    var shop = try Shop(world)
    _ = shop.run(until: world.start)
    #expect(shop.firing.isEmpty)
    let cycle = Duration.seconds(max(120, 2400 / speed))
    let fired = shop.run(until: world.start + cycle)
    #expect(fired.contains("HighErrorRate"))
    #expect(shop.firing.isEmpty)
  }
}
