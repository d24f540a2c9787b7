import YAML

/// A service of a compose file.
///
/// - Source: <https://github.com/compose-spec/compose-spec/blob/main/05-services.md>.
struct ComposeService {
  /// The servers of a monitoring stack that are known here.
  enum Server: String {
    case prometheus, alertmanager, loki, grafana, promtail, alloy, tempo, pushgateway, exporter

    /// Whether it shows its page or takes data from whoever reaches it.
    var isOpen: Bool { self != .grafana }
  }

  let name: String
  let node: YAMLNode
  let file: ReadFile

  init(_ entry: YAMLNode.Entry, in file: ReadFile) {
    (name, node, self.file) = (entry.key, entry.value, file)
  }

  /// The image without its registry, tag and digest: `prom/prometheus`.
  var image: Substring {
    let text = SettingText.withDefaults(node["image"]?.text ?? "") ?? node["image"]?.text ?? ""
    return text[..<(text.firstIndex(of: "@") ?? text.endIndex)].prefix { $0 != ":" }
  }

  /// What it runs; `nil` for what is no part of monitoring.
  var server: Server? {
    let last = String(image.split(separator: "/").last ?? "")
    switch last {
    case "prometheus": return .prometheus
    case "alertmanager": return .alertmanager
    case "loki": return .loki
    case "grafana", "grafana-oss", "grafana-enterprise": return .grafana
    case "cadvisor": return .exporter
    default:
      if let server = Server(rawValue: last) { return server }
      return last.hasSuffix("exporter") ? .exporter : nil
    }
  }

  /// Whether it is reached by its name alone, and not on the network of the machine.
  var isOnOwnNetwork: Bool { node["network_mode"] == nil }

  /// Whether a name of the network may mean it.
  func answers(to host: String) -> Bool {
    if [name, node["container_name"]?.text, node["hostname"]?.text].contains(host) { return true }
    if (node["extra_hosts"]?.texts ?? []).contains(where: { $0.hasPrefix("\(host):") }) {
      return true
    }
    if (node["external_links"]?.texts ?? []).contains(where: { $0.hasSuffix(host) }) { return true }
    return (node["networks"]?.entries ?? []).contains {
      ($0.value["aliases"]?.texts ?? []).contains(host)
    }
  }

  /// The words of its command, each with where it stands.
  var command: [(text: String, place: YAMLPlace)] {
    [node["entrypoint"], node["command"]].compactMap(\.self).flatMap { node in
      node.text.map { text in
        text.split(whereSeparator: \.isWhitespace).map { (String($0), node.place) }
      } ?? node.items.compactMap { item in item.text.map { ($0, item.place) } }
    }
  }

  /// The value of a flag, `--name=value` or `--name value`, with one dash or two; `nil` without it.
  func argument(_ flag: String) -> (text: String, place: YAMLPlace)? {
    let bare = flag.drop { $0 == "-" }
    let words = command
    for (index, word) in words.enumerated() where word.text.hasPrefix("-") {
      let parts = word.text.drop { $0 == "-" }.split(separator: "=", maxSplits: 1)
      guard parts.first == bare else { continue }
      if parts.count == 2 { return (String(parts[1]), word.place) }
      return (words.dropFirst(index + 1).first?.text ?? "", word.place)
    }
    return nil
  }

  /// A variable of its environment; `nil` where the file does not set it.
  func variable(_ name: String) -> (text: String, place: YAMLPlace)? {
    variables.first { $0.name == name }.map { ($0.text, $0.place) }
  }

  /// The variables of its environment, written as a mapping or as a list.
  var variables: [(name: String, text: String, place: YAMLPlace)] {
    guard let node = node["environment"] else { return [] }
    let mapped = node.entries.map { ($0.key, $0.value.text ?? "", $0.place) }
    return mapped
      + node.items.compactMap { item in
        guard let text = item.text, let sign = text.firstIndex(of: "=") else { return nil }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]), item.place)
      }
  }

  /// Which settings files of Grafana are its own: those that it mounts, or else all beside it but what a
  /// manifest of Kubernetes carries.
  func settingFiles(in folder: StackFolder) -> [ReadFile] {
    let files = folder.all(.grafana).filter { $0.file.manifest == nil }
    let sources = (node["volumes"]?.items ?? []).compactMap { item in
      item["source"]?.text ?? item.text.map { String($0.prefix { $0 != ":" }) }
    }
    let patterns = sources.filter { $0.hasPrefix(".") }.map { PathPattern($0, in: file.folder) }
    let mounted = files.filter { file in patterns.contains { $0.holds(file.name) } }
    return mounted.isEmpty ? files : mounted
  }

  /// Where volumes appear in the container that may be written.
  var mounts: [String] {
    (node["volumes"]?.items ?? []).compactMap { item in
      if let target = item["target"]?.text {
        return SettingText.isOn(item["read_only"]?.text) ? nil : target
      }
      guard let text = item.text.map({ SettingText.withDefaults($0) ?? $0 }) else { return nil }
      let parts = text.split(separator: ":", omittingEmptySubsequences: false)
      if parts.last?.split(separator: ",").contains("ro") == true { return nil }
      return parts.count == 1 ? String(parts[0]) : String(parts[1])
    }
  }

  /// Ports that are open to the network, with where they stand; `nil` for the address of one that
  /// something else fills in.
  var openPorts: [(text: String, place: YAMLPlace, isOpen: Bool?)] {
    (node["ports"]?.items ?? []).map { item in
      if let target = item["target"]?.text {
        let address = item["host_ip"]?.text
        return (target, item.place, address.map(Self.isOpen) ?? true)
      }
      let text = item.text ?? ""
      guard let known = SettingText.withDefaults(text) else { return (text, item.place, nil) }
      let parts = known.split(separator: ":", omittingEmptySubsequences: false)
      let address = parts.count > 2 ? known[..<(parts[parts.count - 2].startIndex)].dropLast() : ""
      return (text, item.place, Self.isOpen(String(address)))
    }
  }

  /// Whether an address to listen on is one that others reach.
  ///
  /// - Source: the reference of `ports`: without an address it binds to all interfaces.
  private static func isOpen(_ address: String) -> Bool {
    !address.hasPrefix("127.") && !["localhost", "[::1]", "::1"].contains(address)
  }
}
