import Testing

/// Numbers that servers send have no bounds, and a conversion, a range or a difference that has none for
/// some of them ends the process.
@Suite struct NumberTests {
  /// Where numbers of others are values; what reads or evaluates text byte by byte keeps its places
  /// within bounds by itself, and is fuzzed.
  static let targets = [
    "Telemetry", "Signals", "Logs", "HTTPTransport", "PrometheusAPI", "AlertmanagerAPI", "LokiAPI",
    "Dashboard", "Reports", "Runtime", "Commands",
  ]

  private static func files(of targets: [String]) -> [SourceFile] {
    Repository.swiftFiles(below: "Sources").filter { targets.contains($0.target) }
  }

  @Test func fractionsBecomeWholeNumbersWithinBounds() {
    // Without a label, as far as the closing parenthesis.
    let conversion =
      /\bU?Int(?:8|16|32|64)?\((?!\w+:)(?<argument>(?:[^()]|\((?:[^()]|\([^()]*\))*\))*)/
    let fraction = /\.rounded\(|\.inSeconds|\.magnitude|\bDouble\(|\.value\b|\d\.\d|\de\d/
    for file in Self.files(of: Self.targets) {
      // Texts too, which may hold conversions.
      for (index, line) in file.lines.enumerated() where !line.contains("//") {
        for match in line.matches(of: conversion) {
          #expect(
            match.output.argument.firstMatch(of: fraction) == nil,
            "\(file.place(index)): what may be out of range becomes whole by init(saturating:)"
          )
        }
      }
    }
  }

  @Test func rangesHaveNoEndsThatMayBeExchanged() {
    let range = /[\w)\]]+ ?(?:\.\.<|\.\.\.) ?(?<end>[\w(]+)/
    let targets = ["Runtime", "LokiAPI", "PrometheusAPI", "AlertmanagerAPI"]
    for file in Self.files(of: targets) {
      for (index, line) in file.code.enumerated() {
        // Places of a reader that only goes forth, and ends that are written down.
        let isSafe =
          line.contains("bytes[") || line.firstMatch(of: /\b\d+ ?\.\.[.<]|\.\.[.<]\(?-?\d/) != nil
        guard !isSafe, line.firstMatch(of: range) != nil else { continue }
        Issue.record(
          "\(file.place(index)): what may be exchanged makes a Range(from:upTo:) or ClosedRange(from:through:)"
        )
      }
    }
  }

  @Test func momentsAreAddedAndSubtractedAsSuch() {
    let arithmetic = /\bnanoseconds [-+*] |(?:^|[^&])[-+*] [\w.]*\.nanoseconds\b(?!\()/
    for file in Self.files(of: Self.targets) where file.target != "Telemetry" {
      for (index, line) in file.code.enumerated() {
        #expect(
          line.firstMatch(of: arithmetic) == nil,
          "\(file.place(index)): Timestamp and Duration saturate, their nanoseconds do not"
        )
      }
    }
  }
}
