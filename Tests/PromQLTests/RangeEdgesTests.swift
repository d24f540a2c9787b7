import PromQL
import Telemetry
import Testing

/// Ranges and the lookback leave out a sample on their left edge, since Prometheus 3.
///
/// - Source: "Range selectors and lookback exclude samples coinciding with the left boundary",
///   <https://prometheus.io/docs/prometheus/latest/migration/>.
@Suite struct RangeEdgesTests {
  @Test(arguments: [
    ("count_over_time(x[1m])", 1.0), ("count_over_time(x[61s])", 2.0),
    ("count_over_time(x[2m])", 2.0), ("sum_over_time(x[2m])", 70.0), ("increase(x[2m])", 20.0),
    ("count_over_time(x[2m:1m])", 2.0), ("sum_over_time(x[2m:1m])", 70.0),
    ("count_over_time(x[1m] offset 1m)", 1.0), ("sum_over_time(x[1m] @ 60)", 20.0),
  ])
  func aRangeIsOpenToTheLeft(_ query: String, _ expected: Double) throws {
    #expect(try value(query, at: 180_000) == expected)
  }

  @Test func oneSampleInTheRangeIsNoRate() throws {
    #expect(try value("rate(x[1m])", at: 180_000) == nil)
    #expect(try value("rate(x[61s])", at: 180_000) != nil)
  }

  @Test func theLookbackIsOpenToTheLeft() throws {
    #expect(try value("once", at: 299_999) == 7)
    #expect(try value("once", at: 300_000) == nil)
    #expect(try value("once offset 1m", at: 359_999) == 7)
    #expect(try value("once offset 1m", at: 360_000) == nil)
  }

  /// The value of the only element; `nil` where there is none.
  private func value(_ query: String, at moment: Int64) throws -> Double? {
    var store = SeriesFixture()
    store.add("x", values: [10, 20, 30, 40])
    store.add("once", values: [7])
    let result = try Evaluator(store: store).instant(try Expression.parse(query), at: moment)
    guard case .vector(let elements) = result.value else { return nil }
    #expect(elements.count <= 1)
    return elements.first?.value
  }
}
