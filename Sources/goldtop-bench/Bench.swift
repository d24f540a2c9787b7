import Dashboard
import Screen
import Telemetry

/// Prints the figures that goldtop's budgets are about.
///
/// Run it as `swift run -c release goldtop-bench`; names of sections as arguments choose some of
/// them.
@main
struct Bench {
  static func main() async {
    let wanted = Set(CommandLine.arguments.dropFirst())
    func isWanted(_ name: String) -> Bool { wanted.isEmpty || wanted.contains(name) }
    if isWanted("decode") { await DecodeBench.run() }
    if isWanted("frames") { FrameBench.run() }
    if isWanted("asking") { AskingBench.run() }
    if isWanted("logs") { LogBench.run() }
    if isWanted("logs") || isWanted("terminal") { TerminalBench.run() }
    if isWanted("memory") { MemoryBench.run() }
    if isWanted("services") { await ServicesBench.run() }
    if isWanted("engine") { await EngineBench.run() }
  }

  /// The shortest of several runs, in seconds: what the work takes when nothing else disturbs it.
  static func fastest(of runs: Int, _ work: () -> Void) -> Double {
    let clock = ContinuousClock()
    return (0..<runs).map { _ in clock.measure(work).inSeconds }.min() ?? .nan
  }

  /// Prints a figure with its budget.
  static func report(_ name: String, _ value: String, budget: String = "") {
    let dots = String(repeating: ".", count: max(2, 52 - name.count))
    print("\(name) \(dots) \(value)" + (budget.isEmpty ? "" : "   (budget \(budget))"))
  }

  /// A number with a few decimals.
  static func text(_ value: Double, _ decimals: Int = 2) -> String {
    UnitNumber.fixed(value, decimals: decimals)
  }
}
