import Dashboard
import Logs
import Screen
import Telemetry
import Testing

@testable import Commands

/// Nothing that is written as JSON or CSV holds a character that a terminal obeys.
@Suite struct OutputCharacterTests {
  /// Every character, a few hundred a text, each behind a letter, and marks that pile up.
  private static let texts: [String] = {
    var texts = ["a" + String(repeating: "\u{301}", count: 50), "\u{301}\u{302}\u{303}"]
    var text = String.UnicodeScalarView()
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), isKnown(scalar) else { continue }
      text.append("x")
      text.append(scalar)
      if text.count >= 1000 {
        texts.append(String(text))
        text = String.UnicodeScalarView()
      }
    }
    return texts + [String(text)]
  }()

  /// Whether the screen's table, which is that of Unicode 14, knows a character.
  private static func isKnown(_ scalar: Unicode.Scalar) -> Bool {
    guard let age = scalar.properties.age else { return true }
    return age.major <= 14
  }

  private func expectClean(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let shown = VisibleText.sanitized(line)
      guard shown != line else { continue }
      let first = zip(line.unicodeScalars, shown.unicodeScalars).first { $0 != $1 }
      Issue.record("\(String(describing: first))", sourceLocation: sourceLocation)
    }
  }

  @Test func jsonOfEveryCharacterIsShownUnchanged() {
    for text in Self.texts { expectClean(JSONText(.text(text)).text) }
  }

  @Test func logLinesAreClean() {
    let hostile = "\u{9B}31m\u{202E}\u{7F}\u{1B}[2Je" + String(repeating: "\u{336}", count: 20)
    for line in [hostile, #"{"msg":"\#(hostile)","\#(hostile)":{"a":["\#(hostile)"]}}"#] {
      let entry = LineScanner().entry(
        at: Timestamp(milliseconds: 1),
        stream: LabelSet([hostile: hostile]),
        metadata: LabelSet([hostile: hostile]),
        line: Array(line.utf8)
      )
      var output: [UInt8] = []
      LogLineText(.json, isForTerminal: false, isColored: false).add(entry, to: &output)
      let text = String(decoding: output, as: UTF8.self)
      expectClean(text)
      #expect(text.contains("\\u009b"))
    }
  }

  @Test func resultsOfQueriesAreClean() {
    let hostile = "\u{9B}31m\u{202E}\u{7F}\n\te" + String(repeating: "\u{336}", count: 20)
    let labels = LabelSet([hostile: hostile, "job": "a,\"b\""])
    let moment = Timestamp(milliseconds: 1)
    let values: [QueryValue] = [
      .vector([VectorSample(labels: labels, timestamp: moment, value: 1)]),
      .matrix([TimeSeries(labels: labels, samples: [Sample(moment, 1)])]), .string(hostile),
    ]
    for value in values {
      expectClean(JSONText(QueryJSON.value(value, at: moment)).text)
      expectClean(QueryCSV.text(value))
      #expect(QueryCSV.text(value).split(separator: "\n").count == 2)
    }
  }
}
