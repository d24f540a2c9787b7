import LocalSource
import Telemetry
import TestSupport
import Testing

/// What a series has in common with the one before is not read again, which nobody may notice.
@Suite struct RepeatedLabelsTests {
  private static let metrics = ["up", "http_requests_total", "http_requests", "a:b", "_x"]
  private static let names = ["le", "method", "methods", "m", "__a__", "Z", "endpoint", "instance"]
  private static let values = [
    "", "GET", "GET ", "/api/v1/items/10", "/api/v1/items/1", "é", "a\\\"b", "a\\\\", "x}y", "{",
    "0.5", "line\\nfeed", "back\\slash",
  ]

  /// A series as text, with a number that makes it another one than all others.
  private func series(_ number: Int, isStrict: Bool, _ random: inout SeededGenerator) -> String {
    var names = Array(
      Self.names.shuffled(using: &random).prefix(Int.random(in: 0...4, using: &random))
    )
    if Int.random(in: 0..<3, using: &random) > 0 { names = Array(Self.names.prefix(names.count)) }
    var labels = names.map { name in
      "\(name)=\"\(Self.values.randomElement(using: &random) ?? "")\""
    }
    labels.insert("n=\"\(number)\"", at: Int.random(in: 0...labels.count, using: &random))
    let metric = Self.metrics.randomElement(using: &random) ?? "up"
    switch Int.random(in: 0..<60, using: &random) {
    case 0: labels.append(labels[0])
    case 1: return "{\(labels.joined(separator: ","))}"
    case 2: return "{\"\(metric)\",\(labels.joined(separator: ","))}"
    case 3: return "{\(labels.joined(separator: ",")),__name__=\"\(metric)\"}"
    case 4: labels.append("\"quoted name\"=\"v\"")
    case 5: labels.insert("\"\(metric)\"", at: 0)
    case 6 where !isStrict: return "\(metric) { \(labels.joined(separator: " , ")) , }"
    case 7 where !isStrict: labels.append("f=\"a\nb\"")
    default: break
    }
    return "\(metric){\(labels.joined(separator: ","))}"
  }

  private func labels(
    _ series: [String],
    _ format: ExpositionFormat
  ) -> Result<[LabelSet], ExpositionProblem> {
    let end = format == .openMetrics ? "# EOF\n" : ""
    let body = series.map { "\($0) 1\n" }.joined() + end
    var parser = ExpositionParser()
    do throws(ExpositionProblem) {
      return .success(try parser.parse(Array(body.utf8), as: format).newSeries.map(\.labels))
    } catch {
      return .failure(error)
    }
  }

  @Test(arguments: [false, true]) func eachSeriesIsReadAsIfItWereAlone(_ isStrict: Bool) {
    let format: ExpositionFormat = isStrict ? .openMetrics : .text
    var random = SeededGenerator(seed: isStrict ? 0x1ABE1 : 0x1ABE2)
    var refused = 0
    for round in 0..<fuzzCases(150) {
      var good: [String] = []
      var wanted: [LabelSet] = []
      for number in 0..<Int.random(in: 1...40, using: &random) {
        let series = series(number, isStrict: isStrict, &random)
        switch labels([series], format) {
        case .success(let alone):
          good.append(series)
          wanted += alone
        case .failure(let problem):
          refused += 1
          guard case .failure(let other) = labels(good + [series], format) else {
            Issue.record("\(series) is read behind others, round \(round)")
            continue
          }
          #expect(other.reason == problem.reason, "\(series)")
        }
      }
      #expect((try? labels(good, format).get()) == wanted, "round \(round)")
    }
    #expect(refused > 10)
  }
}
