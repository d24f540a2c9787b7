package import Screen
package import Telemetry

/// What the process itself has cost since its start.
package struct ProcessCost: Hashable, Sendable {
  /// Frames and bytes to the terminal.
  package var presentation: PresentationCost
  /// Resident memory in bytes; `nil` where it cannot be read.
  package var residentBytes: Int?
  /// Processor time used; `nil` where it cannot be read.
  package var processorTime: Duration?
  /// What the log server was asked and sent; `nil` where there is none.
  package var logTraffic: ServerTraffic?

  /// Makes a cost.
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
