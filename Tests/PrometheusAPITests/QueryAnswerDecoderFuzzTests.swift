import FoundationEssentials
import Telemetry
import TestSupport
import Testing

@testable import PrometheusAPI

/// The scanner against a general JSON decoder, on damaged copies of real answers.
@Suite struct QueryAnswerDecoderFuzzTests {
  @Test(arguments: ["prometheus-2.42", "prometheus-3.12", "victoriametrics-1.79"])
  func damagedAnswersNeverCrashAndAgreeWithTheGeneralDecoder(_ folder: String) throws {
    var random = SeededRandom(seed: 20_261_122)
    var agreed = 0
    for recording in try Payloads.all(folder) where recording.status == 200 {
      guard recording.name.hasPrefix("query") || recording.name.hasPrefix("range"),
        recording.body.first == UInt8(ascii: "{"), recording.body.count < 3000
      else { continue }
      for round in 0..<60 {
        let body = round == 0 ? recording.body : Self.damaged(recording.body, &random)
        if try Self.agrees(body, recording.name) { agreed += 1 }
      }
    }
    // Otherwise the mutations would destroy everything, and the comparison would prove nothing.
    #expect(agreed > 30)
  }

  /// Compares on bodies that both read; `false` where the general decoder refuses them.
  private static func agrees(_ body: [UInt8], _ name: String) throws -> Bool {
    let scanned = Result { try QueryAnswerDecoder.decode(body) }
    guard let reference = try? JSONDecoder().decode(ReferenceEnvelope.self, from: Data(body)),
      let expected = reference.data.result
    else { return false }
    let text = String(decoding: body, as: UTF8.self)
    guard let result = try? scanned.get().result else {
      Issue.record("\(name): refused \(scanned): \(text)")
      return false
    }
    #expect(same(result, expected), "\(name): \(text)")
    return true
  }

  /// Equal, where not-a-number equals itself.
  private static func same(_ left: QueryValue, _ right: QueryValue) -> Bool {
    "\(left)" == "\(right)"
  }

  private static func damaged(_ body: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
    var body = body
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let place = Int.random(in: 0..<body.count, using: &random)
      switch Int.random(in: 0..<7, using: &random) {
      case 0: body[place] = UInt8.random(in: 0...255, using: &random)
      case 1: body.remove(at: place)
      case 2:
        body.insert(Array("\"\\{}[],:0 9e.-".utf8).randomElement(using: &random) ?? 0, at: place)
      case 3: body = Array(body[..<max(1, place)])
      // Short, since what a member counts that is there twice is nowhere agreed on.
      case 4: body.insert(contentsOf: body[place...].prefix(5), at: place)
      case 5: body.insert(UInt8(ascii: " "), at: place)
      default: body[place] = UInt8.random(in: 48...57, using: &random)
      }
    }
    return body
  }
}

/// The document is not what a query answers.
private struct Unlike: Error {}

/// The envelope for a general decoder, as strict about values as the scanner.
private struct ReferenceEnvelope: Decodable {
  var data: ReferenceData
}

private struct ReferenceData: Decodable {
  var result: QueryValue?

  private enum Key: CodingKey {
    case resultType, result
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .resultType) {
    case "matrix":
      result = .matrix(
        try container.decode([ReferenceSeries].self, forKey: .result).map { try $0.series() }
      )
    case "vector":
      result = .vector(
        try container.decode([ReferenceSeries].self, forKey: .result).map { try $0.element() }
      )
    case "scalar":
      result = .scalar(try container.decode(ReferenceSample.self, forKey: .result).sample)
    default:
      break
    }
  }
}

private struct ReferenceSeries: Decodable {
  var metric: [String: String]?
  var value: ReferenceSample?
  var values: [ReferenceSample]?

  func series() throws -> TimeSeries {
    guard let values else { throw Unlike() }
    var byMoment: [Timestamp: Double] = [:]
    for sample in values { byMoment[sample.sample.timestamp] = sample.sample.value }
    return TimeSeries(
      labels: LabelSet(metric ?? [:]),
      samples: byMoment.map { Sample($0.key, $0.value) }.sorted { $0.timestamp < $1.timestamp }
    )
  }

  func element() throws -> VectorSample {
    guard let value else { throw Unlike() }
    return VectorSample(
      labels: LabelSet(metric ?? [:]),
      timestamp: value.sample.timestamp,
      value: value.sample.value
    )
  }
}

private struct ReferenceSample: Decodable {
  var sample: Sample

  init(from decoder: any Decoder) throws {
    var container = try decoder.unkeyedContainer()
    let seconds = try container.decode(Double.self)
    let text = try container.decode(String.self)
    guard let value = Self.number(text), container.isAtEnd else {
      throw Unlike()
    }
    sample = Sample(Timestamp(seconds: seconds), value)
  }

  private static func number(_ text: String) -> Double? {
    switch text {
    case "NaN": return .nan
    case "+Inf", "Inf": return .infinity
    case "-Inf": return -.infinity
    default:
      guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }) else { return nil }
      return Double(text)
    }
  }
}
