#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The beginning of an open file; `nil` where it cannot be read, and `errno` says why.
func fileBytes(_ descriptor: Int32, atMost limit: Int) -> [UInt8]? {
  var bytes = [UInt8](repeating: 0, count: limit)
  var length = 0
  while length < bytes.count {
    let count = bytes.withUnsafeMutableBytes { buffer in
      read(descriptor, buffer.baseAddress?.advanced(by: length), buffer.count - length)
    }
    guard count >= 0 else { return nil }
    guard count > 0 else { break }
    length += count
  }
  return Array(bytes[..<length])
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
