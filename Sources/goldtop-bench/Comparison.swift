import Glibc

/// An older build beside this one, in one run on one machine.
struct Comparison {
  /// The older build's `goldtop-bench`; its `goldtop` lies beside it.
  let old: String
  /// This build's `goldtop-bench`.
  let new: String
  /// The sections; empty for all.
  let sections: [String]

  /// Runs of each build, one after the other; the figures are medians.
  private static let runs = 3

  /// Prints both figures and their ratio, for all that both have.
  func run() {
    var all: [[Figure]] = [[], []]
    let own = sections.filter { $0 != "program" }
    if sections.isEmpty || !own.isEmpty {
      for _ in 0..<Self.runs {
        for (index, path) in [old, new].enumerated() { all[index] += figures(path, own) }
      }
    }
    if sections.isEmpty || sections.contains("program") {
      let measured = ProgramBench.measure([old, new].map(Self.program))
      for (index, figures) in measured.enumerated() { all[index] += figures }
    }
    let before = Self.medians(of: all[0])
    let after = Self.medians(of: all[1])
    for (name, now) in after {
      // The overview's 29 questions of then are its 30 of today.
      let others = before.filter { old in !after.contains { $0.name == old.name } }
      let same = before.first { $0.name == name } ?? others.first { Self.areAlike($0.name, name) }
      guard let was = same?.figure else { continue }
      let ratio = was.number.flatMap { old in now.number.map { old == 0 ? nil : $0 / old } } ?? nil
      let words = ratio.map { "   \(Bench.text($0))×" } ?? ""
      Bench.report(name, "\(was.text) → \(now.text)\(words)")
    }
  }

  /// Whether two names differ by numbers alone.
  private static func areAlike(_ one: String, _ other: String) -> Bool {
    one.filter { !$0.isNumber } == other.filter { !$0.isNumber }
  }

  /// The program of a build.
  static func program(beside bench: String) -> String {
    bench.hasSuffix("-bench") ? String(bench.dropLast("-bench".count)) : bench
  }

  private func figures(_ path: String, _ sections: [String]) -> [Figure] {
    let words = ([path] + sections).map {
      "'\($0.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
    }
    guard let output = popen(words.joined(separator: " "), "r") else { return [] }
    defer { pclose(output) }
    return TextFile.text(of: output).split(separator: "\n").compactMap { Figure(line: $0) }
  }

  /// The figures by name, in their order; of several the one in the middle.
  private static func medians(of figures: [Figure]) -> [(name: String, figure: Figure)] {
    var names: [String] = []
    for figure in figures where !names.contains(figure.name) { names.append(figure.name) }
    return names.map { name in
      let same = figures.filter { $0.name == name }
        .sorted { ($0.number ?? 0) < ($1.number ?? 0) }
      return (name, same[same.count / 2])
    }
  }
}
