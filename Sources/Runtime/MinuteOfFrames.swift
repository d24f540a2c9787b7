import Dashboard
import Screen

/// Sums up once a minute what presenting has cost, for the debug log.
struct MinuteOfFrames: Sendable {
  private var last = PresentationCost()
  private var lastMoment = Duration.zero

  /// A line once a minute has passed since the last one; `nil` before.
  mutating func line(_ cost: ProcessCost, at now: Duration) -> String? {
    guard now - lastMoment >= .seconds(60) else { return nil }
    let presentation = cost.presentation
    defer {
      last = presentation
      lastMoment = now
    }
    let bytes = presentation.bytes.map { " bytes=\($0 - (last.bytes ?? 0))" } ?? ""
    let memory = cost.residentBytes.map { " resident=\($0)" } ?? ""
    return "shown=\(presentation.frames - last.frames)"
      + " dropped=\(presentation.droppedFrames - last.droppedFrames)" + bytes + memory
  }
}
