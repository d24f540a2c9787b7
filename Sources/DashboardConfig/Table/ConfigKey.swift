/// One configuration key: everything that decoding, help, schema and example know of it.
package struct ConfigKey: Sendable {
  /// A flag that sets a key.
  package struct Flag: Hashable, Sendable {
    /// The long name without dashes.
    package var name: String
    /// The value of a switch; `nil` for a flag with a value.
    package var meaning: String?
  }

  /// The property of the settings that a key sets.
  struct Property: Sendable {
    /// Takes over what the kind of the key has read.
    let set: @Sendable (inout Settings, ConfigValue) -> Void
    /// Whether two settings differ in it.
    let differs: @Sendable (Settings, Settings) -> Bool

    fileprivate init<Value>(
      _ path: any (WritableKeyPath<Settings, Value> & Sendable),
      _ form: ConfigForm<Value>
    ) {
      set = { settings, value in
        if let value = form.value(value) { settings[keyPath: path] = value }
      }
      differs = { $0[keyPath: path] != $1[keyPath: path] }
    }
  }

  /// The names to the key from the top; `*` is any name of the user's, `[]` any item of a list.
  package let path: [String]
  /// How its values are written; `nil` for an object or list whose members are keys themselves.
  package let kind: ConfigKind?
  /// The default as JSON; `null` where there is none.
  package let preset: ConfigNode.Content
  /// One line on what it is for, a sentence without its full stop.
  package let summary: String
  /// Our own environment variable.
  package private(set) var variable: String?
  /// Variables that users of neighbouring tools export; ours goes before them.
  package private(set) var neighbourVariables: [String] = []
  /// The flag.
  package private(set) var flag: Flag?
  /// Whether the key only explains itself: it is in neither schema nor example.
  package private(set) var isRefused = false
  /// What it sets; `nil` where several keys are read together.
  private(set) var property: Property?
  /// Whether its value is used once, at the start, so that a change needs a new one.
  private(set) var isForStart = false

  /// Makes a key that sets a property, whose value in `Settings()` is the default.
  init<Value>(
    _ path: String,
    _ property: any (WritableKeyPath<Settings, Value> & Sendable),
    _ form: ConfigForm<Value>,
    _ summary: String
  ) {
    self.init(path, form.kind, form.preset(Settings()[keyPath: property]), summary)
    self.property = Property(property, form)
  }

  /// A key without a default, from its path as text, `panels.own.*.queries.[].expr`.
  init(_ path: String, _ kind: ConfigKind?, _ summary: String) {
    self.init(path, kind, .null, summary)
  }

  init(_ path: String, _ kind: ConfigKind?, _ preset: ConfigNode.Content, _ summary: String) {
    self.path = path.split(separator: ".").map(String.init)
    self.kind = kind
    self.preset = preset
    self.summary = summary
  }

  /// A key that people know from elsewhere, and what to write here instead.
  static func refused(_ path: String, _ remedy: String) -> ConfigKey {
    var key = ConfigKey(path, .refused(remedy), .null, remedy)
    key.isRefused = true
    return key
  }

  /// The same key with variables; an empty name of our own adds none.
  func variables(_ own: String, _ neighbours: String...) -> ConfigKey {
    var key = self
    key.variable = own.isEmpty ? nil : own
    key.neighbourVariables = neighbours
    return key
  }

  /// The same key, with a value that is used once, at the start.
  func forStart() -> ConfigKey {
    var key = self
    key.isForStart = true
    return key
  }

  /// The same key with a flag.
  func flag(_ name: String, meaning: String? = nil) -> ConfigKey {
    var key = self
    key.flag = Flag(name: name, meaning: meaning)
    return key
  }
}
