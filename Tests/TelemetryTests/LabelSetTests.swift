import Telemetry
import Testing

@Suite struct LabelSetTests {
  private typealias Label = LabelSet.Label

  @Test func labelsAreOrderedByName() {
    let set = LabelSet([Label(name: "b", value: "2"), Label(name: "a", value: "1")])
    #expect(set.labels.map(\.name) == ["a", "b"])
    #expect(set == LabelSet(["b": "2", "a": "1"]))
    #expect(set.hashValue == LabelSet(["a": "1", "b": "2"]).hashValue)
  }

  @Test func ofARepeatedNameTheLastOneCounts() {
    let set = LabelSet([
      Label(name: "a", value: "1"), Label(name: "b", value: "2"), Label(name: "a", value: "3"),
    ])
    #expect(set.labels == [Label(name: "a", value: "3"), Label(name: "b", value: "2")])
  }

  @Test func valuesAreFoundByName() {
    let set = LabelSet(["job": "api", "": "empty", "ünï": ""])
    #expect(set["job"] == "api")
    #expect(set["ünï"] == "")
    #expect(set[""] == "empty")
    #expect(set["instance"] == nil)
    #expect(LabelSet.empty["job"] == nil)
  }

  @Test func describesItselfAsPromQLDoes() {
    #expect(
      LabelSet(["__name__": "up", "job": "api", "env": "x"]).description
        == #"up{env="x",job="api"}"#
    )
    #expect(LabelSet(["__name__": "up"]).description == "up")
    #expect(LabelSet(["job": "api"]).description == #"{job="api"}"#)
    #expect(LabelSet.empty.description == "")
  }

  @Test func ordersByNameThenValueThenLength() {
    let ordered = [
      LabelSet.empty, LabelSet(["a": "1"]), LabelSet(["a": "1", "b": "0"]), LabelSet(["a": "2"]),
      LabelSet(["b": "1"]),
    ]
    #expect(ordered.reversed().sorted() == ordered)
    for set in ordered { #expect(!(set < set)) }
  }
}
