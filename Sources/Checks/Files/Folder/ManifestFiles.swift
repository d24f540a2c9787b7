import YAML

/// The files that a manifest of Kubernetes carries in a ConfigMap, or in a Secret in plain text.
///
/// - Source: <https://kubernetes.io/docs/concepts/configuration/configmap/> and
///   <https://kubernetes.io/docs/concepts/configuration/secret/>.
enum ManifestFiles {
  /// Each key as a file below its manifest and its ConfigMap, with the lines that it has in the manifest.
  static func files(of documents: [YAMLNode], in manifest: ConfigurationFile) -> [ConfigurationFile]
  {
    documents.flatMap { $0["items"]?.items ?? [$0] }.flatMap { object -> [ConfigurationFile] in
      let field: String
      switch object["kind"]?.text {
      case "ConfigMap": field = "data"
      case "Secret": field = "stringData"
      default: return []
      }
      let name = object.at("metadata.name")?.text ?? ""
      return (object[field]?.entries ?? []).compactMap { entry in
        guard let text = entry.value.text else { return nil }
        let first: YAMLPlace
        switch entry.value.spelling {
        case .block(let place), .line(let place): first = place
        case .changed: first = entry.value.place
        }
        return ConfigurationFile(
          name: "\(manifest.name)/\(name)/\(entry.key)",
          // So that a line of it has the number that it has in the manifest.
          text: String(repeating: "\n", count: first.line - 1) + text,
          manifest: manifest.manifest ?? manifest.name
        )
      }
    }
  }
}
