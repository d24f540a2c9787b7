import Logs
import Telemetry

/// How many log lines a second are taken in, on one core.
enum LogBench {
  static func run() {
    let lines = (0..<50_000).map(line)
    let scanner = LineScanner()
    rate("log lines of 300 bytes scanned", lines.count) {
      for line in lines { _ = scanner.facts(of: line) }
    }
    let shapes = (0..<lines.count).map { LogShapes.lines[$0 % LogShapes.lines.count] }
    rate("log lines of 78 shapes scanned", shapes.count) {
      for line in shapes { _ = scanner.facts(of: line) }
    }
    rate("the same with their times", shapes.count) {
      for line in shapes { _ = scanner.facts(of: line, arrival: moment(0)) }
    }
    let entries = lines.enumerated().map { place, line in
      scanner.entry(at: moment(place), stream: stream, line: line)
    }
    for text in ["timeout", "level>=warn", "/50[0-9]{1,2}/", "path~/api/users/[0-9]+"] {
      filter(entries, text)
    }
    rate("lines held in order, each once", entries.count) {
      var ring = LogRing()
      _ = ring.insert(entries)
    }
    rate("lines read in full, as when drawn", 5000) {
      for entry in entries.prefix(5000) { _ = LogFields(entry) }
    }
    takeIn(lines, scanner)
  }

  /// Scanning, holding and filtering together, twenty times as many lines as are held.
  private static func takeIn(_ lines: [[UInt8]], _ scanner: LineScanner) {
    guard let matcher = try? LogMatcher(LogFilter(parsing: "!health level>=warn")) else { return }
    let count = 20 * lines.count
    var ring = LogRing()
    var index = LogIndex(matcher, of: ring)
    let time = ContinuousClock().measure {
      for start in stride(from: 0, to: count, by: 100) {
        let batch = (start..<start + 100).map { place in
          scanner.entry(at: moment(place), stream: stream, line: lines[place % lines.count])
        }
        _ = index.take(ring.insert(batch), from: ring)
      }
    }
    Bench.report(
      "lines scanned, held and filtered",
      "\(Bench.text(Double(count) / time.inSeconds, 0)) lines/s",
      budget: "100000 lines/s"
    )
    Bench.report("lines held of \(count)", "\(ring.count) in \(ring.bytes >> 20) MiB")
    for text in [
      "", "timeout", "request_completed", "!health", "level>=warn", "users/77 level=error",
      "id=01a202d4-0d13-7110-a225-0000000004d2", "/50[0-9]{1,2}/", "status>=500",
      "path~/api/users/[0-9]+",
    ] {
      search(ring, text, "")
    }
    showRows(of: ring)
    holdShapes(scanner)
  }

  /// How long a filter takes over all that is held.
  private static func search(_ ring: LogRing, _ text: String, _ what: String) {
    guard let matcher = try? LogMatcher(LogFilter(parsing: text)) else { return }
    var count = 0
    let seconds = Bench.fastest(of: 3) {
      var index = LogIndex(matcher, of: ring)
      while !index.examine(ring, atMost: 50_000) {}
      count = index.count
    }
    Bench.report(
      "filter '\(text)' over all\(what), \(count) found",
      "\(Bench.text(seconds * 1000, 1)) ms",
      budget: "250 ms"
    )
  }

  /// How long it takes to find the lines of a screen that nobody has looked at.
  private static func showRows(of ring: LogRing) {
    let screens = 100
    let seconds = Bench.fastest(of: 3) {
      for screen in 0..<screens {
        let first = (screen * 7919) % (ring.count / 50) * 50
        for position in first..<first + 50 { _ = ring[position] }
      }
    }
    Bench.report("fifty rows anywhere", "\(Bench.text(seconds * 1000 / Double(screens), 2)) ms")
  }

  /// Lines that have less in common.
  private static func holdShapes(_ scanner: LineScanner) {
    var ring = LogRing()
    let count = 200_000
    var raw = 0
    let time = ContinuousClock().measure {
      for start in stride(from: 0, to: count, by: 100) {
        let batch = (start..<start + 100).map { place in
          let line = shape(place)
          raw += line.count
          return scanner.entry(at: moment(place), stream: stream, line: line)
        }
        _ = ring.insert(batch)
      }
    }
    Bench.report(
      "lines of 78 shapes scanned and held",
      "\(Bench.text(Double(count) / time.inSeconds, 0)) lines/s"
    )
    Bench.report(
      "lines of 78 shapes held, of \(raw >> 20) MiB",
      "\(ring.count) in \(ring.bytes >> 20) MiB"
    )
    for text in ["timeout", "e", "/[Ee]rror/"] { search(ring, text, " shapes") }
  }

  /// One of the shapes with numbers that differ from line to line.
  private static func shape(_ place: Int) -> [UInt8] {
    let digits = Array(String(place &* 2_654_435_761 % 10_000_000_019, radix: 16).utf8)
    return LogShapes.lines[(place &* 31) % LogShapes.lines.count] + [32] + digits
  }

  private static func filter(_ entries: [LogEntry], _ text: String) {
    guard let matcher = try? LogMatcher(LogFilter(parsing: text)) else { return }
    rate("lines held against '\(text)'", entries.count) {
      for entry in entries { _ = matcher.matches(entry) }
    }
  }

  private static func rate(_ name: String, _ count: Int, _ work: () -> Void) {
    let seconds = Bench.fastest(of: 5, work)
    Bench.report(name, "\(Bench.text(Double(count) / seconds, 0)) lines/s")
  }

  private static let stream = LabelSet([
    "env": "prod", "job": "shop-api", "level": "info", "service_name": "shop-api",
  ])

  private static func moment(_ place: Int) -> Timestamp {
    Timestamp(milliseconds: 1_790_000_000_000) + .microseconds(200 * place)
  }

  /// A line as structlog writes it, 300 bytes.
  private static func line(_ number: Int) -> [UInt8] {
    let levels = ["debug", "info", "info", "info", "warning", "error"]
    let digits = String(number, radix: 16)
    let node = String(repeating: "0", count: 12 - digits.count) + digits
    var text = #"{"status": \#(number % 7 == 0 ? 500 : 200), "duration_ms": \#(number % 997).47"#
    text += #", "event": "request_completed", "path": "/api/users/\#(number % 1000)""#
    text += #", "correlation_id": "01a202d4-0d13-7110-a225-\#(node)", "method": "GET""#
    text += #", "level": "\#(levels[number % levels.count])""#
    text += #", "timestamp": "2026-11-22T10:17:13.595066Z", "logger": "shop.api", "note": ""#
    text += String(repeating: "x", count: max(0, 298 - text.utf8.count))
    return Array((text + "\"}").utf8)
  }
}
