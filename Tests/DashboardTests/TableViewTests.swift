import Screen
import Testing

@testable import Dashboard

/// The controller of lists.
@Suite struct TableViewTests {
  private struct Service: Equatable {
    var name: String
    var rate: Int
  }

  private typealias List = TableView<Service, String>

  private static let services = [
    Service(name: "cart", rate: 12), Service(name: "auth", rate: 7), Service(name: "pay", rate: 12),
    Service(name: "search", rate: 100),
  ]

  private func list(
    _ state: TableState<String> = TableState(),
    _ rows: [Service] = services,
    filter: String = ""
  ) -> List {
    var kept = RowFilter()
    kept.text = filter
    return makeList(state, rows, kept)
  }

  private func makeList(
    _ state: TableState<String>,
    _ rows: [Service],
    _ filter: RowFilter
  ) -> List {
    List(
      [
        List.Column(Table.Column("service", .flexible(min: 6))) { TextSpan($0.name) },
        List.Column(Table.Column("rate", .fixed(5), .right, priority: 2), by: { $0.rate < $1.rate })
        {
          TextSpan("\($0.rate)")
        },
        List.Column(Table.Column("note", .fixed(8), priority: 1)) { TextSpan("of \($0.name)") },
      ],
      rows,
      id: \.name,
      state: state,
      filter: filter
    )
  }

  private func text(_ list: List, _ size: Size) -> [String] {
    var grid = Grid(size)
    list.draw(in: Rect(size), on: &grid, symbols: .unicode)
    return (0..<size.height).map { grid.text(row: $0) }
  }

  @Test func movesStopAtBothEnds() {
    var list = list()
    #expect(list.selectedRow?.name == "cart")
    for (move, name) in [
      (Action.Move.down, "auth"), (.bottom, "search"), (.down, "search"), (.pageUp, "auth"),
      (.up, "cart"), (.up, "cart"), (.pageDown, "pay"), (.top, "cart"),
    ] {
      let isTaken = list.move(move, page: 2)
      #expect(isTaken)
      #expect(list.selectedRow?.name == name, "\(move)")
    }
    let isSideways = list.move(.left, page: 2)
    #expect(!isSideways)
    var empty = self.list(TableState(), [])
    let isMoved = empty.move(.down, page: 2)
    #expect(!isMoved && empty.selectedRow == nil)
  }

  @Test func aRefreshNeverMovesTheChoice() {
    var list = list()
    _ = list.move(.down, page: 3)
    let others = [Service(name: "a", rate: 1), Service(name: "b", rate: 2)] + Self.services
    let refreshed = self.list(list.state, others)
    #expect(refreshed.selectedRow?.name == "auth" && refreshed.selectedIndex == 3)
    let gone = self.list(list.state, Self.services.filter { $0.name != "auth" })
    #expect(gone.selectedRow?.name == "pay", "what stands in its place where it is gone")
    #expect(self.list(list.state, []).selectedRow == nil)
  }

  @Test func anyColumnOrdersAndEqualRowsStayInTheirs() {
    var state = TableState<String>()
    state.order = .init(by: "rate")
    #expect(list(state).rows.map(\.name) == ["auth", "cart", "pay", "search"])
    state.order = .init(by: "rate", isDescending: true)
    #expect(list(state).rows.map(\.name) == ["search", "cart", "pay", "auth"])
    state.order = .init(by: "service")
    #expect(list(state).rows.map(\.name) == ["auth", "cart", "pay", "search"])
    state.order = .init(by: "gone")
    #expect(list(state).rows == Self.services)
  }

  @Test func theOrderWalksThroughTheColumnsAndTurns() {
    var list = list()
    var seen: [String?] = []
    for _ in 0..<4 {
      list.orderByNextColumn()
      seen.append(list.state.order?.column)
    }
    #expect(seen == ["service", "rate", "note", nil])
    list.orderByNextColumn()
    list.turnOrder()
    #expect(list.state.order?.isDescending == true)
  }

  @Test func aFilterLooksIntoEveryCell() {
    #expect(list(filter: "OF PAY").rows.map(\.name) == ["pay"])
    #expect(list(filter: "12").rows.map(\.name) == ["cart", "pay"])
  }

  @Test func columnsLeaveInTheOrderOfTheirPriority() {
    #expect(text(list(), Size(30, 3))[0].contains("service"))
    #expect(text(list(), Size(30, 3))[0].contains("note"))
    let narrow = text(list(), Size(20, 3))[0]
    #expect(narrow.contains("rate") && !narrow.contains("note") && narrow.contains("…"))
    let narrowest = text(list(), Size(11, 3))[0]
    #expect(narrowest.contains("servic") && !narrowest.contains("rate"))
  }

  @Test func theChoiceIsMarkedAndStaysOnScreen() {
    var list = list()
    _ = list.move(.bottom, page: 2)
    let rows = text(list, Size(30, 3))
    #expect(rows[2].hasPrefix(">search"))
    #expect(rows[1].hasPrefix(" pay"))
  }
}
