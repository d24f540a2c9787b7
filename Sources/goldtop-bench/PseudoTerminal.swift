import Glibc
import Screen

/// An unseen terminal: what is drawn on one side is read on the other.
struct PseudoTerminal {
  /// The path of the side that is drawn on.
  let path: String
  private let main: Int32

  /// TIOCSPTLCK and TIOCGPTN, which Swift does not see, as they are macros with arguments.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  /// `nil` where there are none left.
  init?(_ size: Size) {
    main = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var locked: Int32 = 0
    var number: Int32 = 0
    guard main >= 0, ioctl(main, Self.setLock, &locked) == 0,
      ioctl(main, Self.getNumber, &number) == 0
    else { return nil }
    path = "/dev/pts/\(number)"
    var window = winsize()
    (window.ws_col, window.ws_row) = (UInt16(size.width), UInt16(size.height))
    _ = ioctl(main, UInt(TIOCSWINSZ), &window)
    _ = fcntl(main, F_SETFL, O_NONBLOCK)
  }

  /// Takes what has been written, and waits so long for more.
  @discardableResult
  func drain(milliseconds: Int32) -> [UInt8] {
    var waiting = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
    var taken: [UInt8] = []
    while poll(&waiting, 1, milliseconds) > 0 {
      var bytes = [UInt8](repeating: 0, count: 65_536)
      let count = read(main, &bytes, bytes.count)
      guard count > 0 else { break }
      taken += bytes[..<count]
    }
    return taken
  }

  /// Takes what has been written, as soon as there is something.
  func next(milliseconds: Int32) -> [UInt8] {
    var waiting = pollfd(fd: main, events: Int16(POLLIN), revents: 0)
    guard poll(&waiting, 1, milliseconds) > 0 else { return [] }
    return drain(milliseconds: 0)
  }

  func close() { Glibc.close(main) }
}

/// Standard input and output while they are a terminal's.
struct BorrowedStreams {
  private let found: (input: Int32, output: Int32)

  /// `nil` where the terminal cannot be opened.
  init?(_ terminal: PseudoTerminal) {
    let side = open(terminal.path, O_RDWR | O_NOCTTY)
    guard side >= 0 else { return nil }
    fflush(nil)
    found = (dup(STDIN_FILENO), dup(STDOUT_FILENO))
    dup2(side, STDIN_FILENO)
    dup2(side, STDOUT_FILENO)
    Glibc.close(side)
  }

  /// Puts standard input and output back.
  func restore() {
    dup2(found.input, STDIN_FILENO)
    dup2(found.output, STDOUT_FILENO)
    for descriptor in [found.input, found.output] { Glibc.close(descriptor) }
  }
}
