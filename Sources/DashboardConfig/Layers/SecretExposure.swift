/// Finds secrets in a file that others can read.
enum SecretExposure {
  /// One warning for the first secret of a file whose mode lets its group or everybody read it.
  static func warnings(of node: ConfigNode, in file: ConfigSources.File) -> [ConfigProblem] {
    guard let mode = file.mode, mode & 0o044 != 0 else { return [] }
    guard let (path, secret) = first(node, ConfigShape.root, ConfigPath()) else { return [] }
    let octal = String(mode & 0o777, radix: 8)
    return [
      ConfigProblem(
        path,
        at: secret.origin,
        "this file holds a secret that other users can read (mode \(octal)): "
          + "run 'chmod 600 \(file.path)', or put the secret in a file of its own"
      )
    ]
  }

  private static func first(
    _ node: ConfigNode,
    _ shape: ConfigShape,
    _ path: ConfigPath
  ) -> (ConfigPath, ConfigNode)? {
    if shape.kind?.isSecret == true {
      return node.content == .null ? nil : (path, node)
    }
    if shape.key?.path.last == "proxy_url", case .text(let url) = node.content, url.contains("@") {
      return (path, node)
    }
    for member in node.members {
      guard let below = shape.member(member.name) else { continue }
      if let found = first(member.node, below, path.appending(member.name)) { return found }
    }
    return nil
  }
}
