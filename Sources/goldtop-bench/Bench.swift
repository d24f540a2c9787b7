import Dashboard
import Glibc
import Screen
import Synchronization
import Telemetry

/// Prints the figures that goldtop's budgets are about.
///
///     goldtop-bench [--json FILE] [SECTION…]
///     goldtop-bench compare OLD [--json FILE] [SECTION…]
///
/// Names of sections choose some of them. `compare` takes the path of an older build's `goldtop-bench` with its
/// `goldtop` beside it, runs both, and prints each figure of both with the ratio, new by old. The section
/// `program` runs `goldtop` itself; the variables PROMETHEUS_URL and ALERTMANAGER_URL name servers for it. The
/// section `promql` starts the Prometheus that GOLDTOP_BENCH_PROMETHEUS names.
@main
struct Bench {
  private static let figures = Mutex<[Figure]>([])

  static func main() async {
    var words = Array(CommandLine.arguments.dropFirst())
    var file: String?
    if let flag = words.firstIndex(of: "--json"), flag + 1 < words.count {
      file = words[flag + 1]
      words.removeSubrange(flag...flag + 1)
    }
    if words.first == "compare" {
      guard words.count > 1 else {
        print("usage: goldtop-bench compare OLD [--json FILE] [SECTION…]")
        exit(2)
      }
      Comparison(old: words[1], new: CommandLine.arguments[0], sections: Array(words.dropFirst(2)))
        .run()
    } else {
      await run(Set(words))
    }
    guard let file else { return }
    let json = JSONText(.list(figures.withLock { $0 }.map(\.json)), .spread).text + "\n"
    guard let output = fopen(file, "w"), fputs(json, output) >= 0, fclose(output) == 0 else {
      print("cannot write \(file): \(String(cString: strerror(errno)))")
      exit(1)
    }
  }

  private static func run(_ wanted: Set<String>) async {
    func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
    if isWanted("decode") { await DecodeBench.run() }
    if isWanted("frames") { FrameBench.run() }
    if isWanted("asking") { AskingBench.run() }
    if isWanted("logs") { LogBench.run() }
    if isWanted("logs") || isWanted("terminal") { TerminalBench.run() }
    if isWanted("memory") { MemoryBench.run() }
    if isWanted("services") { await ServicesBench.run() }
    if isWanted("endpoints") { EndpointsBench.run() }
    if isWanted("engine") { await EngineBench.run() }
    if isWanted("promql") { await PrometheusBench.run() }
    // Only by name: it takes two minutes a program.
    if wanted.contains("program") {
      let own = Comparison.program(beside: CommandLine.arguments[0])
      for figure in ProgramBench.measure([own])[0] { report(figure) }
    }
  }

  /// The shortest of several runs, in seconds: what the work takes when nothing else disturbs it.
  static func fastest(of runs: Int, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    return (0..<runs).map { _ in clock.measure(work).inSeconds }.min() ?? .nan
  }

  /// Prints a figure with its budget.
  static func report(_ name: String, _ value: String, budget: String = "") {
    report(Figure(name, value, budget: budget))
  }

  private static func report(_ figure: Figure) {
    figures.withLock { $0.append(figure) }
    print(figure.line)
  }

  /// A number with a few decimals.
  static func text(_ value: Double, _ decimals: Int = 2) -> String {
    UnitNumber.fixed(value, decimals: decimals)
  }
}
