import Dashboard
import DashboardConfig
import FoundationEssentials
import Glibc
import LocalSource
import Telemetry

/// The files in which what was found out about metrics servers is kept from one start to the next.
///
/// One small file for each server, user and selector, in `$XDG_CACHE_HOME/goldtop` or `~/.cache/goldtop`, which
/// only its owner can read. A file that is missing, damaged, or of another server tells nothing, and one
/// that cannot be written is not: all that is lost is a moment of the next start.
struct ServerMemory {
  /// What a file holds.
  private struct Document: Codable {
    var server: String
    var found: RememberedServer
  }

  /// The largest file that is written and read, in bytes.
  static let limit = 1 << 20
  /// So many servers are remembered; the one that was written first is forgotten for another.
  static let most = 50

  private let folder: [String]
  private let file: FileName
  private let server: String

  /// The memory of the metrics server of some settings; `nil` where none is to be kept, or there is no
  /// place for it.
  init?(_ settings: Settings, variables: [String: String]) {
    guard settings.remember, let address = settings.prometheus else { return nil }
    if let base = variables["XDG_CACHE_HOME"], base.hasPrefix("/") {
      folder = [base, "\(base)/goldtop"]
    } else if let home = variables["HOME"], home.hasPrefix("/") {
      folder = ["\(home)/.cache", "\(home)/.cache/goldtop"]
    } else {
      return nil
    }
    // Secrets stay out: they may be what tells two tenants apart, but must not be kept.
    var words = [address.url]
    if case .basic(let user, password: _) = address.access.authorization { words.append(user) }
    for header in address.access.headers where !header.isSecret {
      words.append("\(header.name): \(header.value.reveal())")
    }
    words += settings.selector.map(\.promQL)
    server = words.joined(separator: " ")
    let name = String(server.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
    file = Self.path(folder[1], name.suffix(200) + ".json")
  }

  private static func path(_ folder: String, _ name: String) -> FileName {
    FileName("\(folder)/\(name)")
  }

  /// What was kept; `nil` where nothing was, or nothing that can be read.
  func load() -> RememberedServer? {
    guard let local = try? LocalFile(file, limit: Self.limit),
      let document = try? JSONDecoder().decode(Document.self, from: Data(local.bytes)),
      document.server == server
    else { return nil }
    return document.found
  }

  /// Keeps what was found out in place of what was.
  func keep(_ found: RememberedServer) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(Document(server: server, found: found)),
      data.count <= Self.limit
    else { return }
    for path in folder { _ = FileName(path).withPath { mkdir($0, 0o700) } }
    guard LocalFile.replace(file, with: Array(data), mode: 0o600) == 0 else { return }
    forgetOldest()
  }

  private func forgetOldest() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder[1])) ?? []
    let files = names.filter { $0.hasSuffix(".json") }.map { Self.path(folder[1], $0) }
    let written = files.compactMap { file in LocalFile.stamp(of: file).map { (file, $0.seconds) } }
    for (file, _) in written.sorted(by: { $0.1 < $1.1 }).dropLast(Self.most) {
      _ = file.withPath { unlink($0) }
    }
  }
}
