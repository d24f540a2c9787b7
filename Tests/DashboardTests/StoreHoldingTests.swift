import Dashboard
import Screen
import Telemetry
import Testing

/// What an embedded engine keeps is on screen.
@Suite struct StoreHoldingTests {
  private func desk(_ holding: StoreHolding?, size: Size = Size(120, 36)) -> Desk {
    var desk = Desk.settled(size: size)
    guard let poll = desk.poll("targets"),
      case .targets(let targets) = desk.shop.answer(poll, at: desk.now).payload
    else { return desk }
    let answer = Outcome.Answered(.targets(targets), receipt: Receipt(holding: holding))
    desk.send(.outcome(Outcome(poll, at: desk.now, .success(answer))))
    return desk
  }

  private let holding = StoreHolding(
    series: 2041,
    bytes: 12 << 20,
    byteLimit: 256 << 20,
    ageLimit: .seconds(6 * 3600),
    reach: .seconds(5 * 3600)
  )

  @Test func theTitleSaysHowLongSamplesAreKept() {
    #expect(desk(holding).row(0).contains("history 6h"))
    #expect(!desk(nil).row(0).contains("history"))
    // The least that a narrow line needs.
    #expect(!desk(holding, size: Size(60, 20)).row(0).contains("history"))
  }

  @Test func whatBytesHaveForcedOutIsSaidAlsoWhereThereIsLittleRoom() {
    var short = holding
    short.reach = .seconds(3 * 3600 + 12 * 60 + 7)
    short.isShortened = true
    #expect(desk(short).row(0).contains("history only 3h12m"))
    #expect(desk(short, size: Size(60, 20)).row(0).contains("history only 3h12m"))
  }

  @Test(arguments: [(0, "0s"), (14, "10s"), (179, "2m"), (10_799, "2h59m")])
  func aYoungStoreSaysHowFarItReaches(seconds: Int64, text: String) {
    var young = holding
    young.reach = .seconds(seconds)
    #expect(desk(young).row(0).contains("history \(text) of 6h"))
  }

  @Test func theCostsNameTheBounds() {
    var desk = desk(holding)
    desk.press("D")
    let line = desk.text.split(separator: "\n").first { $0.contains("store ") }
    #expect(line?.contains("6h  12.0 MiB of 256 MiB  2041 series") == true, "\(line ?? "none")")
  }

  @Test func aLaterAnswerWithoutItChangesNothing() {
    var desk = desk(holding)
    desk.answer()
    #expect(desk.row(0).contains("history 6h"))
  }
}
