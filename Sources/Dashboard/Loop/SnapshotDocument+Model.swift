package import Telemetry

extension SnapshotDocument {
  /// Takes a dashboard as it is.
  package static func value(of model: Model) -> JSONValue {
    value(of: model.scene)
  }
}

extension SnapshotVerdict {
  /// Judges what a dashboard shows.
  package init(_ model: Model) {
    self.init(model.scene)
  }

  /// Why something on screen has no answer; `nil` where all has one.
  package static func reason(_ model: Model) -> String? {
    reason(model.scene)
  }
}
