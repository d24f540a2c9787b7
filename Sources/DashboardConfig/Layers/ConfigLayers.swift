import Telemetry

/// Sources of a configuration; the caller has opened the file and collected the rest.
package struct ConfigSources: Sendable {
  /// A config file.
  package struct File: Sendable {
    /// The path, as messages are to show it; relative paths within are relative to its folder.
    package var path: String
    /// The content.
    package var bytes: [UInt8]
    /// The permission bits; `nil` where the file has none, as a pipe.
    package var mode: UInt32?

    package init(path: String, bytes: [UInt8], mode: UInt32? = nil) {
      self.path = path
      self.bytes = bytes
      self.mode = mode
    }
  }

  /// The config file; `nil` where there is none.
  package var file: File?
  /// The environment variables, all of them.
  package var variables: [String: String]
  /// The flags given, by long name without dashes; a switch has any value.
  package var flags: [String: String]

  /// Without arguments there are only the defaults.
  package init(
    file: File? = nil,
    variables: [String: String] = [:],
    flags: [String: String] = [:]
  ) {
    self.file = file
    self.variables = variables
    self.flags = flags
  }
}

/// The layers of a configuration, of which a later one goes before an earlier one.
struct ConfigLayers {
  /// A layer.
  enum Level: Int, Comparable, CaseIterable {
    case defaults
    case file
    /// Variables of neighbouring tools.
    case neighbours
    /// Our own variables.
    case variables
    case flags

    static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// The values of each level, without what is not set.
  private(set) var values: [Level: ConfigNode] = [:]
  /// Problems within single layers.
  private(set) var problems: [ConfigProblem] = []
  /// Warnings.
  private(set) var warnings: [ConfigProblem] = []

  init(_ sources: ConfigSources) {
    add(.defaults, Self.defaults)
    if let file = sources.file {
      let (node, found) = JSONReader.read(file.bytes, file: file.path)
      problems += found
      if let node {
        add(.file, node)
        warnings += SecretExposure.warnings(of: node, in: file)
      }
    }
    add(.neighbours, variables(sources.variables) { $0.neighbourVariables })
    add(.variables, variables(sources.variables) { [$0.variable].compactMap(\.self) })
    addFlags(sources.flags)
    warnAboutUnknown(sources.variables)
  }

  /// The value at a chain of names in the latest layer that has one.
  func latest(_ names: String...) -> (node: ConfigNode, level: Level)? {
    for level in Level.allCases.reversed() {
      if let node = values[level]?[names] { return (node, level) }
    }
    return nil
  }

  private mutating func add(_ level: Level, _ node: ConfigNode) {
    let found = LayerCheck.problems(of: node)
    problems += found
    values[level] = node.pruned
  }

  private mutating func addFlags(_ flags: [String: String]) {
    var layer = ConfigNode.empty
    let known = ConfigTable.keys.compactMap { key in key.flag.map { ($0, key) } }
    for (name, text) in flags.sorted(by: { $0.key < $1.key }) {
      guard let (flag, key) = known.first(where: { $0.0.name == name }), let kind = key.kind else {
        problems.append(ConfigProblem(ConfigPath(), at: .flag(name), "unknown flag"))
        continue
      }
      let content = flag.meaning.map(ConfigNode.Content.text) ?? kind.fromText(text)
      layer.set(key.path[...], to: ConfigNode(content, at: .flag(name)))
    }
    add(.flags, layer)
  }

  private func variables(
    _ given: [String: String],
    _ names: (ConfigKey) -> [String]
  ) -> ConfigNode {
    var layer = ConfigNode.empty
    for key in ConfigTable.keys {
      guard let kind = key.kind else { continue }
      // An empty variable is how shells take one back.
      let set = names(key).first { given[$0]?.isEmpty == false }
      guard let name = set, let text = given[name] else { continue }
      layer.set(key.path[...], to: ConfigNode(kind.fromText(text), at: .variable(name)))
    }
    return layer
  }

  private mutating func warnAboutUnknown(_ given: [String: String]) {
    let known = ConfigTable.keys.compactMap(\.variable) + ConfigTable.otherVariables
    let own = Set(given.keys.filter { $0.hasPrefix(Self.prefix) })
    for name in own.subtracting(ConfigTable.developmentVariables).sorted()
    where !known.contains(name) {
      // The prefix that all have says nothing of how near two names are.
      let own = known.filter { $0.hasPrefix(Self.prefix) }.map {
        String($0.dropFirst(Self.prefix.count))
      }
      let near = NearestName.of(String(name.dropFirst(Self.prefix.count)), among: own)
        .map { ": did you mean \(Words.quoted(Self.prefix + $0))?" }
      warnings.append(
        ConfigProblem(ConfigPath(), at: .variable(name), "unknown variable\(near ?? "")")
      )
    }
  }

  private static let prefix = "GOLDTOP_"

  private static let defaults: ConfigNode = {
    var node = ConfigNode.empty
    for key in ConfigTable.keys where key.preset != .null && !key.path.contains("*") {
      node.set(key.path[...], to: ConfigNode(key.preset))
    }
    return node
  }()
}
