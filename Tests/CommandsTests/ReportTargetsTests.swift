import PromQL
import Reports
import Runtime
import Telemetry
import TestSupport
import Testing

@testable import Commands

/// Targets that were down, whatever their scrape intervals.
@Suite struct ReportTargetsTests {
  private static let end = Timestamp(seconds: 1_795_132_800)

  /// Series of `up`.
  private struct Scrapes: SampleStore {
    var version: UInt64? { nil }
    var series: [StoredSeries] = []

    /// A target of a day, down between two seconds before the end.
    mutating func add(_ instance: String, every interval: Int64, down: Range<Int64>) {
      let labels = LabelSet(["__name__": "up", "job": "job", "instance": instance])
      var up = StoredSeries(labels: labels, timestamps: [], values: [])
      for before in stride(from: Int64(86_400), through: 0, by: -Int64.Stride(interval)) {
        up.timestamps.append(end.milliseconds - before * 1000)
        up.values.append(down.contains(before) ? 0 : 1)
      }
      series.append(up)
    }

    func select(
      matching matchers: [LabelMatcher],
      after: Int64,
      through: Int64
    ) -> [SelectedSeries] {
      series.map { up in
        let kept = up.timestamps.indices.filter {
          (after + 1...through).contains(up.timestamps[$0])
        }
        return SelectedSeries(
          StoredSeries(
            labels: up.labels,
            timestamps: kept.map { up.timestamps[$0] },
            values: kept.map { up.values[$0] }
          )
        )
      }
    }

    func reply(to call: ScriptedCall) -> ScriptedReply? {
      guard let expression = try? Expression.parse(call.expression) else {
        return .nothing(to: call)
      }
      let evaluator = Evaluator(store: self)
      let answer: QueryValue? =
        switch call {
        case .instant(let query):
          try? evaluator.instant(expression, at: (query.time ?? end).milliseconds).value
        case .range(let query):
          try? evaluator.range(
            expression,
            from: query.start.milliseconds,
            through: query.end.milliseconds,
            step: query.step.nanoseconds / 1_000_000
          ).value
        default: nil
        }
      switch answer {
      case .vector(let elements)?: return ScriptedReply(.vector(elements))
      case .matrix(let series)?: return ScriptedReply(.matrix(series))
      default: return .nothing(to: call)
      }
    }
  }

  @Test(arguments: [true, false])
  func anOutageIsAsLongAsItsTargetFailed(isCurrent: Bool) async throws {
    var scrapes = Scrapes()
    scrapes.add("slow:1", every: 240, down: 3600..<7200)
    scrapes.add("fast:1", every: 15, down: 7200..<7201)
    scrapes.add("now:1", every: 15, down: 90..<7200)
    scrapes.add("well:1", every: 60, down: 0..<0)
    let intervals = ["slow:1": 240, "fast:1": 15, "now:1": 15]
    let targets = intervals.map { instance, seconds in
      ScrapeTarget(
        labels: LabelSet(["job": "job", "instance": instance]),
        health: .up,
        scrapeInterval: .seconds(seconds)
      )
    }
    let stored = scrapes
    let inquiry = ReportInquiry(
      PollSources(
        metrics: ScriptedSource { call in
          call == .targets ? ScriptedReply(.targets(targets)) : stored.reply(to: call)
        }
      ),
      deadline: .seconds(5),
      window: Stretch(from: Self.end - .seconds(86_400), to: Self.end),
      calendar: .utc,
      now: isCurrent ? Self.end : Self.end + .seconds(86_400)
    )
    let section = await ReportTargets(inquiry: inquiry, selector: "").section()
    guard case .table(let table) = section.blocks.first else {
      Issue.record("no table: \(section.blocks)")
      return
    }
    let rows = table.rows.map { row in
      ["instance", "state", "down_time", "times"].map { id in
        table.columns.firstIndex { $0.id == id }.map { row[$0].content }
      }
    }
    let expected = [("now:1", 7140), ("slow:1", 3600), ("fast:1", 60)]
    #expect(
      rows
        == expected.map { instance, seconds in
          [
            .text(instance), .text("up again"), .span(.seconds(seconds)), .number(1, .count),
          ] as [ReportCell.Content?]
        }
    )
  }
}
