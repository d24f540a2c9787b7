/// Which environment is shown, and the effective values that follow from it.
///
/// The servers at the top level are an environment without a name. A named one takes no server from
/// there, so that no screen mixes two of them.
struct EnvironmentChoice {
  /// The chosen environment; `nil` for the one without a name.
  private(set) var name: String?
  /// All environments, in the order of the file.
  let names: [String]
  /// The effective values: everything at the top level, without `environments`.
  private(set) var effective = ConfigNode.empty
  private(set) var problems: [ConfigProblem] = []
  private(set) var warnings: [ConfigProblem] = []
  private let layers: ConfigLayers
  private var level = ConfigLayers.Level.file

  private static let servers = ServerKeys.servers.map(\.name)

  init(_ layers: ConfigLayers) {
    self.layers = layers
    names = layers.latest("environments")?.node.members.map(\.name) ?? []
  }

  /// Chooses, and lays the layers over each other.
  mutating func resolve() {
    choose()
    for level in ConfigLayers.Level.allCases {
      guard var layer = layers.values[level] else { continue }
      for part in ["environments"] + Self.servers { layer.set([part], to: nil) }
      effective = ConfigMerge.merged(effective, layer)
      guard level == .file, let chosen else { continue }
      for part in ["selector", "exporter_selector", "grafana"] {
        if let node = chosen[part] { effective.set([part], to: node) }
      }
    }
    for server in Self.servers { resolve(server) }
  }

  /// The problems with the path that the file has for them.
  func placed(_ problems: [ConfigProblem]) -> [ConfigProblem] {
    guard let name else { return problems }
    return problems.map { problem in
      guard case .file = problem.origin, case .name(let first)? = problem.path.steps.first,
        Self.servers.contains(first)
      else { return problem }
      var placed = problem
      placed.path.steps.insert(contentsOf: [.name("environments"), .name(name)], at: 0)
      return placed
    }
  }

  private var chosen: ConfigNode? {
    name.flatMap { layers.values[.file]?["environments", $0] }
  }

  private mutating func choose() {
    if let (node, level) = layers.latest("environment"), case .text(let wanted) = node.content {
      guard names.contains(wanted) else {
        let advice =
          names.isEmpty
          ? "write it under 'environments' in the config file"
          : Words.suggestion(for: wanted, among: names, plural: "environments")
        problems.append(
          ConfigProblem(
            ConfigPath(["environment"]),
            at: node.origin,
            "unknown environment \(Words.quoted(wanted)): \(advice)"
          )
        )
        return
      }
      (name, self.level) = (wanted, level)
    } else if names.count == 1, layers.latest("prometheus", "url") == nil {
      name = names.first
      let origin = layers.latest("environments")?.node.members.first?.nameOrigin ?? .builtIn
      effective.set(["environment"], to: name.map { ConfigNode(.text($0), at: origin) })
    }
  }

  private mutating func resolve(_ server: String) {
    var stack = ServerLayers()
    for level in ConfigLayers.Level.allCases {
      let layer =
        level == .file && name != nil ? chosen?[server] : layers.values[level]?[server]
      guard let layer else { continue }
      // Whoever names an environment later than a URL means the environment's server.
      if level > .file, name != nil, self.level > level, layer["url"] != nil { continue }
      stack.add(layer)
    }
    if let merged = stack.merged {
      effective.set([server], to: merged)
      warnAboutReplaced(stack, server, merged)
    } else if let file = stack.layers.first(where: { $0.origin.isFile }), !file.members.isEmpty,
      Self.adds(file, to: layers.values[.defaults]?[server])
    {
      problems += placed([
        ConfigProblem(
          ConfigPath([server, "url"]),
          at: file.origin,
          "is missing: set it, for example \"http://127.0.0.1:9090\""
        )
      ])
    }
  }

  /// Whether a value says anything that the defaults do not.
  private static func adds(_ node: ConfigNode, to defaults: ConfigNode?) -> Bool {
    guard case .object(let members) = node.content else {
      return node.content != defaults?.content
    }
    return members.contains { adds($0.node, to: defaults?[$0.name]) }
  }

  private mutating func warnAboutReplaced(
    _ stack: ServerLayers,
    _ server: String,
    _ merged: ConfigNode
  ) {
    guard let old = stack.replaced, let new = merged["url"] else { return }
    let environment = name.map { " of the environment \(Words.quoted($0))" } ?? ""
    let access =
      old.hadCredentials ? "; its credentials, headers and TLS settings are not used" : ""
    guard !environment.isEmpty || !access.isEmpty else { return }
    warnings.append(
      ConfigProblem(
        ConfigPath([server, "url"]),
        at: new.origin,
        "overrides the server\(environment) at \(old.url.origin)\(access)"
      )
    )
  }
}
