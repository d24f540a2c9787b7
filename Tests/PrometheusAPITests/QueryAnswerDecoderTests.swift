import Telemetry
import Testing

@testable import PrometheusAPI

@Suite struct QueryAnswerDecoderTests {
  private func decode(
    _ text: String,
    limits: QueryLimits = QueryLimits()
  ) throws(ScanError) -> QueryEnvelope {
    try QueryAnswerDecoder.decode(Array(text.utf8), limits: limits)
  }

  /// The result of a matrix whose elements are given.
  private func matrix(
    _ elements: String,
    limits: QueryLimits = QueryLimits()
  ) throws -> [TimeSeries] {
    let text = #"{"status":"success","data":{"resultType":"matrix","result":["# + elements + "]}}"
    guard case .matrix(let series) = try decode(text, limits: limits).result else { return [] }
    return series
  }

  private func vector(_ elements: String) throws -> [VectorSample] {
    let text = #"{"status":"success","data":{"resultType":"vector","result":["# + elements + "]}}"
    guard case .vector(let vector) = try decode(text).result else { return [] }
    return vector
  }

  private func sample(_ milliseconds: Int64, _ value: Double) -> Sample {
    Sample(Timestamp(milliseconds: milliseconds), value)
  }

  @Test func aMatrixHasSeriesWithSamples() throws {
    let series = try matrix(
      #"{"metric":{"b":"2","a":"1"},"values":[[1795343103.481,"470"],[1795343118,"5e-01"]]},"#
        + #"{"metric":{},"values":[]}"#
    )
    #expect(
      series == [
        TimeSeries(
          labels: LabelSet(["a": "1", "b": "2"]),
          samples: [sample(1_795_343_103_481, 470), sample(1_795_343_118_000, 0.5)]
        ),
        TimeSeries(samples: []),
      ]
    )
  }

  @Test func membersComeInAnyOrderAndUnknownOnesAreSkipped() throws {
    let text = """
      { "x" : [ 1 , { "y" : [ "}" ] } ] , "infos" : [ "i" ] ,
        "data" : { "stats" : { "z" : null } ,
          "result" : [ { "extra" : true , "value" : [ 1 , "2" ] , "metric" : { "a" : "b" } } ] ,
          "resultType" : "vector" , "seriesFetched" : "4" } ,
        "warnings" : [ "w" ] , "status" : "success" , "isPartial" : false }

      """
    let envelope = try decode(text)
    #expect(envelope.status == "success")
    #expect(envelope.warnings == ["w"])
    #expect(envelope.infos == ["i"])
    #expect(
      envelope.result
        == .vector([
          VectorSample(
            labels: LabelSet(["a": "b"]),
            timestamp: Timestamp(milliseconds: 1000),
            value: 2
          )
        ])
    )
  }

  @Test func scalarsAndTextsAreRead() throws {
    let scalar = #"{"data":{"resultType":"scalar","result":[1795343122.335,"8"]}}"#
    #expect(try decode(scalar).result == .scalar(sample(1_795_343_122_335, 8)))
    let string = #"{"data":{"resultType":"string","result":[1795343122.337,"he\"llo"]}}"#
    #expect(try decode(string).result == .string("he\"llo"))
  }

  @Test func valuesThatAreNoOrdinaryNumbersAreKept() throws {
    let values = try matrix(
      #"{"metric":{},"values":[[1,"NaN"],[2,"+Inf"],[3,"-Inf"],[4,"1e+308"],[5,"-0"]]}"#
    )[0].samples.map(\.value)
    #expect(values[0].isNaN)
    #expect(Array(values[1...]) == [.infinity, -.infinity, 1e308, 0])
    #expect(values[4].sign == .minus)
  }

  @Test func timesOutOfOrderAreSortedAndTheLastOfOneMomentCounts() throws {
    let series = try matrix(
      #"{"metric":{},"values":[[4,"4"],[1,"1"],[3,"3"],[2,"2"],[2,"2.5"]]}"#
    )
    #expect(
      series[0].samples == [
        sample(1000, 1), sample(2000, 2.5), sample(3000, 3), sample(4000, 4),
      ]
    )
  }

  @Test(arguments: [
    ("1795343122", 1_795_343_122_000), ("1795343122.3", 1_795_343_122_300),
    ("1795343122.335", 1_795_343_122_335), ("1795343122.3359", 1_795_343_122_336),
    ("1.795343122e9", 1_795_343_122_000), ("-1.5", -1500), ("0", 0), ("0.001", 1),
    ("9223372036854775807", 9_200_000_000_000),
    ("1795343122.0000000000000000001", 1_795_343_122_000),
  ])
  func timestampsOfAnyFormAreRead(_ text: String, _ milliseconds: Int64) throws {
    let vector = try vector(#"{"metric":{},"value":["# + text + #","1"]}"#)
    #expect(vector[0].timestamp == Timestamp(milliseconds: milliseconds))
  }

  @Test func escapesInLabelsAreResolved() throws {
    let vector = try vector(
      #"{"metric":{"a\u0062":"\"\\\/\b\f\n\r\t\u00e9\ud83d\ude00\u003c"},"value":[1,"1"]}"#
    )
    #expect(
      vector[0].labels == LabelSet(["ab": "\"\\/\u{8}\u{c}\n\r\té😀<"])
    )
  }

  @Test(arguments: [#"\ud83d"#, #"\ud83dx"#, #"\ude00"#, #"\ud83d\u0041"#, #"\u12"#, #"\uzzzz"#])
  func brokenEscapesBecomeReplacements(_ text: String) throws {
    let vector = try vector(#"{"metric":{"a":"<"# + text + #">"},"value":[1,"1"]}"#)
    let value = try #require(vector[0].labels["a"])
    #expect(value.hasPrefix("<\u{FFFD}"))
    #expect(value.hasSuffix(">"))
  }

  @Test func bytesThatAreNoUnicodeBecomeReplacements() throws {
    var body = Array(
      #"{"data":{"resultType":"vector","result":[{"metric":{"a":"X"},"value":[1,"1"]}]}}"#.utf8
    )
    let place = try #require(body.firstIndex(of: UInt8(ascii: "X")))
    body.replaceSubrange(place...place, with: [0xff, 0xc0])
    guard case .vector(let vector) = try QueryAnswerDecoder.decode(body).result else {
      Issue.record("no vector")
      return
    }
    #expect(vector[0].labels["a"] == "\u{FFFD}\u{FFFD}")
  }

  @Test func longTextsAreCutBetweenCharacters() throws {
    let long = String(repeating: "é", count: 5000)
    let escaped = String(repeating: #"\u00e9"#, count: 5000)
    for text in [long, escaped] {
      let vector = try vector(#"{"metric":{"a":""# + "x" + text + #""},"value":[1,"1"]}"#)
      #expect(vector[0].labels["a"] == "x" + String(repeating: "é", count: 511) + "…")
    }
  }

  @Test func nativeHistogramsGiveTheirMean() throws {
    let histogram =
      #"{"count":"60","sum":"12","buckets":[[0,"0.5","1","10"],[3,"-0.001","0.001","50"]],"new":1}"#
    let vector = try vector(#"{"metric":{},"histogram":[5,"# + histogram + "]}")
    #expect(vector[0].value == 0.2)
    #expect(
      vector[0].histogram
        == NativeHistogram(
          count: 60,
          sum: 12,
          buckets: [
            .init(boundaryRule: 0, lower: 0.5, upper: 1, count: 10),
            .init(boundaryRule: 3, lower: -0.001, upper: 0.001, count: 50),
          ]
        )
    )
    let series = try matrix(
      #"{"metric":{},"values":[[1,"1"],[4,"4"]],"histograms":[[2,"# + histogram
        + #"],[3,{"count":"0","sum":"0"}]]}"#
    )
    #expect(series[0].samples.map(\.timestamp.milliseconds) == [1000, 2000, 3000, 4000])
    #expect(series[0].samples[1].value == 0.2)
    #expect(series[0].samples[2].value.isNaN)
  }

  @Test func whatIsBeyondTheLimitsIsRefused() throws {
    let element = #"{"metric":{"a":"1"},"values":[[1,"1"],[2,"2"]]}"#
    let three = [element, element, element].joined(separator: ",")
    let limits = QueryLimits(series: 3, samples: 6, labels: 1)
    #expect(try matrix(three, limits: limits).count == 3)
    #expect(throws: ScanError.self) { try matrix(three + "," + element, limits: limits) }
    #expect(
      throws: ScanError.tooMuch("more than 5 samples; use a longer step")
    ) { try matrix(three, limits: QueryLimits(samples: 5)) }
    #expect(throws: ScanError.tooMuch("a series has more than 1 labels")) {
      try matrix(#"{"metric":{"a":"1","b":"2"}}"#, limits: limits)
    }
  }

  @Test func deepNestingIsRefused() throws {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: ScanError.self) { try decode(#"{"x":"# + deep) }
    let allowed = String(repeating: "[", count: 60) + String(repeating: "]", count: 60)
    #expect(try decode(#"{"x":"# + allowed + "}").status == nil)
  }

  @Test(arguments: [
    "", " ", "{", "[]", "null", "x", #"{"data""#, #"{"data":"#, #"{"data":{"resultType":"matrix"#,
    #"{"data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"1"#,
    #"{"data":{"resultType":"matrix","result":[{"metric":{},"values":[[1,"one"]]}]}}"#,
    #"{"data":{"resultType":"matrix","result":[{"metric":{},"values":[["1"]]}]}}"#,
    #"{"data":{"resultType":"vector","result":[{"metric":{}}]}}"#,
    #"{"data":{"resultType":"vector","result":{}}}"#,
    #"{"data":{"resultType":"surprise","result":[]}}"#,
    #"{"status":"success"} x"#, #"{"status" "success"}"#, #"{"a":}"#, #"{"a":1,}"#,
  ])
  func whatIsNoAnswerIsMalformed(_ text: String) {
    do throws(ScanError) {
      _ = try decode(text)
      Issue.record("accepted")
    } catch {
      guard case .malformed = error else {
        Issue.record("\(error)")
        return
      }
    }
  }

  @Test func errorsKeepTypeAndWords() throws {
    let envelope = try decode(
      #"{"status":"error","errorType":"bad_data","error":"1:34: parse error","data":null}"#
    )
    #expect(envelope.errorType == "bad_data")
    #expect(envelope.error == "1:34: parse error")
    #expect(envelope.result == nil)
    #expect(try decode(#"{"errorType":422,"error":"x"}"#).errorType == "422")
  }

  @Test func aPartialAnswerIsAWarning() throws {
    let text = #"{"isPartial":true,"data":{"resultType":"vector","result":[]}}"#
    #expect(try decode(text).warnings == ["partial response"])
  }
}
