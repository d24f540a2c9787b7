import PromQL
import Telemetry
import Testing

/// Names and values that look the same and differ in their bytes.
@Suite struct ByteOrderTests {
  private static let composed = "caf\u{E9}"
  private static let decomposed = "cafe\u{301}"

  private let question: Question = {
    var question = Question()
    question.store.add("visits", ["place": composed], values: [1])
    question.store.add("visits", ["place": decomposed], values: [2])
    question.store.add("visits", ["place": "cafz"], values: [4])
    question.store.add("seats", ["place": composed], values: [10])
    return question
  }()

  @Test func theyAreGroupsOfTheirOwn() throws {
    let found = try question.instant("sum by (place) (visits)")
    // By bytes: e before z, and z before what is not ASCII.
    #expect(found.map(\.values) == [[2], [4], [1]])
  }

  @Test func theyFindOnlyTheirOwnPartners() throws {
    #expect(try question.instant("visits / on (place) seats").map(\.values) == [[0.1]])
    #expect(try question.instant("visits unless on (place) seats").map(\.values) == [[2], [4]])
  }

  @Test func theyAreSortedByTheirBytes() throws {
    let found = try question.instant(#"sort_by_label(visits, "place")"#)
    #expect(found.map(\.values) == [[2], [4], [1]])
  }

  @Test func theyAreReplacedOneByOne() throws {
    let found = try question.instant(#"label_replace(visits, "copy", "$1", "place", "(.*)")"#)
    for row in found {
      let values = row.labels.split(separator: "\"").filter { $0.hasPrefix("caf") }
        .filter { !$0.contains("=") }
      #expect(values.count == 2)
      #expect(values.first.map { Array($0.utf8) } == values.last.map { Array($0.utf8) })
    }
  }

  @Test func aNameOfBytesThatAreNoTextIsRefused() throws {
    #expect(
      try question.failure(#"label_replace(visits, "\xff", "a", "place", "(.*)")"#)?
        .hasPrefix("invalid destination label name in label_replace(): ") == true
    )
    #expect(
      try question.failure(#"label_join(visits, "a", ",", "\xff")"#)?
        .hasPrefix("invalid source label name in label_join(): ") == true
    )
    #expect(
      try question.failure(#"count_values("a\xc5z", visits)"#)
        == #"invalid label name "a\xc5z""#
    )
  }
}
