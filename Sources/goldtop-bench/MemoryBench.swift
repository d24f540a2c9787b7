import Dashboard
import Runtime
import Screen
import Telemetry

/// Resident memory with a full window.
enum MemoryBench {
  static func run() {
    var dashboard = FedDashboard(Size(200, 50), range: .sixHours)
    dashboard.advance(seconds: 60) { _ = $0.view() }
    guard let bytes = RuntimeEnvironment.live().processUse().residentBytes else {
      Bench.report("resident memory", "unknown")
      return
    }
    Bench.report("resident memory with 6 h at 200x50", Unit.bytes.format(Double(bytes)).text)
  }
}
