import TestSupport

/// The recorded answers of real servers beside this file.
enum Payloads {
  private static let folder =
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    .joined(separator: "/") + "/Payloads/"

  /// One recording.
  static func one(_ server: String, _ name: String) throws -> Recording {
    try Recording(path: folder + server + "/" + name + ".http")
  }

  /// All recordings of a server.
  static func all(_ server: String) throws -> [Recording] {
    try Recording.all(in: folder + server)
  }
}
