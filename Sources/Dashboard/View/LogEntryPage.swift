import Logs
import Screen
import Telemetry

extension Model {
  func drawEntryPage(row: Int, in area: Rect, on grid: inout Grid) {}
  func drawStoryPage(in area: Rect, on grid: inout Grid) {}
  func drawLogHistogram(in area: Rect, on grid: inout Grid) {}
  func logScrollLimit(in body: Rect) -> Int { 0 }
  mutating func moveInLogPage(_ action: Action) -> Bool { false }
  mutating func openLine() -> [Effect] { [] }
  mutating func openStory() -> [Effect] { [] }
  mutating func copyFromLogs() -> [Effect] { [] }
  var logQLInForce: String { "" }
}
