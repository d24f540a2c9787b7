import Synchronization
import Telemetry

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Gives a credential, and reads its file again whenever the file has changed.
///
/// Tokens that a sidecar or a cron job renews would otherwise end in a refusal after an hour. Messages
/// name the key and not the path: what stands there may be the secret itself.
final class CredentialReader: Sendable {
  private struct Stamp: Equatable {
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int

    init(_ status: stat) {
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      seconds = Int(status.st_mtim.tv_sec)
      nanoseconds = Int(status.st_mtim.tv_nsec)
    }
  }

  private static let limit = 64 << 10

  private let source: HTTPAccess.Credential
  private let name: String
  private let cache = Mutex<(stamp: Stamp, secret: Secret)?>(nil)

  /// - Parameters:
  ///   - source: Where the credential is.
  ///   - name: The key of the configuration that holds it in place, for messages; that of a file has
  ///     `_file` behind it.
  init(_ source: HTTPAccess.Credential, name: String) {
    self.source = source
    self.name = name
  }

  /// The credential as it is now.
  ///
  /// - Returns: A text without control characters, safe in a header.
  /// - Throws: `TransportError.misconfigured` naming the file and what is wrong with it.
  func current() throws(TransportError) -> Secret {
    switch source {
    case .inline(let secret):
      guard Self.isHeaderSafe(secret.reveal()) else {
        throw .misconfigured("\(name) contains a control character")
      }
      return secret
    case .file(let path):
      return try stored(path)
    }
  }

  private func stored(_ path: String) throws(TransportError) -> Secret {
    let bytes: [UInt8]
    let stamp: Stamp
    do throws(FileFault) {
      let file = try OpenFile(path)
      stamp = Stamp(file.status)
      if let known = cache.withLock({ $0 }), known.stamp == stamp { return known.secret }
      bytes = try file.bytes(limit: Self.limit)
    } catch {
      throw .misconfigured("cannot read \(name)_file: \(error.words)")
    }
    let secret = Secret(try text(bytes))
    cache.withLock { $0 = (stamp, secret) }
    return secret
  }

  private func text(_ bytes: [UInt8]) throws(TransportError) -> String {
    guard bytes.count <= Self.limit else {
      throw .misconfigured("\(name)_file is larger than 64 KiB")
    }
    let text = String(decoding: bytes, as: UTF8.self).trimmingSpaces
    guard !text.isEmpty else { throw .misconfigured("\(name)_file is empty") }
    guard Self.isHeaderSafe(text) else {
      throw .misconfigured("\(name)_file has more than one line")
    }
    return text
  }

  private static func isHeaderSafe(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
  }
}
