import Dashboard
import Logs
import Runtime
import Screen
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(20)))
struct EventInboxTests {
  @Test func ofTicksSizesAndCostsTheNewestStays() async {
    let inbox = EventInbox()
    for number in 1...3 {
      inbox.send(.key(.character("a")))
      inbox.send(.tick(at(number)))
      inbox.send(.resized(Size(number, number)))
      inbox.send(.cost(ProcessCost(residentBytes: number)))
    }
    let batch = await inbox.next()
    let key = Event.key(.character("a"))
    #expect(
      batch == [
        .tick(at(3)), .resized(Size(3, 3)), .cost(ProcessCost(residentBytes: 3)), key, key, key,
      ]
    )
  }

  @Test func turnsOfTheWheelAreOneUntilTheyAreTaken() async {
    let inbox = EventInbox()
    func wheel(_ notches: Int, x: Int) {
      inbox.send(.pointer(Pointer(.wheel(notches), x: x, y: 7)))
    }
    for x in 0..<1000 { wheel(1, x: x) }
    wheel(-2, x: 4)
    inbox.send(.key(.enter))
    wheel(1, x: 4)
    inbox.send(.pointer(Pointer(.press, x: 1, y: 1)))
    inbox.send(.pointer(Pointer(.press, x: 1, y: 1)))
    wheel(1, x: 4)
    let press = Event.pointer(Pointer(.press, x: 1, y: 1))
    let turn = Event.pointer(Pointer(.wheel(1), x: 4, y: 7))
    let all = Event.pointer(Pointer(.wheel(998), x: 4, y: 7))
    #expect(await inbox.next() == [all, .key(.enter), turn, press, press, turn])
  }

  @Test func aKeyWaitsForFewDeliveriesOfLinesAndNoneIsLost() async {
    let inbox = EventInbox()
    for number in 0..<20 {
      inbox.send(.logs(LogDelivery(generation: number, at: at(0), .notes([]))))
    }
    inbox.send(.key(.enter))
    var batch = await inbox.next() ?? []
    #expect(batch == [.key(.enter)])
    batch = await inbox.next() ?? []
    #expect(batch.count == 8)
    var generations: [Int] = []
    while true {
      for case .logs(let delivery) in batch { generations.append(delivery.generation) }
      guard generations.count < 20 else { break }
      batch = await inbox.next() ?? []
    }
    #expect(generations == Array(0..<20))
  }

  @Test func aKeyPassesAllAnswersAndTheseComeOneByOne() async {
    let inbox = EventInbox()
    let outcomes = (0..<3).map { number in
      Event.outcome(Outcome(.instant("p\(number)"), at: at(0), .failure(.notReady("x"))))
    }
    for outcome in outcomes { inbox.send(outcome) }
    inbox.send(.key(.enter))
    inbox.send(.logs(LogDelivery(generation: 1, at: at(0), .notes([]))))
    var batches: [[Event]] = []
    while batches.count < 5, let batch = await inbox.next() { batches.append(batch) }
    #expect(batches[0] == [.key(.enter)])
    #expect(Array(batches[1...3]) == outcomes.map { [$0] })
    #expect(batches[4].count == 1)
  }

  private func lines(_ numbers: Range<Int>) -> Event {
    .logs(LogDelivery(generation: 1, at: at(0), .news(.entries(numbers.map { entry($0) }))))
  }

  @Test func linesThatNobodyTakesAreBoundedAndThoseLetGoAreCounted() async {
    let inbox = EventInbox(lines: 5000)
    let mark = LogMark(at: at(3), .changed, reason: "kept")
    inbox.send(lines(0..<10))
    inbox.send(.logs(LogDelivery(generation: 1, at: at(0), .news(.mark(mark)))))
    // A minute of five thousand lines a second, a frame's worth at a time.
    for start in stride(from: 10, to: 300_010, by: 150) { inbox.send(lines(start..<start + 150)) }
    var passed = 0
    var (taken, marks): ([Int], Int) = ([], 0)
    var isFirst = true
    repeat {
      for case .logs(let delivery) in await inbox.next() ?? [] {
        switch delivery.content {
        case .passed(let lines, let until):
          #expect(isFirst)
          passed += lines
          #expect(until == at(passed - 1))
        case .news(.entries(let entries)): taken += entries.compactMap { Int($0.text) }
        case .news(.mark): marks += 1
        default: Issue.record("\(delivery)")
        }
        isFirst = false
      }
    } while taken.last != 300_009
    #expect(marks == 1)
    #expect((4000...5000).contains(taken.count))
    #expect(passed + taken.count == 300_010)
    #expect(taken == Array(passed..<300_010))
  }

  @Test func longLinesAreBoundedByTheirBytes() async {
    let inbox = EventInbox(bytes: 1 << 20)
    let long = LogEntry(timestamp: at(1), line: [UInt8](repeating: 65, count: 1 << 18))
    for _ in 0..<40 {
      inbox.send(.logs(LogDelivery(generation: 1, at: at(0), .news(.entries([long])))))
    }
    var (passed, taken) = (0, 0)
    for case .logs(let delivery) in await inbox.next() ?? [] {
      if case .passed(let lines, _) = delivery.content { passed += lines }
      if case .news(.entries(let entries)) = delivery.content { taken += entries.count }
    }
    #expect(taken <= 4)
    #expect(passed + taken == 40)
  }

  @Test func aPokeWakesWithNothing() async {
    let inbox = EventInbox()
    inbox.poke()
    #expect(await inbox.next() == [])
  }

  @Test func whatManyTasksSendAtOnceAllArrives() async {
    let inbox = EventInbox()
    await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<500 { inbox.send(.key(.enter)) }
        }
      }
    }
    var arrived = 0
    while arrived < 4000, let batch = await inbox.next() { arrived += batch.count }
    #expect(arrived == 4000)
  }

  @Test func aCancelledTaskWaitsForNothing() async {
    let inbox = EventInbox()
    await withTaskGroup { group in
      group.addTask {
        let batch = await inbox.next()
        #expect(batch == nil)
      }
      group.cancelAll()
    }
  }
}
