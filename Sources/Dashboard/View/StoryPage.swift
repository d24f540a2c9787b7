import Screen

extension Model {
  func drawStoryPage(in area: Rect, on grid: inout Grid) {}
  func drawLogHistogram(in area: Rect, on grid: inout Grid) {}
  func logScrollLimit(in body: Rect) -> Int { 0 }
  mutating func openStory() -> [Effect] { [] }
}
