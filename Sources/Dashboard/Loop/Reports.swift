extension SnapshotDocument {
  /// Takes a dashboard as it is.
  package init(_ model: Model) {
    self.init(model.scene)
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
