import Logs
import Screen
import Signals
import Telemetry

/// goldtop's own use of servers, terminal and machine.
struct CostLines {
  let scene: Scene

  /// goldtop's own use of servers, terminal and machine.
  var lines: [TextLine] {
    // An engine of goldtop's own is sent no requests; what it holds is told instead.
    var lines = scene.settings.servers.filter { scene.world.health[$0]?.holding == nil }.map {
      server in
      let minute = scene.world.costs.lastMinute(of: server, at: scene.now)
      return trafficLine(server.rawValue, minute.requests, minute.bytes)
    }
    if let traffic = scene.world.costs.process.logTraffic {
      let minute = traffic.since(
        scene.world.costs.earlier.first?.cost.logTraffic ?? ServerTraffic()
      )
      lines.append(trafficLine(scene.settings.logs.source, minute.requests, minute.bytes))
    }
    lines += scene.settings.servers.compactMap { scene.world.health[$0]?.holding }.map(storeLine)
    if scene.settings.logs.isPresent { lines.append(heldLinesLine) }
    lines += processLines
    if !scene.settings.searchLines.isEmpty {
      lines.append(TextLine(""))
      lines += scene.settings.searchLines.map { TextLine($0) }
    }
    lines.append(TextLine(""))
    let titles = ["poll", "requests", "latest", "bytes", "reused", "failed"]
    lines.append(pollLine(titles, Style(.muted)))
    for (id, cost) in scene.world.costs.polls.sorted(by: { $0.key.text < $1.key.text }) {
      let values = [
        id.text, "\(cost.asked)", SignalUnit.seconds.text(cost.latest.inSeconds),
        Unit.bytes.format(Double(cost.bytes)).text, "\(cost.cacheHits)", "\(cost.failures)",
      ]
      lines.append(pollLine(values, .plain))
    }
    return lines
  }

  /// A row of the table of polls; where it is narrow, what was reused leaves first, and failures last.
  private func pollLine(_ cells: [String], _ style: Style) -> TextLine {
    let priorities = [TextSpan.kept, 3, 2, 4, 1, 5]
    return TextLine(
      zip(cells, priorities).enumerated().map { index, cell in
        let text = index == 0 ? cell.0.padded(to: 26) : cell.0.padded(leftTo: 9)
        return TextSpan(text, style, priority: cell.1)
      }
    )
  }

  private func trafficLine(_ name: String, _ requests: Int, _ bytes: Int) -> TextLine {
    let size = Unit.bytes.format(Double(bytes)).text
    return TextLine("\(name.padded(to: 14)) \(requests) requests/min  \(size)/min")
  }

  private var heldLinesLine: TextLine {
    let ring = scene.world.logs.lines.ring
    let bytes = [ring.bytes, scene.settings.logs.heldBytes].map {
      Unit.bytes.format(Double($0)).text
    }
    return TextLine(
      "log lines".padded(to: 14)
        + " \(ring.count) of \(scene.settings.logs.heldLines)  \(bytes[0]) of \(bytes[1])"
    )
  }

  private func storeLine(_ holding: StoreHolding) -> TextLine {
    let bytes = [holding.bytes, holding.byteLimit].map { Unit.bytes.format(Double($0)).text }
    var text =
      "store".padded(to: 14) + " \(holding.ageLimit.prometheusText)"
      + "  \(bytes[0]) of \(bytes[1])  \(holding.series) series"
    if holding.isShortened {
      text += "  memory limit keeps only \(holding.reach.ageText)"
    }
    return TextLine(text, holding.isShortened ? Style(.warning) : Style(.text))
  }

  private var processLines: [TextLine] {
    var lines: [TextLine] = []
    if let first = scene.world.costs.earlier.first, first.at < scene.now {
      let seconds = (scene.now - first.at).inSeconds
      let frames = scene.world.costs.process.presentation.frames - first.cost.presentation.frames
      var text =
        "terminal".padded(to: 14)
        + " \(UnitNumber.fixed(Double(frames) / seconds, decimals: 1)) frames/s"
      if let bytes = scene.world.costs.process.presentation.bytes,
        let before = first.cost.presentation.bytes
      {
        text += "  \(Int(saturating: Double(bytes - before) / seconds)) B/s"
      }
      if scene.world.costs.process.presentation.droppedFrames > 0 {
        text += "  \(scene.world.costs.process.presentation.droppedFrames) frames dropped"
      }
      lines.append(TextLine(text))
      if let used = scene.world.costs.process.processorTime, let before = first.cost.processorTime {
        let share = (used - before).inSeconds / seconds
        lines.append(
          TextLine(
            "cpu".padded(to: 14)
              + " \(UnitNumber.fixed(share * 100, decimals: 2)) % of a core"
          )
        )
      }
    }
    if let bytes = scene.world.costs.process.residentBytes {
      lines.append(TextLine("memory".padded(to: 14) + " \(Unit.bytes.format(Double(bytes)).text)"))
    }
    return lines
  }
}
