import Telemetry
import TestSupport
import Testing

@testable import PrometheusAPI

@Suite struct QueryBatchTests {
  @Test func eachExpressionIsMarkedOnLinesOfItsOwn() {
    let batch = QueryBatch(["up", "sum(up)\n# all of them"])
    #expect(
      batch.text == """
        label_replace(
        up
        , "goldtop_part", "0", "", "")
        or
        label_replace(
        sum(up)
        # all of them
        , "goldtop_part", "1", "", "")

        """
    )
  }

  @Test func elementsGoToTheirExpressionWithoutTheMark() throws {
    let batch = QueryBatch(["a", "b", "c"])
    func element(_ labels: [String: String], _ value: Double) -> VectorSample {
      VectorSample(labels: LabelSet(labels), timestamp: Timestamp(seconds: 1), value: value)
    }
    let parts = try batch.parts(
      [
        element(["goldtop_part": "2", "job": "x"], 1), element(["goldtop_part": "0"], 2),
        element(["goldtop_part": "2", "zone": "y"], 3),
      ],
      \.labels
    )
    #expect(parts.map { $0.map(\.value) } == [[2], [], [1, 3]])
    #expect(parts[2].map(\.labels) == [LabelSet(["job": "x"]), LabelSet(["zone": "y"])])
    #expect(parts[0].map(\.labels) == [.empty])
  }

  @Test(arguments: [nil, "3", "-1", "x", ""])
  func anElementOfNoExpressionIsMalformed(_ mark: String?) {
    let batch = QueryBatch(["a", "b", "c"])
    let labels = LabelSet(mark.map { ["goldtop_part": $0] } ?? [:])
    let element = VectorSample(labels: labels, timestamp: Timestamp(seconds: 1), value: 1)
    #expect(throws: SourceError.self) { try batch.parts([element], \.labels) }
  }

  /// The form of Prometheus 2.48 and later.
  @Test func aRemarkGoesToTheExpressionThatItsPositionLiesIn() {
    let batch = QueryBatch(["up", "rate(a[1m])\n+ rate(b[1m])", "c"])
    let remarks = [
      #"PromQL info: metric might not be a counter: "b" (7:8)"#, "one store did not answer",
      "PromQL info: another (11:1)", "PromQL info: of none (99:1)", "odd (x:1)",
    ]
    let parts = batch.parts(remarks)
    #expect(
      parts == [
        ["one store did not answer", "PromQL info: of none (99:1)", "odd (x:1)"],
        [
          #"PromQL info: metric might not be a counter: "b" (2:8)"#, "one store did not answer",
          "PromQL info: of none (99:1)", "odd (x:1)",
        ],
        [
          "one store did not answer", "PromQL info: another (1:1)", "PromQL info: of none (99:1)",
          "odd (x:1)",
        ],
      ]
    )
  }

  @Test func costsAreSharedOutAndAddUp() {
    let receipt = Receipt(elapsed: .seconds(1), wireBytes: 10, bodyBytes: 101, requests: 2)
    let shares = receipt.shares(of: 4)
    #expect(shares.map(\.wireBytes) == [3, 3, 2, 2])
    #expect(shares.map(\.bodyBytes) == [26, 25, 25, 25])
    #expect(shares.map(\.requests) == [2, 0, 0, 0])
    #expect(shares.allSatisfy { $0.elapsed == .seconds(1) })
  }

  /// The first is asked for both, and what is said of it goes to both: of what it is a part of, its place
  /// is not known.
  @Test func whatSeveralAreMadeOfIsAskedOnceAndItsRemarksGoToEach() async throws {
    func element(_ part: Int, _ value: Int) -> String {
      #"{"metric":{"goldtop_part":"\#(part)"},"value":[1,"\#(value)"]}"#
    }
    let answer =
      #"{"status":"success","data":{"resultType":"vector","result":[\#(element(0, 8)),"#
      + #"\#(element(1, 2))]},"infos":["no counter: \"a\" (2:10)","no counter: \"b\" (6:10)"]}"#
    try await withClient({ _ in .json(answer) }) { client, server in
      let queries = ["sum(rate(a[1m]))", "sum(rate(b[1m])) / sum(rate(a[1m]))"]
      let answers = try await client.instants(queries.map { InstantQuery($0, deadline: ample) })
      #expect(answers.map { $0.value.map(\.value) } == [[8], [0.25]])
      #expect(answers.map { $0.value.map(\.labels) } == [[.empty], [.empty]])
      #expect(answers[0].infos == [#"no counter: "a" (1:10)"#])
      #expect(answers[1].infos == [#"no counter: "a""#, #"no counter: "b""#])
      #expect(answers.map(\.receipt.requests) == [1, 0])
      #expect(server.log.requests.count == 1)
    }
  }
}
