import YAML

/// Judges a compose file: what of its services has to do with monitoring.
struct ComposeFileChecks {
  private let file: ReadFile
  private let folder: StackFolder
  private(set) var outcome = CheckOutcome()

  init(_ file: ReadFile, in folder: StackFolder) {
    self.file = file
    self.folder = folder
    checkVersion()
    for service in folder.services where service.file.name == file.name {
      guard let server = service.server else { continue }
      checkImage(service)
      if server.isOpen { checkPorts(service) }
      checkSecrets(service)
      if server == .loki { checkTarget(service) }
      guard isWhole(service) else { continue }
      outcome.add(ComposeDataChecks(service, server).outcome)
      if server == .prometheus {
        outcome.add(PrometheusFlagChecks(service, in: folder).outcome)
      }
      if server == .grafana { outcome.add(GrafanaSettingChecks(service, in: folder).outcome) }
    }
  }

  /// Whether this file alone says what a service is, and no other one is merged with it.
  ///
  /// - Source: <https://docs.docker.com/compose/how-tos/multiple-compose-files/merge/>.
  private mutating func isWhole(_ service: ComposeService) -> Bool {
    let bases = ["compose.", "docker-compose."]
    let others = folder.services.filter { other in
      other.name == service.name && other.file.name != file.name
        && other.file.folder == file.folder
        && bases.contains { file.base.hasPrefix($0) && other.file.base.hasPrefix($0) }
    }
    guard let other = others.first?.file.name ?? (service.node["extends"].map { _ in "another" })
    else { return true }
    outcome.unchecked.append(
      Unchecked(
        "data-without-volume",
        at: file.place(service.node),
        because: "'\(service.name)' is merged from this file and \(other)"
      )
    )
    return false
  }

  /// - Source: <https://github.com/compose-spec/compose-spec/blob/main/04-version-and-name.md>.
  private mutating func checkVersion() {
    guard let entry = file.root.entries.first(where: { $0.key == "version" }) else { return }
    outcome.findings.append(
      Finding(
        "compose-version",
        .note,
        at: file.place(entry.place),
        "'version' is obsolete, and Compose ignores it with a warning",
        why: "readers look for a meaning that it does not have",
        remedy: nil
      )
    )
  }

  private mutating func checkImage(_ service: ComposeService) {
    guard let node = service.node["image"], let text = node.text else { return }
    guard let known = SettingText.withDefaults(text) else {
      outcome.unchecked.append(
        Unchecked(
          "image-not-pinned",
          at: file.place(node),
          because: "the image of '\(service.name)' is filled in by something else"
        )
      )
      return
    }
    let last = known.split(separator: "/").last ?? ""
    let tag = last.split(separator: ":", maxSplits: 1).dropFirst().first ?? ""
    guard !known.contains("@sha256:"), ["", "latest", "main", "master"].contains(tag) else {
      return
    }
    outcome.findings.append(
      Finding(
        "image-not-pinned",
        .warning,
        at: file.place(node),
        "the image of '\(service.name)' is \(tag.isEmpty ? "without a tag" : "'\(tag)'")",
        why: "the next pull brings another release, which may refuse this configuration",
        remedy: "image: \(service.image):VERSION"
      )
    )
  }

  private mutating func checkPorts(_ service: ComposeService) {
    for port in service.openPorts {
      guard let isOpen = port.isOpen else {
        outcome.unchecked.append(
          Unchecked(
            "port-open-to-all",
            at: file.place(port.place),
            because: "the address of '\(service.name)' is filled in by something else"
          )
        )
        continue
      }
      guard isOpen else { continue }
      let parts = port.text.split(separator: ":").suffix(2)
      let mapping = (parts.count == 1 ? parts + parts : parts).joined(separator: ":")
      outcome.findings.append(
        Finding(
          "port-open-to-all",
          .warning,
          at: file.place(port.place),
          "the port \(port.text) of '\(service.name)' is open on all interfaces",
          why: "it asks nobody who they are: the network can read it, or write to it",
          remedy: "ports: [\"127.0.0.1:\(mapping)\"]"
        )
      )
    }
  }

  private mutating func checkSecrets(_ service: ComposeService) {
    for variable in service.variables {
      let name = variable.name.uppercased()
      let isSecret = ["PASSWORD", "SECRET", "TOKEN", "API_KEY"].contains { name.contains($0) }
      guard isSecret, !name.hasSuffix("FILE"), !variable.text.isEmpty,
        !variable.text.hasPrefix("/run/secrets"), !SettingText.isPlaceholder(variable.text),
        !SettingText.isOn(variable.text), !SettingText.isOff(variable.text)
      else { continue }
      outcome.findings.append(
        Finding(
          "secret-in-file",
          .warning,
          at: file.place(variable.place),
          "'\(variable.name)' stands in the file in plain text",
          why: "who reads the repository or a backup has it",
          remedy: service.server == .grafana
            ? "\(variable.name)__FILE: /run/secrets/\(variable.name.lowercased())"
            : "\(variable.name): ${\(variable.name)}"
        )
      )
    }
  }

  /// - Source: <https://grafana.com/docs/loki/latest/setup/upgrade/>: the targets are gone in 4.0.
  private mutating func checkTarget(_ service: ComposeService) {
    guard let target = service.argument("target"),
      ["read", "write", "backend"].contains(target.text)
    else { return }
    outcome.findings.append(
      Finding(
        "loki-simple-scalable",
        .note,
        at: file.place(target.place),
        "the target '\(target.text)' of Loki is deprecated, and gone in 4.0",
        why: "Loki 4.0 does not start with it",
        remedy: "-target=all  # or the targets of a distributed Loki"
      )
    )
  }
}

/// Whether what a server stores outlives its container.
private struct ComposeDataChecks {
  private(set) var outcome = CheckOutcome()

  init(_ service: ComposeService, _ server: ComposeService.Server) {
    guard let folder = Self.folder(of: server, service) else { return }
    if SettingText.isPlaceholder(folder) { return }
    let isKept = service.mounts.contains { mount in
      let mount = mount.count > 1 && mount.hasSuffix("/") ? String(mount.dropLast()) : mount
      return mount == folder || folder.hasPrefix(mount + "/") || mount.hasPrefix(folder + "/")
    }
    guard !isKept, service.node["volumes_from"] == nil else { return }
    outcome.findings.append(
      Finding(
        "data-without-volume",
        // Alertmanager has its silences to lose, and what it has told already.
        server == .alertmanager ? .warning : .critical,
        at: service.file.place(service.node),
        "'\(service.name)' keeps its data in \(folder), and no volume is there",
        why: "with the container all of it is gone, whatever the retention says",
        remedy: "volumes:\n  - \(service.name):\(folder)"
      )
    )
  }

  /// Where a server keeps its data; `nil` where it has none, or nobody knows.
  private static func folder(of server: ComposeService.Server, _ service: ComposeService) -> String?
  {
    switch server {
    case .prometheus:
      service.argument("agent") == nil
        ? service.argument("storage.tsdb.path")?.text ?? "/prometheus" : nil
    case .alertmanager: service.argument("storage.path")?.text ?? "/alertmanager"
    case .grafana:
      service.variables.contains { $0.name.hasPrefix("GF_DATABASE_") }
        ? nil : service.variable("GF_PATHS_DATA")?.text ?? "/var/lib/grafana"
    case .loki, .promtail, .alloy, .tempo, .pushgateway, .exporter: nil
    }
  }
}
