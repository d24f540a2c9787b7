import Synchronization
import Telemetry

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Gives a credential, and reads its file again whenever the file has changed.
///
/// Tokens that a sidecar or a cron job renews would otherwise end in a refusal after an hour.
final class CredentialReader: Sendable {
  private struct Stamp: Equatable {
    var inode: UInt64
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
  }

  private let source: HTTPAccess.Credential
  private let cache = Mutex<(stamp: Stamp, secret: Secret)?>(nil)

  init(_ source: HTTPAccess.Credential) {
    self.source = source
  }

  /// The credential as it is now.
  ///
  /// - Returns: A text without control characters, safe in a header.
  /// - Throws: `TransportError.misconfigured` naming the file and what is wrong with it.
  func current() throws(TransportError) -> Secret {
    switch source {
    case .inline(let secret):
      guard Self.isHeaderSafe(secret.reveal()) else {
        throw .misconfigured("a credential of the configuration contains a control character")
      }
      return secret
    case .file(let path):
      return try stored(path)
    }
  }

  private func stored(_ path: String) throws(TransportError) -> Secret {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .misconfigured("cannot read the credentials file '\(path)': \(systemText(errno))")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .misconfigured("cannot read the credentials file '\(path)': \(systemText(errno))")
    }
    let stamp = Stamp(
      inode: UInt64(status.st_ino),
      size: Int64(status.st_size),
      seconds: Int(status.st_mtim.tv_sec),
      nanoseconds: Int(status.st_mtim.tv_nsec)
    )
    let known = cache.withLock { $0 }
    if let known, known.stamp == stamp { return known.secret }
    let secret = Secret(try Self.contents(descriptor, path))
    cache.withLock { $0 = (stamp, secret) }
    return secret
  }

  private static func contents(_ descriptor: Int32, _ path: String) throws(TransportError) -> String
  {
    let limit = 64 << 10
    var bytes = [UInt8](repeating: 0, count: limit + 1)
    var length = 0
    while length < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        read(descriptor, buffer.baseAddress?.advanced(by: length), buffer.count - length)
      }
      guard count >= 0 else {
        throw .misconfigured("cannot read the credentials file '\(path)': \(systemText(errno))")
      }
      guard count > 0 else { break }
      length += count
    }
    guard length <= limit else {
      throw .misconfigured("the credentials file '\(path)' is larger than 64 KiB")
    }
    let text = String(decoding: bytes[..<length], as: UTF8.self).trimmingSpaces
    guard !text.isEmpty else {
      throw .misconfigured("the credentials file '\(path)' is empty")
    }
    guard isHeaderSafe(text) else {
      throw .misconfigured("the credentials file '\(path)' has more than one line")
    }
    return text
  }

  private static func isHeaderSafe(_ text: String) -> Bool {
    text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f || $0 == 0x09 }
  }
}

/// The system's words for an error number.
func systemText(_ code: Int32) -> String {
  switch code {
  case ENOENT: "no such file"
  case EACCES, EPERM: "permission denied"
  case EISDIR: "it is a directory"
  case ECONNREFUSED: "connection refused"
  case ECONNRESET: "connection reset"
  case EPIPE: "connection closed"
  case EHOSTUNREACH: "no route to host"
  case ENETUNREACH: "network unreachable"
  case ETIMEDOUT: "connection timed out"
  case EADDRNOTAVAIL: "address not available"
  case EMFILE, ENFILE: "too many open files"
  default: "error \(code) of the system"
  }
}
