import Dashboard
import Runtime
import Screen
import Telemetry
import Testing

@Suite(.timeLimit(.minutes(5)))
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

  @Test func aKeyWaitsForFewDeliveriesOfLinesAndNoneIsLost() async {
    let inbox = EventInbox()
    for number in 0..<20 {
      inbox.send(.logs(LogDelivery(generation: number, at: at(0), .notes([]))))
    }
    inbox.send(.key(.enter))
    var batch = await inbox.next() ?? []
    #expect(batch.first == .key(.enter))
    #expect(batch.count == 9)
    var generations: [Int] = []
    while true {
      for case .logs(let delivery) in batch { generations.append(delivery.generation) }
      guard generations.count < 20 else { break }
      batch = await inbox.next() ?? []
    }
    #expect(generations == Array(0..<20))
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
