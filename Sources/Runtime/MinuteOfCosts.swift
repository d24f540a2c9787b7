import Dashboard
import Screen
import Telemetry

/// Sums up once a minute what presenting and the log server have cost, for the debug log.
struct MinuteOfCosts: Sendable {
  private var last = PresentationCost()
  private var lastTraffic = ServerTraffic()
  private var lastMoment = Duration.zero

  /// Lines with their kinds once a minute has passed since the last ones; none before.
  mutating func lines(_ cost: ProcessCost, at now: Duration) -> [(kind: String, text: String)] {
    guard now - lastMoment >= .seconds(60) else { return [] }
    let presentation = cost.presentation
    let traffic = cost.logTraffic
    defer {
      last = presentation
      lastTraffic = traffic ?? lastTraffic
      lastMoment = now
    }
    let minute = traffic?.since(lastTraffic)
    let logs = minute.map { ("logs", "requests=\($0.requests) bytes=\($0.bytes)") }
    return [("frames", frames(presentation, cost))] + [logs].compactMap(\.self)
  }

  private func frames(_ presentation: PresentationCost, _ cost: ProcessCost) -> String {
    let bytes = presentation.bytes.map { " bytes=\($0 - (last.bytes ?? 0))" } ?? ""
    let memory = cost.residentBytes.map { " resident=\($0)" } ?? ""
    return "shown=\(presentation.frames - last.frames)"
      + " dropped=\(presentation.droppedFrames - last.droppedFrames)" + bytes + memory
  }
}
