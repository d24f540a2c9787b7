import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// No size is refused, nothing overlaps, nothing vanishes without a mark.
@Suite struct ScreenSizeTests {
  private static let widths = [0, 1, 2, 3, 5, 8, 13, 20, 30, 40, 57, 80, 100, 132, 181, 250]
  private static let heights = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 19, 24, 31, 36, 50, 70]

  @Test(arguments: [
    "", "Tab f", "6", "6 Tab", "6 Tab Tab", "6 Tab Tab Tab", "6 Enter", "6 Tab Enter",
    "6 Tab Tab Enter", "?", "D", "[ v",
  ])
  func everySizeIsDrawn(_ keys: String) {
    var desk = Desk.settled(SimulatedShop(isIncident: true), size: Size(100, 30))
    desk.press(keys)
    for width in [0, 1, 2, 5, 13, 40, 80, 132, 250] {
      for height in [0, 1, 2, 3, 5, 6, 7, 12, 24, 70] {
        desk.send(.resized(Size(width, height)))
        #expect(desk.model.view().size == Size(width, height))
      }
    }
  }

  @Test func panelsNeverOverlapAndStayInside() {
    let needs = PanelCatalog.all.map { PanelFlow.Need(width: $0.minimumWidth, isChart: $0.isChart) }
    for count in 0...needs.count {
      for width in Self.widths {
        for height in Self.heights {
          let area = Rect(x: 0, y: 2, width: width, height: height)
          let flow = PanelFlow(Array(needs.prefix(count)), in: area)
          var rects = flow.places.map(\.area)
          if let row = flow.hiddenRow { rects.append(row) }
          let isClean = rects.enumerated().allSatisfy { index, rect in
            !rect.isEmpty && rect.intersection(area) == rect
              && rects.dropFirst(index + 1).allSatisfy { rect.intersection($0).isEmpty }
          }
          #expect(isClean, "\(count) panels on \(width)x\(height)")
          guard width > 0, height > 0 else { continue }
          #expect(flow.places.count + flow.hidden == count)
          #expect((flow.hidden > 0) == (flow.hiddenRow != nil))
        }
      }
    }
  }

  @Test func everyPanelIsOnScreenOrCounted() {
    var desk = Desk.settled(SimulatedShop(isIncident: true))
    let titles = PanelCatalog.all.map(\.title)
    for width in [40, 57, 80, 120, 200] {
      for height in [4, 5, 6, 8, 9, 10, 12, 15, 19, 24, 31, 36, 50] {
        desk.send(.resized(Size(width, height)))
        let text = desk.text
        let shown = titles.count { text.contains($0) }
        let hidden = text.firstMatch(of: /… (\d+) more panels/).flatMap { Int($0.output.1) } ?? 0
        #expect(shown + hidden == titles.count, "\(width)x\(height)")
      }
    }
  }

  @Test func boxesAreAtLeastAsWideAsTheyNeed() {
    let needs = PanelCatalog.all.map { PanelFlow.Need(width: $0.minimumWidth, isChart: $0.isChart) }
    for width in 36...250 {
      let flow = PanelFlow(needs, in: Rect(x: 0, y: 0, width: width, height: 40))
      for place in flow.places where !place.isLine {
        #expect(place.area.width >= needs[place.index].width, "\(width)")
        #expect(place.area.height >= PanelFlow.boxHeight)
      }
    }
  }

  @Test(arguments: [Size(20, 5), Size(1, 1), Size(250, 70)])
  func oddSizesLookAsRecorded(_ size: Size) throws {
    let desk = Desk.settled(SimulatedShop(isIncident: true), size: size)
    try Golden.expect(desk.model.view(), "overview/odd")
  }

  @Test func aMovingClockRewritesFewCells() {
    var desk = Desk.settled(SimulatedShop(isIncident: true), size: Size(80, 24))
    let before = desk.model.view()
    desk.wait(.seconds(1))
    let after = desk.model.view()
    let changed = zip(before.cells, after.cells).count { $0 != $1 }
    #expect(changed > 0 && changed <= 8, "\(changed) cells")
  }
}
