import Screen
import Testing

@testable import Terminal

@Suite struct TerminalMailboxTests {
  private func frame(_ text: String) -> Grid {
    var grid = Grid(Size(10, 1))
    grid.put(text, x: 0, y: 0)
    return grid
  }

  @Test func theLatestFrameWinsAndTheOthersAreCounted() {
    let mailbox = TerminalMailbox()
    for text in ["one", "two", "three"] { mailbox.present(frame(text)) }
    #expect(mailbox.take() == TerminalMailbox.Delivery(frame: frame("three")))
    #expect(mailbox.cost.droppedFrames == 2)
    #expect(mailbox.take() == TerminalMailbox.Delivery())
    mailbox.present(frame("four"))
    #expect(mailbox.cost.droppedFrames == 2)
  }

  @Test func requestsKeepTheirOrderAndThereIsOneOfAKind() {
    let mailbox = TerminalMailbox()
    mailbox.copy("old")
    mailbox.redraw()
    mailbox.suspend()
    mailbox.redraw()
    mailbox.copy("new")
    #expect(mailbox.take().requests == [.suspend, .redraw, .copy("new")])
    #expect(mailbox.take().requests.isEmpty)
  }

  @Test func nothingComesAfterTheEnd() {
    let mailbox = TerminalMailbox()
    mailbox.present(frame("last"))
    #expect(!mailbox.isFinished)
    mailbox.finish()
    mailbox.present(frame("later"))
    mailbox.copy("later")
    #expect(mailbox.isFinished)
    #expect(mailbox.take() == TerminalMailbox.Delivery())
  }

  @Test func costsAddUp() {
    let mailbox = TerminalMailbox()
    mailbox.note(frames: 1, bytes: 100)
    mailbox.note(bytes: 11)
    #expect(mailbox.cost == PresentationCost(frames: 1, droppedFrames: 0, bytes: 111))
  }

  @Test func manyThreadsMayPresent() async {
    let mailbox = TerminalMailbox()
    await withDiscardingTaskGroup { group in
      for number in 0..<50 {
        group.addTask { mailbox.present(self.frame("\(number)")) }
      }
    }
    #expect(mailbox.take().frame != nil)
    #expect(mailbox.cost.droppedFrames == 49)
  }
}
