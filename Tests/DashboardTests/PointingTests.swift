import Logs
import Screen
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

extension Desk {
  /// What is under a cell, what is in front first.
  func targets(_ x: Int, _ y: Int) -> [Target] {
    ScreenDrawing(scene: model.scene, view: model.currentView)
      .targets(under: Pointer(.press, x: x, y: y))
  }

  /// The first cell under which a target is in front, looked for in some columns of every row.
  func cell(
    everyColumn: Bool = false,
    _ isWanted: (Target) -> Bool
  ) -> (x: Int, y: Int)? {
    let size = model.size
    for y in 0..<size.height {
      let columns = [2, size.width / 3, size.width * 3 / 4]
      for x in everyColumn ? Array(0..<size.width) : columns {
        if let front = targets(x, y).first, isWanted(front) { return (x, y) }
      }
    }
    return nil
  }

  @discardableResult
  mutating func click(_ x: Int, _ y: Int) -> [Effect] {
    send(.pointer(Pointer(.press, x: x, y: y)))
  }

  @discardableResult
  mutating func turn(_ notches: Int, _ x: Int, _ y: Int) -> [Effect] {
    send(.pointer(Pointer(.wheel(notches), x: x, y: y)))
  }

  /// Chooses the first row on screen, and says where it is.
  mutating func chooseRow() -> (x: Int, y: Int)? {
    guard let place = cell({ if case .row = $0 { true } else { false } }) else { return nil }
    if !row(place.y).prefix(3).contains(">") { click(place.x, place.y) }
    return place
  }

  /// The first cell of a text on screen.
  func find(_ text: String) -> (x: Int, y: Int)? {
    for (y, row) in self.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      if let range = row.firstRange(of: text) {
        return (row.distance(from: row.startIndex, to: range.lowerBound), y)
      }
    }
    return nil
  }
}

/// What the mouse does in every view.
@Suite struct PointingTests {
  static let sizes = [Size(40, 12), Size(80, 24), Size(120, 36)]

  /// Views with a list, each with what it takes to have rows.
  enum Listed: String, CaseIterable, Sendable {
    case services, requests, endpoint, dependencies, resources, vitals, models
    case alerts, rules, targets, silences, logs, entry, story

    func desk(_ size: Size) -> Desk {
      var desk: Desk
      switch self {
      case .services: desk = Self.services(size)
      case .requests: desk = Self.opened("2", RequestsViewTests.shop, size)
      case .endpoint: desk = Self.opened("2 Down Enter", RequestsViewTests.shop, size)
      case .dependencies: desk = Self.opened("3", VitalsViewTests.shop, size)
      case .resources: desk = Self.opened("4", VitalsViewTests.shop, size)
      case .vitals: desk = Self.opened("4 Enter", VitalsViewTests.shop, size)
      case .models: desk = Self.opened("5", ModelsViewTests.shop, size)
      case .alerts: desk = TroubledShop.desk(size: size, keys: "6")
      case .rules: desk = TroubledShop.desk(size: size, keys: "6 Tab")
      case .targets: desk = TroubledShop.desk(size: size, keys: "6 Tab Tab")
      case .silences: desk = TroubledShop.desk(size: size, keys: "6 Tab Tab Tab")
      case .logs: desk = Self.opened("7", RequestsViewTests.shop, size)
      case .entry: desk = Self.opened("7 Up Enter", RequestsViewTests.shop, size)
      case .story: desk = Self.opened("7 Up R", RequestsViewTests.shop, size)
      }
      desk.send(.key(.character(":")))
      desk.type("mouse on")
      desk.press("Enter")
      desk.wait(.seconds(10))
      return desk
    }

    private static func opened(_ keys: String, _ shop: SimulatedShop, _ size: Size) -> Desk {
      var desk = Desk.settled(shop, Desk.logSettings, size: size)
      desk.bring(.history(ShopLines.entries(60), isComplete: true))
      for key in keys.split(separator: " ") {
        desk.press(String(key))
        for _ in 0..<2 { desk.answer() }
        desk.bring(.history(ShopLines.entries(60), isComplete: true))
        desk.wait(.seconds(1))
      }
      return desk
    }

    private static func services(_ size: Size) -> Desk {
      var settings = Desk.settings
      settings.selector = []
      settings.startsWithServices = true
      settings.profileTable = MetricProfile.all
      var desk = Desk(ServicesViewTests.shop, settings, size: size)
      for _ in 0..<4 { desk.answer() }
      desk.wait(.seconds(1))
      desk.answer()
      return desk
    }
  }

