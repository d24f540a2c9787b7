import CYAML

/// Builds the values of a YAML text from libyaml's events.
///
/// Prometheus reads rule files with a port of libyaml, so that the same texts are read and refused.
struct YAMLReader {
  /// How deep values may be nested.
  private static let deepest = 64
  /// How many values aliases may repeat: a few lines could name millions.
  private static let mostRepeated = 100_000

  /// A value under construction with the number of values in it, itself included.
  private struct Built {
    var node: YAMLNode
    var size: Int
  }

  private let source: YAMLSource
  private let reader: OpaquePointer
  private var event = cy_event()
  private var anchors: [String: Built] = [:]
  /// Anchors whose values have not ended.
  private var openAnchors: Set<String> = []
  private var repeated = 0

  /// Reads the first document of a text.
  ///
  /// - Throws: `YAMLProblem` with the place.
  static func read(_ source: YAMLSource) throws(YAMLProblem) -> YAMLDocument {
    try run(over: source) { reader throws(YAMLProblem) in
      try reader.next()
      guard let root = try reader.root() else {
        return YAMLDocument(root: YAMLNode(content: .nothing, place: reader.place), rest: nil)
      }
      return YAMLDocument(root: root, rest: reader.kind == CY_END ? nil : reader.place)
    }
  }

  /// Reads all documents of a text.
  ///
  /// - Throws: `YAMLProblem` with the place.
  static func readAll(_ source: YAMLSource) throws(YAMLProblem) -> [YAMLNode] {
    try run(over: source) { reader throws(YAMLProblem) in
      var roots: [YAMLNode] = []
      try reader.next()
      while let root = try reader.root() { roots.append(root) }
      return roots
    }
  }

