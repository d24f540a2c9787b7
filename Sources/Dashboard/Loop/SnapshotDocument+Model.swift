package import Telemetry

extension SnapshotDocument {
  /// Takes a dashboard as it is.
  package static func value(of model: Model) -> JSONValue {
    let scene = model.scene
    return value(of: scene, with: model.currentView.report(scene).members)
  }
}

extension SnapshotVerdict {
  /// Judges what a dashboard shows.
  package init(_ model: Model) {
    let scene = model.scene
    let report = model.currentView.report(scene)
    self.init(scene, severity: report.severity, lack: report.lack)
  }

  /// Why something on screen has no answer; `nil` where all has one.
  package static func reason(_ model: Model) -> String? {
    let scene = model.scene
    return reason(scene, lack: model.currentView.report(scene).lack)
  }
}
