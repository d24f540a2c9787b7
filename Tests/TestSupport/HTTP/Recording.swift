import FoundationEssentials

/// One recorded exchange with a real server.
///
/// A file has notes (`# `), the request (`> `), the status line and headers (`< `), a line `<`, an
/// empty line, and then the body as it came.
package struct Recording: Sendable {
  /// The name of the file without its ending.
  package var name: String
  /// The verb of the request.
  package var method: String
  /// The request target with its query.
  package var target: String
  /// The body of the request, where it had one.
  package var form: String
  /// The status of the response.
  package var status: Int
  /// The headers of the response; those that frame the body are left out.
  package var headers: [(String, String)]
  /// The body of the response.
  package var body: [UInt8]

  /// What could not be read.
  package struct Fault: Error, CustomStringConvertible {
    /// The file and what is wrong with it.
    package var description: String
  }

  /// Reads a recording.
  ///
  /// - Parameter path: A file ending in `.http`; a compressed body lies beside it in `.body.gz`.
  /// - Throws: `Fault`, or what reading the file throws.
  package init(path: String) throws {
    let file = [UInt8](try Data(contentsOf: URL(filePath: path)))
    let base = path.split(separator: "/").last.map(String.init) ?? path
    name = String(base.dropLast(base.hasSuffix(".http") ? 5 : 0))
    let mark = Array("\n<\n\n".utf8)
    guard
      let end = file.indices.first(where: { file[$0...].starts(with: mark) })
    else { throw Fault(description: "\(base): no end of the head") }
    let lines = String(decoding: file[..<end], as: UTF8.self).split(separator: "\n")
    let request = lines.filter { $0.hasPrefix("> ") }.map { $0.dropFirst(2) }
    let response = lines.filter { $0.hasPrefix("< ") }.map { $0.dropFirst(2) }
    let parts = (request.first ?? "").split(separator: " ")
    guard parts.count == 3, let line = response.first,
      let status = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { throw Fault(description: "\(base): no request or status line") }
    method = String(parts[0])
    target = String(parts[1])
    form =
      request.dropFirst().first { !$0.contains(": ") && $0.contains("=") }.map(String.init) ?? ""
    self.status = status
    headers = response.dropFirst().compactMap { line in
      let pair = line.split(separator: ":", maxSplits: 1)
      guard pair.count == 2, !Self.framing.contains(pair[0].lowercased()) else { return nil }
      return (String(pair[0]), String(pair[1].drop { $0 == " " }))
    }
    body = Array(file[(end + mark.count)...])
    let packed = String(path.dropLast(5)) + ".body.gz"
    if FileManager.default.fileExists(atPath: packed) {
      body = [UInt8](try Data(contentsOf: URL(filePath: packed)))
    }
  }

  private static let framing: Set<String> = ["content-length", "transfer-encoding", "connection"]

  /// All recordings of a folder, by name.
  ///
  /// - Parameter folder: Its path.
  /// - Returns: In ascending order of name.
  /// - Throws: What reading them throws.
  package static func all(in folder: String) throws -> [Recording] {
    try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".http") }.sorted()
      .map { try Recording(path: folder + "/" + $0) }
  }

  /// The response, to be played by a fake server.
  package var reply: FakeReply {
    .answer(status: status, headers: headers, body: body)
  }
}
