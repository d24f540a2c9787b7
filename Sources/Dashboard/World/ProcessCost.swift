package import Screen
package import Telemetry

/// Cost of the process since its start.
package struct ProcessCost: Hashable, Sendable {
  /// Frames and bytes to the terminal.
  package var presentation: PresentationCost
  /// Resident memory in bytes; `nil` where it cannot be read.
  package var residentBytes: Int?
  /// Processor time used; `nil` where it cannot be read.
  package var processorTime: Duration?
  /// Traffic with the log server; `nil` without one.
  package var logTraffic: ServerTraffic?

  package init(
    presentation: PresentationCost = PresentationCost(),
    residentBytes: Int? = nil,
    processorTime: Duration? = nil,
    logTraffic: ServerTraffic? = nil
  ) {
    self.presentation = presentation
    self.residentBytes = residentBytes
    self.processorTime = processorTime
    self.logTraffic = logTraffic
  }
}
