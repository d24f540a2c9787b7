import YAML

/// A file of a stack's configuration, as it is given to be checked.
package struct ConfigurationFile: Hashable, Sendable {
  /// The path below the folder, with slashes.
  package let name: String
  /// The text.
  package let text: String
  /// The file that it is written in, where that is a manifest of Kubernetes.
  let manifest: String?

  package init(name: String, text: String) {
    self.init(name: name, text: text, manifest: nil)
  }

  init(name: String, text: String, manifest: String?) {
    self.name = name
    self.text = text
    self.manifest = manifest
  }

  /// Where a line of it stands: `loki/loki.yml:12`.
  func place(line: Int) -> String { "\(manifest ?? name):\(line)" }
}

/// A file whose YAML was read, with what it is for.
struct ReadFile {
  let file: ConfigurationFile
  let kind: FileKind
  /// All documents; none for what is not YAML.
  let documents: [YAMLNode]

  var name: String { file.name }
  var text: String { file.text }

  /// The first document; nothing where there is none.
  var root: YAMLNode {
    documents.first ?? YAMLNode(content: .nothing, place: YAMLPlace(line: 1, column: 1))
  }

  /// Where something stands: `loki/loki.yml:12`.
  func place(_ place: YAMLPlace) -> String { file.place(line: place.line) }

  /// Where a value stands.
  func place(_ node: YAMLNode) -> String { place(node.place) }

  /// The file's folder with a slash at the end; empty for the checked folder itself.
  var folder: String { name.lastIndex(of: "/").map { String(name[...$0]) } ?? "" }

  /// A path as this file names it, where it is below its folder.
  func relative(_ name: String) -> String {
    name.hasPrefix(folder) ? String(name.dropFirst(folder.count)) : name
  }

  /// The file's name without its folders.
  var base: String { String(name.dropFirst(folder.count)) }
}
