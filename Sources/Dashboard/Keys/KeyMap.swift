package import Screen

/// One row of the key table: what a key does and how help, footer and README call it.
package struct KeyBinding: Hashable, Sendable {
  /// Where help lists it.
  package enum Section: String, Hashable, Sendable, CaseIterable {
    /// Getting about.
    case panels = "Panels"
    /// Lines of logs.
    case logs = "Logs"
    /// Range, past and cursor.
    case time = "Time"
    /// The rest.
    case general = "General"
  }

  /// The action.
  package let action: Action
  /// The keys, the one that is shown first in front.
  package let keys: [Key]
  /// One or two words for the footer; empty keeps it out of there.
  package let label: String
  /// Description in one line.
  package let description: String
  /// Where help lists it.
  package let section: Section

  init(
    _ action: Action,
    _ keys: [Key],
    _ section: Section,
    _ description: String,
    footer: String = ""
  ) {
    self.action = action
    self.keys = keys
    label = footer
    self.description = description
    self.section = section
  }

  /// The keys as help writes them.
  package var keyText: String { keys.map(\.text).joined(separator: " ") }
}

/// The table of keys behind input, help, footer, README and the names in settings.
package struct KeyMap: Hashable, Sendable {
  /// The key of a view, and what help calls it.
  package struct ViewKey: Hashable, Sendable {
    /// The view.
    package let view: ViewID
    /// Its key.
    package let key: Key
    /// One or two words for help and the footer.
    package let label: String

    package init(_ view: ViewID, _ key: Key, _ label: String) {
      self.view = view
      self.key = key
      self.label = label
    }
  }

  /// The rows in the order of help.
  package private(set) var bindings: [KeyBinding]
  private var actions: [Key: Action]
  /// Where the row of an action is.
  private var rows: [Action: Int]

  /// The keys as they come, with those of views.
  package init(views: [ViewKey]) {
    self.init(bindings: Self.rows(views))
  }

  private init(bindings: [KeyBinding]) {
    self.bindings = bindings
    (actions, rows) = ([:], [:])
    for (row, binding) in bindings.enumerated() {
      for key in binding.keys { actions[key] = binding.action }
      rows[binding.action] = rows[binding.action] ?? row
    }
  }

  /// The same with some actions on other keys, by name and key text.
  ///
  /// Names and texts that mean nothing change nothing: settings have reported them before. A key
  /// that is given away is taken from the action that had it.
  package func changing(_ changes: [String: String]) -> KeyMap {
    guard !changes.isEmpty else { return self }
    var changed: [Action: Key] = [:]
    for (name, text) in changes {
      if let row = bindings.first(where: { $0.action.name == name }), let key = Key(text: text) {
        changed[row.action] = key
      }
    }
    let given = Set(changed.values)
    return KeyMap(
      bindings: bindings.map { row in
        let keys = changed[row.action].map { [$0] } ?? row.keys.filter { !given.contains($0) }
        return KeyBinding(row.action, keys, row.section, row.description, footer: row.label)
      }
    )
  }

  /// The action of a key; `nil` for none.
  package func action(for key: Key) -> Action? { actions[key] }

  /// The row of an action.
  package func binding(of action: Action) -> KeyBinding? {
    rows[action].map { bindings[$0] }
  }
}
