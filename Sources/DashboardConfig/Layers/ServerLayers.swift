/// Decides which layers speak of one server, so that no server gets what is meant for another.
struct ServerLayers {
  /// The layers that count, earliest first.
  private(set) var layers: [ConfigNode] = []
  /// The URL that a later layer replaced, and whether credentials belonged to it.
  private(set) var replaced: (url: ConfigNode, hadCredentials: Bool)?

  /// Takes in the next layer.
  ///
  /// Credentials in a layer with a URL belong to that URL: where a later layer names another
  /// server, they go. Those in a layer without one, as variables with a password often do,
  /// belongs to whichever server is named.
  mutating func add(_ layer: ConfigNode) {
    if let url = layer["url"], let old = layers.compactMap({ $0["url"] }).last,
      Self.origin(url) != Self.origin(old)
    {
      let bound = layers.filter { $0["url"] != nil }
      layers.removeAll { $0["url"] != nil }
      replaced = (old, bound.contains(where: Self.hasCredentials))
    }
    layers.append(layer)
  }

  /// All layers laid over each other; `nil` where no URL is named.
  var merged: ConfigNode? {
    guard layers.contains(where: { $0["url"] != nil }) else { return nil }
    return layers.reduce(ConfigNode.empty, ConfigMerge.merged)
  }

  private static func hasCredentials(_ layer: ConfigNode) -> Bool {
    ["basic_auth", "authorization", "headers", "tls_config"].contains { layer[$0] != nil }
  }

  /// Scheme, host and port of a URL, as it was written but for case.
  private static func origin(_ node: ConfigNode) -> String {
    guard case .text(let url) = node.content else { return "" }
    let parts = url.lowercased().split(separator: "/", maxSplits: 3)
    return parts.prefix(2).joined(separator: "//")
  }
}