  private static func on(_ desk: Desk) -> Desk {
    var desk = desk
    desk.send(.key(.character(":")))
    desk.type("mouse on")
    desk.press("Enter")
    desk.wait(.seconds(10))
    return desk
  }

  @Test(arguments: Listed.allCases, sizes)
  func aClickChoosesTheRowUnderItAndTheNextOneOpensIt(_ view: Listed, _ size: Size) throws {
    var desk = view.desk(size)
    let here = desk.model.journey.here.view
    var rows = 0
    for y in 0..<size.height {
      guard case .row(let index)? = desk.targets(2, y).first else { continue }
      rows += 1
      let isChosen = desk.row(y).prefix(3).contains(">")
      guard !isChosen else { continue }
      desk.click(size.width / 3, y)
      #expect(desk.model.journey.here.view == here, "row \(index) opened")
      #expect(desk.row(y).prefix(3).contains(">"), "\(index) at \(y)\n\(desk.text)")
      // It has not moved.
      #expect(desk.targets(2, y).first == .row(index))
    }
    #expect(rows > 0, "\(desk.text)")
    // The same as Enter.
    let row = desk.chooseRow()
    let place = try #require(row)
    var other = desk
    desk.click(place.x, place.y)
    other.press("Enter")
    let (mine, others) = (desk.model.journey.here, other.model.journey.here)
    #expect(mine.view == others.view && mine.subject == others.subject)
    #expect(desk.model.notice == other.model.notice)
    #expect(desk.model.typing == other.model.typing)
  }

  @Test(arguments: Listed.allCases, sizes)
  func theWheelNeverLosesTheRowChosenAndEndsAtTheEnds(_ view: Listed, _ size: Size) throws {
    var desk = view.desk(size)
    let row = desk.chooseRow()
    let place = try #require(row)
    let (here, before) = (desk.model.journey.here.view, desk.model.journey.hasWayBack)
    for notches in [1, 2, 500, -1, -500, 0] {
      desk.turn(notches, place.x, place.y)
      #expect(desk.model.journey.here.view == here)
      #expect(desk.model.journey.hasWayBack == before)
      guard view != .logs else { continue }
      let marks = (0..<size.height).count { desk.row($0).prefix(3).contains(">") }
      #expect(view == .entry ? marks > 0 : marks == 1, "\(desk.text)")
    }
  }

