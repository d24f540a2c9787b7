import Screen
import Telemetry
import Testing

@testable import Dashboard

extension View {
  /// A view as somebody would add it.
  fileprivate static let trial: View = {
    var view = View(ViewID("trial"), key: .character("9")) { scene, area, grid in
      let count = scene.world.targets?.count ?? 0
      TextLine("\(count) targets, one chosen: \(scene.place[TableState<Int>.self].selected ?? 0)")
        .draw(in: area, on: &grid, symbols: scene.symbols)
    }
    view.act = { action, visit in
      guard action == .down else { return .passed }
      visit.place[TableState<Int>.self].selected = 1
      return .done
    }
    return view
  }()
}

/// What a view of a few lines gets for nothing.
@Suite struct TrialViewTests {
  private static let catalog = ViewCatalog(ViewCatalog.standard.views + [.trial])

  private func desk() -> Desk {
    var desk = Desk(catalog: Self.catalog)
    desk.settle()
    return desk
  }

  @Test func itOpensByItsKeyAndEscapeLeadsBack() {
    var desk = desk()
    desk.press("Tab Tab")
    let before = desk.model.journey.here
    desk.press("9")
    #expect(desk.model.fullScreen == "trial")
    #expect(desk.row(2).contains("targets, one chosen: 0"))
    desk.press("j")
    #expect(desk.row(2).contains("one chosen: 1"))
    desk.press("?")
    desk.press("Esc")
    #expect(desk.row(2).contains("one chosen: 1"))
    desk.press("Esc")
    #expect(desk.model.journey.here == before)
  }

  @Test func comingBackToItRestoresWhatItKeeps() {
    var desk = desk()
    desk.press("9 j")
    let before = desk.model.journey.here
    desk.model.show("latency")
    desk.press("+ Esc")
    #expect(desk.model.journey.here.view == before.view)
    #expect(desk.row(2).contains("one chosen: 1"))
  }

  @Test func helpFooterNamesAndReservedNamesHaveIt() {
    var desk = desk()
    // Views come last in the footer.
    _ = desk.send(.resized(Size(240, 36)))
    #expect(desk.row(35).contains("9 trial"))
    #expect(desk.model.views.last == "trial")
    #expect(Self.catalog.reservedNames.contains("trial"))
    desk.press("?")
    #expect(desk.text.split(separator: "\n").contains { $0.contains("9 ") && $0.contains("trial") })
  }

  @Test func itCanBeTheFirstOnScreen() {
    var desk = desk()
    desk.model.show("trial")
    #expect(desk.row(2).contains("targets, one chosen"))
    #expect(desk.row(35).contains("Esc back"))
    desk.press("Esc")
    #expect(desk.model.fullScreen == nil)
  }

  @Test func settingsNameItsKey() {
    var settings = Desk.settings
    settings.keys = ["trial": "x"]
    var desk = Desk(SimulatedShop(), settings, catalog: Self.catalog)
    desk.press("x")
    #expect(desk.model.fullScreen == "trial")
  }

  @Test func whatItDoesNotTakeIsTakenByOthers() {
    var desk = desk()
    desk.press("9 -")
    #expect(desk.model.timeline.range == .hour)
    desk.press("e")
    #expect(desk.row(35).contains("no log server"))
    desk.press("h")
    #expect(desk.row(35).contains("opens the time cursor"))
    desk.press("Tab")
    #expect(desk.model.fullScreen == "alerts")
  }
}
