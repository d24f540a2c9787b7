import Dashboard
import Glibc
import Logs
import Screen
import Synchronization
import Telemetry
import Terminal

/// Bytes that a tail sends to the terminal: the view of the logs at 80x24 with twenty lines a
/// second, as curses sends it to a pseudo-terminal.
enum TerminalBench {
  private static let size = Size(80, 24)
  fileprivate static let linesPerSecond = 20
  /// As often as a tail is drawn.
  private static let framesPerSecond = 4
  private static let seconds = 30

  static func run() {
    guard let line = PseudoTerminal(size), let streams = BorrowedStreams(line) else { return }
    let mailbox = TerminalMailbox()
    let hasEnded = Atomic(false)
    let environment = ["TERM": "xterm-256color", "LC_ALL": "C.UTF-8"]
    TerminalThread(TerminalOptions(environment: environment), mailbox: mailbox) { _ in }
      .start { result in
        if case .failure = result { hasEnded.store(true, ordering: .relaxed) }
      } ended: {
        hasEnded.store(true, ordering: .relaxed)
      }
    let fitting = measure(mailbox, line) { words($0, count: 3) }
    let long = measure(mailbox, line) { words($0, count: 20) }
    mailbox.finish()
    while !hasEnded.load(ordering: .relaxed) { line.drain(milliseconds: 5) }
    streams.restore()
    line.close()
    Bench.report("80x24, 20 lines a second", "\(fitting) B/s", budget: "2500 B/s")
    Bench.report("80x24, 20 lines a second, longer than a row", "\(long) B/s", budget: "2500 B/s")
  }

  /// A message that is like no other near it: of equal ones curses would write the differences alone.
  private static func words(_ number: Int, count: Int) -> String {
    let all = [
      "card", "charged", "request", "finished", "cache", "miss", "mail", "sent", "provider", "slow",
      "queue", "depth", "refund", "planned", "retry", "after", "stock", "reserved", "timeout",
    ]
    return (0..<count).map { place in all[(number * 7 + place * place * 5 + number / 3) % all.count]
    }
    .joined(separator: " ")
  }

  /// The bytes a second of a tail of such messages.
  private static func measure(
    _ mailbox: TerminalMailbox,
    _ line: PseudoTerminal,
    message: (Int) -> String
  ) -> Int {
    var dashboard = FedDashboard(size, hasLogs: true)
    show(dashboard.model, mailbox, line)
    var number = 0
    func write() {
      dashboard.write(
        (0..<linesPerSecond / framesPerSecond).map { _ in
          number += 1
          return message(number)
        }
      )
      show(dashboard.model, mailbox, line)
    }
    // Until the list is full, nothing scrolls.
    for _ in 0..<8 { write() }
    let before = mailbox.cost.bytes ?? 0
    for _ in 0..<seconds {
      for _ in 0..<framesPerSecond { write() }
      dashboard.tick()
    }
    return ((mailbox.cost.bytes ?? 0) - before) / seconds
  }

  /// Shows a frame and waits until it is out.
  private static func show(_ model: Model, _ mailbox: TerminalMailbox, _ line: PseudoTerminal) {
    let frames = mailbox.cost.frames
    mailbox.present(model.view())
    for _ in 0..<400 where mailbox.cost.frames == frames { line.drain(milliseconds: 5) }
    line.drain(milliseconds: 5)
  }
}

extension FedDashboard {
  /// Hands over log lines, as structlog writes them, while time advances.
  fileprivate mutating func write(_ messages: [String]) {
    guard let plan = model.world.logs.plan else { return }
    let scanner = LineScanner()
    let services = ["payments", "backend", "worker"]
    let entries = messages.map { message in
      let id = "01a202d4-0d13-7110-a225-\(String(message.utf8.reduce(9_999_999) { $0 &+ Int($1) }))"
      let text =
        #"{"event":"\#(message)","level":"info","correlation_id":"\#(id)","status":200}"#
      now = now + .milliseconds(1000 / TerminalBench.linesPerSecond)
      let stream = LabelSet(["job": services[message.utf8.count % services.count]])
      return scanner.entry(at: now, stream: stream, line: Array(text.utf8))
    }
    let content = LogDelivery.Content.news(.entries(entries))
    let delivery = LogDelivery(generation: plan.generation, at: now, content)
    _ = model.update(.logs(delivery))
  }

  /// Tells that a second has passed.
  fileprivate mutating func tick() {
    _ = model.update(.tick(now))
  }
}
