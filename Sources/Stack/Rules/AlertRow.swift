/// An alerting rule of the stack.
struct AlertRow {
  let name: String
  let severity: String
  let expression: String
  /// How long it has to be true before it fires.
  let delay: String
  /// How long it fires on when it is no longer true, such as when clients have given up.
  var lingering: String?
  let summary: String
  let description: String

  /// The runbook's file name below the folder of runbooks.
  var runbook: String { "\(name).md" }
}

/// A recording rule of the stack.
struct RecordingRow {
  let name: String
  let expression: String
}
