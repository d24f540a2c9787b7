import Telemetry
import Testing

@testable import Commands

/// Results as text.
@Suite struct QueryOutputTests {
  private let moment = Timestamp(milliseconds: 1_435_781_451_781)
  private let labels = LabelSet(["__name__": "up", "job": "a \"b\"\n", "instance": "x,y"])

  @Test(arguments: [
    (0, "0"), (1, "1"), (-0.5, "-0.5"), (1e20, "100000000000000000000"), (1e21, "1e+21"),
    (0.000001, "0.000001"), (0.0000001, "1e-07"), (.nan, "NaN"), (.infinity, "+Inf"),
    (-.infinity, "-Inf"), (0.1 + 0.2, "0.30000000000000004"), (123_456_789, "123456789"),
  ])
  func numbersAreThoseOfPrometheusAPI(_ value: Double, _ text: String) {
    #expect(QueryJSON.number(value) == text)
  }

  @Test(arguments: [
    (Int64(1_435_781_451_781), "1435781451.781"), (1_435_781_451_000, "1435781451"),
    (1_435_781_451_070, "1435781451.070"), (-1_500, "-1.500"), (0, "0"),
  ])
  func momentsAreThoseOfPrometheusAPI(_ milliseconds: Int64, _ text: String) {
    #expect(QueryJSON.moment(Timestamp(milliseconds: milliseconds)) == text)
  }

  private func json(_ value: QueryValue) -> String {
    JSONText(QueryJSON.value(value, at: moment)).text
  }

  @Test func vectorsAreTheDataOfTheAPI() {
    let vector = QueryValue.vector([
      VectorSample(labels: labels, timestamp: moment, value: 1.5)
    ])
    #expect(
      json(vector) == #"""
        {"resultType":"vector","result":[{"metric":{"__name__":"up","instance":"x,y","job":"a \"b\"\n"},"value":[1435781451.781,"1.5"]}]}
        """#
    )
    #expect(
      json(.vector([])) == #"{"resultType":"vector","result":[]}"#
    )
  }

  @Test func everyTypeHasItsForm() {
    let sample = Sample(moment, 1e-7)
    #expect(
      json(.scalar(sample))
        == #"{"resultType":"scalar","result":[1435781451.781,"0.0000001"]}"#
    )
    #expect(
      json(.string("a\u{1}"))
        == #"{"resultType":"string","result":[1435781451.781,"a\u0001"]}"#
    )
    let series = TimeSeries(samples: [sample, Sample(moment + .seconds(1), 2)])
    #expect(
      json(.matrix([series]))
        == #"{"resultType":"matrix","result":[{"metric":{},"values":["#
        + #"[1435781451.781,"1e-07"],[1435781452.781,"2"]]}]}"#
    )
  }

  @Test func nativeHistogramsAreTold() {
    let histogram = NativeHistogram(
      count: 3,
      sum: 0.5,
      buckets: [NativeHistogram.Bucket(boundaryRule: 0, lower: 0.1, upper: 0.2, count: 3)]
    )
    let element = VectorSample(
      labels: LabelSet(["job": "a"]),
      timestamp: moment,
      value: histogram.mean,
      histogram: histogram
    )
    let pair =
      #"[1435781451.781,{"count":"3","sum":"0.5","buckets":[[0,"0.1","0.2","3"]]}]"#
    #expect(
      json(.vector([element]))
        == #"{"resultType":"vector","result":[{"metric":{"job":"a"},"histogram":\#(pair)}]}"#
    )
    var series = TimeSeries(samples: [Sample(moment, histogram.mean)])
    series.histograms = [HistogramSample(moment, histogram)]
    #expect(
      json(.matrix([series]))
        == #"{"resultType":"matrix","result":[{"metric":{},"histograms":[\#(pair)]}]}"#
    )
    #expect(QueryTable.text(.vector([element])).contains("{count:3, sum:0.5}"))
    #expect(QueryCSV.text(.vector([element])).hasSuffix(",\"{count:3, sum:0.5}\"\n"))
  }

  @Test func tablesAreCleanOfWhatATerminalObeys() {
    let hostile = VectorSample(
      labels: LabelSet(["__name__": "up", "job": "\u{1B}[2J"]),
      timestamp: moment,
      value: 1
    )
    let other = VectorSample(labels: LabelSet(["job": "b"]), timestamp: moment, value: 10.25)
    let text = QueryTable.text(.vector([hostile, other]))
    #expect(!text.contains("\u{1B}"))
    let ends = text.split(separator: Character("\n")).map(\.count)
    #expect(ends.count == 2)
    #expect(ends[0] == ends[1])
    #expect(QueryTable.text(.vector([])).isEmpty)
  }

  @Test func rangesAreListedPointByPoint() {
    let series = TimeSeries(
      labels: LabelSet(["job": "a"]),
      samples: [Sample(moment, 1), Sample(moment + .milliseconds(219), 2)]
    )
    #expect(
      QueryTable.text(.matrix([series])) == """
        {job="a"}
          2015-07-01T20:10:51.781Z  1
          2015-07-01T20:10:52Z  2

        """
    )
  }

  @Test func valuesAreSeparatedByCommasAndQuotedWhereNeeded() {
    let other = VectorSample(labels: LabelSet(["job": "b"]), timestamp: moment, value: 2)
    let vector = [VectorSample(labels: labels, timestamp: moment, value: 1), other]
    #expect(
      QueryCSV.text(.vector(vector)) == """
        __name__,instance,job,timestamp,value
        up,"x,y","a ""b""␊",1435781451.781,1
        ,,b,1435781451.781,2

        """
    )
  }

  @Test func aChartHasItsLegend() {
    let series = ["a", "b"].map { job in
      TimeSeries(
        labels: LabelSet(["job": job]),
        samples: (0..<60).map { Sample(moment + .seconds($0), Double($0)) }
      )
    }
    let lines = QueryChart.text(.matrix(series)).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
    #expect(lines.count == 24)
    #expect(lines[20].contains("2015-07-01T20:10:51.781Z to 2015-07-01T20:11:50.781Z"))
    #expect(lines[21].hasSuffix("{job=\"a\"}  59"))
    #expect(QueryChart.text(.matrix([])).isEmpty)
  }
}