  private static func run<Read>(
    over source: YAMLSource,
    _ body: (inout YAMLReader) throws(YAMLProblem) -> Read
  ) throws(YAMLProblem) -> Read {
    // The parser keeps the address of the bytes.
    let result = source.bytes.withUnsafeBufferPointer { bytes -> Result<Read, YAMLProblem> in
      guard let reader = cy_open(bytes.baseAddress, bytes.count) else {
        return .failure(YAMLProblem(place: YAMLPlace(line: 1, column: 1), reason: "out of memory"))
      }
      defer { cy_close(reader) }
      var run = YAMLReader(source: source, reader: reader)
      do throws(YAMLProblem) {
        return .success(try body(&run))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private init(source: YAMLSource, reader: OpaquePointer) {
    self.source = source
    self.reader = reader
  }

  /// The value of the document that the current event begins; `nil` at the end of the text.
  private mutating func root() throws(YAMLProblem) -> YAMLNode? {
    guard kind == CY_DOCUMENT else { return nil }
    anchors = [:]
    try next()
    let root = try value(depth: 0).node
    try next()
    // Text behind the end that no marker sets apart is a problem of this document.
    try next()
    return root
  }

  // MARK: - Values

  /// The value that the current event begins.
  private mutating func value(depth: Int) throws(YAMLProblem) -> Built {
    guard depth < Self.deepest else { throw problem("nested too deeply") }
    if kind == CY_ALIAS { return try alias() }
    let anchor = event.anchor.map { String(cString: $0) }
    if let anchor {
      anchors[anchor] = nil
      openAnchors.insert(anchor)
    }
    let built =
      switch kind {
      case CY_SEQUENCE: try sequence(depth: depth)
      case CY_MAPPING: try mapping(depth: depth)
      default: Built(node: try scalar(), size: 1)
      }
    if let anchor {
      openAnchors.remove(anchor)
      anchors[anchor] = built
    }
    return built
  }

  private mutating func sequence(depth: Int) throws(YAMLProblem) -> Built {
    var built = Built(node: YAMLNode(content: .nothing, place: place), size: 1)
    var items: [YAMLNode] = []
    try next()
    while kind != CY_COLLECTION_END {
      let item = try value(depth: depth + 1)
      items.append(item.node)
      built.size += item.size
      try next()
    }
    built.node.content = .sequence(items)
    return built
  }

  private mutating func mapping(depth: Int) throws(YAMLProblem) -> Built {
    var built = Built(node: YAMLNode(content: .nothing, place: place), size: 1)
    var fields = YAMLFields()
    try next()
    while kind != CY_COLLECTION_END {
      let isMerge = kind == CY_SCALAR && event.style == CY_PLAIN && event.tag == nil && text == "<<"
      let key = try value(depth: depth + 1)
      try next()
      let field = try value(depth: depth + 1)
      built.size += key.size + field.size
      try isMerge ? fields.merge(field.node) : fields.append(key.node, field.node)
      try next()
    }
    built.node.content = .mapping(fields.all)
    return built
  }

  private mutating func scalar() throws(YAMLProblem) -> YAMLNode {
    let isPlain = event.style == CY_PLAIN
    let text = text
    switch event.tag.map({ String(cString: $0) }) {
    case "tag:yaml.org,2002:binary": throw problem("the tag !!binary is not supported")
    case "tag:yaml.org,2002:null": return YAMLNode(content: .nothing, place: place)
    case nil where isPlain && ["", "~", "null", "Null", "NULL"].contains(text):
      return YAMLNode(content: .nothing, place: place)
    case let tag:
      return YAMLNode(
        content: .scalar(text),
        place: place,
        spelling: source.spelling(of: text, from: place, isBlock: event.style == CY_LITERAL),
        isPlain: isPlain && tag == nil
      )
    }
  }

  /// The value that a name was given, at the place where it is named.
  private mutating func alias() throws(YAMLProblem) -> Built {
    let name = text
    guard var built = anchors[name] else {
      throw problem(
        openAnchors.contains(name) ? "'\(name)' contains itself" : "unknown alias '\(name)'"
      )
    }
    repeated += built.size
    guard repeated <= Self.mostRepeated else {
      throw problem("aliases repeat more than \(Self.mostRepeated) values")
    }
    built.node.place = place
    built.node.spelling = .changed
    return built
  }

  // MARK: - Events

  private var kind: Int { Int(event.kind) }

  private var text: String {
    guard let text = event.text else { return "" }
    return String(
      decoding: UnsafeRawBufferPointer(start: text, count: event.length),
      as: UTF8.self
    )
  }

  private var place: YAMLPlace {
    source.place(line: event.start.line, column: event.start.column)
  }

  private mutating func next() throws(YAMLProblem) {
    cy_next(reader, &event)
    guard kind == CY_PROBLEM else { return }
    let context = event.context.map { " \(String(cString: $0))" } ?? ""
    throw problem(text + context)
  }

  private func problem(_ reason: String) -> YAMLProblem {
    YAMLProblem(place: place, reason: "not valid YAML: \(reason)")
  }
}

/// The fields of a mapping under construction.
///
/// - Source: <https://yaml.org/type/merge.html>: own fields win over merged ones wherever they stand,
///   and the first of several merged mappings over the others.
private struct YAMLFields {
  private var own: [YAMLNode.Entry] = []
  private var merged: [YAMLNode.Entry] = []
  private var names: Set<String> = []

  var all: [YAMLNode.Entry] {
    var seen = names
    return own + merged.filter { seen.insert($0.key).inserted }
  }

  mutating func append(_ key: YAMLNode, _ value: YAMLNode) throws(YAMLProblem) {
    let name: String
    switch key.content {
    case .scalar(let text): name = text
    case .nothing: name = ""
    case .sequence, .mapping: throw problem(key, "a field name must be a string")
    }
    guard names.insert(name).inserted else {
      throw problem(key, "duplicate field '\(name)'")
    }
    own.append(.init(key: name, place: key.place, value: value))
  }

  mutating func merge(_ value: YAMLNode) throws(YAMLProblem) {
    var sources = [value]
    if case .sequence(let items) = value.content { sources = items }
    for source in sources {
      guard case .mapping(let entries) = source.content else {
        throw problem(value, "'<<' needs a mapping")
      }
      merged += entries
    }
  }

  private func problem(_ node: YAMLNode, _ reason: String) -> YAMLProblem {
    YAMLProblem(place: node.place, reason: "not valid YAML: \(reason)")
  }
}
