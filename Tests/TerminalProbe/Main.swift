import Glibc
import Screen
import Terminal

/// A program with a terminal and nothing else, for the tests of `Terminal` in a real one.
///
/// It lists what the terminal tells it. `q` ends it, Ctrl-Z suspends, Ctrl-L redraws, `y` copies, `m` and
/// `n` switch the mouse on and off, `!` traps, `d` ends by `TerminalRescue`. `--deaf` never finishes the mailbox.
@main
struct Main {
  private var scene = Scene()
  private var isDeaf = false
  private var options = TerminalOptions()

  static func main() {
    var probe = Main()
    do throws(TerminalError) {
      probe.readArguments()
      try probe.run()
    } catch {
      print(error)
      exit(2)
    }
  }

  private mutating func readArguments() {
    for argument in CommandLine.arguments.dropFirst() {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count > 1 ? parts[1] : ""
      switch parts[0] {
      case "--ascii": options.ascii = true
      case "--unsynchronized": options.synchronizedOutput = false
      case "--deaf": isDeaf = true
      case "--theme": options.theme = ThemeName(rawValue: value) ?? .dark
      case "--colours": options.colour = ColourDepth(colours: Int(value) ?? 256)
      case "--scene": scene.name = value
      default: break
      }
    }
  }

  private mutating func run() throws(TerminalError) {
    let terminal = try CursesTerminal(options)
    let mailbox = TerminalMailbox()
    scene.notices = terminal.notices
    scene.facts = "colours \(terminal.depth.rawValue) ascii \(terminal.usesASCII)"
    scene.size = terminal.size
    mailbox.present(scene.drawn())
    terminal.run(mailbox: mailbox) { event in react(to: event, mailbox: mailbox) }
    let cost = mailbox.cost
    print("ended frames \(cost.frames) dropped \(cost.droppedFrames) bytes \(cost.bytes ?? 0)")
  }

  private mutating func react(to event: TerminalEvent, mailbox: TerminalMailbox) {
    scene.events.append("\(event)")
    var ends = false
    switch event {
    case .resized(let size): scene.size = size
    case .key(.character("q")), .terminated, .hungUp: ends = true
    case .key(.control("z")): mailbox.suspend()
    case .key(.control("l")): mailbox.redraw()
    case .key(.character("y")): mailbox.copy("copied text")
    case .key(.character("m")): mailbox.setPointing(true)
    case .key(.character("n")): mailbox.setPointing(false)
    case .key(.character("d")): TerminalRescue.abandon(status: 7)
    case .key(.character("!")): _ = scene.events[scene.events.count]
    case .key(.character("s")): scene.offset += 1
    default: break
    }
    mailbox.present(scene.drawn())
    if ends, !isDeaf { mailbox.finish() }
  }
}