  @Test(
    arguments: [
      Listed.services, .requests, .endpoint, .dependencies, .resources, .vitals, .models, .alerts,
      .rules, .targets, .silences,
    ],
    sizes
  )
  func aClickOnAHeaderSortsByItAndTheNextOneTurnsIt(_ view: Listed, _ size: Size) throws {
    var desk = view.desk(size)
    var headers: [Int: (x: Int, y: Int)] = [:]
    let y = try #require(
      (0..<size.height).first { row in
        if case .column? = desk.targets(2, row).first { true } else { false }
      }
    )
    for x in stride(from: 2, to: size.width, by: 4) {
      if case .column(let index)? = desk.targets(x, y).first { headers[index] = (x, y) }
    }
    for (_, cell) in headers.sorted(by: { $0.key < $1.key }) {
      // Titles may be cut, and the frame's notes with them: rows tell.
      desk.click(cell.x, cell.y)
      let sorted = desk
      desk.click(cell.x, cell.y)
      desk.click(cell.x, cell.y)
      #expect(desk.model.journey == sorted.model.journey)
      desk.click(cell.x, cell.y)
      #expect(desk.model.journey != sorted.model.journey)
    }
  }

  // MARK: Overview

  @Test(arguments: sizes)
  func aClickFocusesAPanelAndTheNextOneOpensIt(_ size: Size) throws {
    let start = Self.on(Desk.following(60, size: size))
    var parts: Set<String> = []
    for y in 0..<size.height {
      for x in [0, size.width / 3, size.width - 1] {
        guard case .part(let name)? = start.targets(x, y).first, parts.insert(name).inserted else {
          continue
        }
        var desk = start
        desk.click(x, y)
        #expect(desk.model.focus == name)
        #expect(!desk.model.journey.hasWayBack)
        var other = desk
        desk.click(x, y)
        other.press("Enter")
        #expect(desk.model.journey == other.model.journey)
        #expect(desk.model.journey.hasWayBack, "\(name)")
        desk.press("Esc")
        #expect(desk.model.focus == name)
      }
    }
    #expect(parts.isSuperset(of: ["latency", "traffic", "errors", "alerts"]), "\(parts)")
  }

  @Test func aClickOnALineOfTheTailChoosesItAndTheNextOneOpensTheList() throws {
    var desk = Self.on(Desk.following(60))
    let place = try #require(desk.cell { if case .row = $0 { true } else { false } })
    desk.click(place.x, place.y)
    #expect(desk.model.focus == "logs")
    #expect(desk.row(place.y).prefix(3).contains(">"))
    desk.click(place.x, place.y + 1)
    #expect(!desk.model.journey.hasWayBack)
    let line = desk.model.scene.currentEntry
    desk.click(place.x, place.y + 1)
    #expect(desk.model.journey.here.view == .logs)
    #expect(desk.model.scene.currentEntry == line)
  }

  // MARK: Time

  @Test(arguments: sizes)
  func aClickOnAChartPutsTheCursorThere(_ size: Size) throws {
    let start = Self.on(Desk.following(60, size: size))
    var charts = 0
    for y in stride(from: 1, to: size.height, by: 4) {
      for x in stride(from: 3, to: size.width, by: 13) {
        guard case .place? = start.targets(x, y).first else { continue }
        charts += 1
        var desk = start
        desk.click(x, y)
        let cursor = try #require(desk.model.timeline.cursor)
        #expect(cursor == cursor.floored(to: desk.model.grain.step))
        #expect(desk.model.focus != nil)
        // It is drawn in that column, but for the columns that no point lies in.
        desk.settle()
        let near = (max(0, x - 1)...min(size.width - 1, x + 1)).contains { column in
          desk.model.view()[column, y].style.role == .cursor
        }
        #expect(near, "\(x) \(y)\n\(desk.text)")
        desk.press("Esc")
        #expect(desk.model.timeline.cursor == nil)
      }
    }
    #expect(size.height < 20 || charts > 3)
  }

  @Test func aClickWhereTheCursorIsOpensItsLines() throws {
    var desk = Self.on(Desk.following(60))
    let cell = try #require(desk.cell { if case .place = $0 { true } else { false } })
    desk.click(cell.x, cell.y)
    let cursor = try #require(desk.model.timeline.cursor)
    #expect(desk.model.journey.here.view == .overview)
    desk.click(cell.x, cell.y)
    #expect(desk.model.journey.here.view == .logs)
    #expect(desk.model.journey.here[LogListState.self].search.stretch?.end == cursor)
  }

  @Test func aBarOfTheLogsLeadsToItsLines() throws {
    var desk = Self.on(Desk.following(60))
    desk.press("7")
    desk.wait(.seconds(1))
    let areas = LogAreas.page(desk.model.scene, in: desk.model.scene.areas.body)
    let histogram = desk.model.journey.here[LogsState.self].histogram
    let last = try #require(histogram.bars.lastIndex { ($0?.all ?? 0) > 3 })
    let x = areas.bars.endX - (histogram.bars.count - last)
    desk.click(x, areas.bars.y)
    let begin = histogram.start + histogram.step * last
    let entry = try #require(desk.model.scene.currentEntry)
    #expect(entry.timestamp >= begin - desk.model.grain.step)
    #expect(entry.timestamp < begin + histogram.step)
  }

  @Test func pagesOfPanelsScrollBelowTheirChart() throws {
    for keys in ["Tab f", "6 Enter"] {
      var desk = Self.on(TroubledShop.desk(size: Size(80, 24), keys: keys))
      let cell = try #require(
        desk.cell { if case .rows(let shown) = $0 { shown.count > shown.visible } else { false } }
      )
      desk.turn(1, cell.x, cell.y)
      #expect(desk.model.scroll == 3 || desk.model.scroll > 0)
      desk.turn(-1, cell.x, cell.y)
      #expect(desk.model.scroll == 0)
      desk.turn(.max, cell.x, cell.y)
      let end = desk.model.scroll
      desk.press("G")
      #expect(desk.model.scroll == end)
    }
  }

  // MARK: Overlays and lines that are typed

  @Test(arguments: sizes)
  func helpScrollsAndAClickBesideItClosesIt(_ size: Size) throws {
    var desk = Self.on(Desk.following(60, size: size))
    let before = desk.model.journey
    desk.press("?")
    let middle = (x: size.width / 2, y: size.height / 2)
    desk.turn(2, middle.x, middle.y)
    #expect(desk.model.scroll == 6)
    desk.turn(-1, middle.x, middle.y)
    #expect(desk.model.scroll == 3)
    desk.click(middle.x, middle.y)
    #expect(desk.model.overlay == .help)
    // What it hides is not scrolled, and a click beside it does nothing but close it.
    desk.turn(1, 0, 0)
    #expect(desk.model.scroll == 3)
    desk.click(1, 1)
    #expect(desk.model.journey == before)
  }

  @Test func aClickPutsTheCursorOfALineThatIsTyped() throws {
    var desk = Self.on(Desk.following(60))
    desk.press("/")
    desk.type("error")
    let place = try #require(desk.find("filter error"))
    desk.click(place.x + 8, place.y)
    desk.type("X")
    #expect(desk.text.contains("filter eXrror"))
    // The rest of the screen is not there meanwhile.
    let before = desk.model.journey
    desk.click(30, 10)
    desk.turn(1, 30, 30)
    #expect(desk.model.journey == before)
  }

  @Test func aQuestionIsNotAnsweredByTheMouse() throws {
    var desk = Self.on(TroubledShop.desk(TroubledShop.writable, keys: "6"))
    desk.press("S Enter")
    desk.type("why")
    desk.press("Enter S")
    #expect(desk.text.contains("any other key does not"))
    for y in stride(from: 2, to: 36, by: 3) { for x in [1, 30, 110] { desk.click(x, y) } }
    desk.click(30, 35)
    #expect(desk.text.contains("any other key does not"))
    #expect(!desk.effects.contains { if case .silence = $0 { true } else { false } })
  }

  @Test func rowsOfTheFormOfASilenceAreChosenAndEdited() throws {
    var desk = Self.on(TroubledShop.desk(TroubledShop.writable, keys: "6"))
    desk.press("S")
    let author = try #require(desk.find("author"))
    desk.click(author.x, author.y)
    #expect(desk.model.journey.here[SilenceForm.self].row == .author)
    desk.click(author.x, author.y)
    #expect(desk.row(35).contains("author jane"))
  }

  @Test func namesOfListsOpenThem() throws {
    var desk = Self.on(TroubledShop.desk(keys: "6"))
    for tab in ["Rules", "Targets", "Silences", "Alerts"] {
      let cell = try #require(
        desk.cell(everyColumn: true) { $0 == .part(tab.lowercased()) }
      )
      desk.click(cell.x, cell.y)
      #expect(desk.text.contains("[\(tab)"), "\(tab)")
    }
  }

  // MARK: On and off

  @Test func nothingIsPointedAtWhileItIsOff() {
    var desk = Desk.following(60)
    let before = desk.model
    for y in 0..<36 { #expect(desk.click(20, y).isEmpty) }
    desk.turn(1, 20, 33)
    #expect(desk.model == before)
    #expect(!desk.effects.contains(.pointing(true)))
  }

  @Test func theCommandSwitchesItAndTheTitleSaysSo() {
    var desk = Desk.settled()
    func command(_ text: String) -> [Effect] {
      desk.press(":")
      desk.type(text)
      return desk.press("Enter")
    }
    #expect(!desk.row(0).contains("mouse"))
    #expect(command("mouse on").contains(.pointing(true)))
    #expect(desk.row(0).contains("mouse"))
    #expect(desk.row(35).contains("Shift"))
    #expect(command("mouse off").contains(.pointing(false)))
    #expect(!desk.row(0).contains("mouse"))
    #expect(command("mouse").contains(.pointing(true)))
    #expect(command("mouse").contains(.pointing(false)))
    #expect(!command("mouse maybe").contains { if case .pointing = $0 { true } else { false } })
    #expect(desk.row(35).contains("the mouse is on or off"))
  }

  @Test func settingsAskForItAtTheStartAndOnReload() {
    var settings = Desk.settings
    settings.isPointing = true
    var desk = Desk(SimulatedShop(), settings)
    #expect(desk.effects.contains(.pointing(true)))
    settings.isPointing = false
    desk.send(.configurationChanged(.ready(settings)))
    #expect(desk.press("Ctrl-R").contains(.pointing(false)))
    settings.isPointing = true
    desk.send(.configurationChanged(.ready(settings)))
    #expect(desk.press("Ctrl-R").contains(.pointing(true)))
  }

  @Test func clicksOutsideTheScreenAreNothing() {
    var desk = Self.on(Desk.following(60, size: Size(40, 12)))
    let before = desk.model.journey
    for (x, y) in [(40, 3), (3, 12), (99_998, 99_998), (-1, -1)] { desk.click(x, y) }
    #expect(desk.model.journey == before)
  }
}
