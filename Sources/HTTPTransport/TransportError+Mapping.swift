import NIOCore
import NIOHTTP1
import NIOHTTPCompression
import NIOPosix
import NIOSSL
import Telemetry

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension TransportError {
  /// Translates what the libraries throw.
  ///
  /// - Parameters:
  ///   - error: Any error of a request.
  ///   - server: The server's host and port, for the text.
  ///   - bodyLimit: The limit that decompression was given.
  init(_ error: any Error, server: String, bodyLimit: Int) {
    switch error {
    case let error as TransportError:
      self = error
    case is CancellationError:
      self = .cancelled
    case let error as ConnectionFault:
      self = Self.connection(error, server)
    case let error as NIOConnectionError:
      self = Self.connection(error, server)
    case let error as IOError:
      self = Self.system(error.errnoCode, server)
    case let error as SocketAddressError.UnknownHost:
      let role = server.hasPrefix("the proxy ") ? ", the proxy" : ""
      self = .noSuchHost("no such host: \(error.host)\(role)")
    case let error as NIOHTTPDecompression.DecompressionError:
      self = error == .limit ? .bodyOverLimit(bytes: bodyLimit) : .malformed(Self.badCompression)
    case is NIOHTTPDecompression.ExtraDecompressionError:
      self = .malformed(Self.badCompression)
    case is NIOHTTPClientUpgradeError:
      self = .malformed("\(server) did not answer with a web socket")
    case let error as HTTPParserError:
      self = Self.parser(error, server)
    case let error as ChannelError:
      self = Self.channel(error, server)
    default:
      self = Self.tlsFault(error, server)
    }
  }

  /// Whether the connection ended before any byte of the answer, as one that was kept alive too
  /// long does.
  static func isClosedConnection(_ error: any Error) -> Bool {
    switch error {
    case ConnectionFault.closedBeforeResponse: true
    case let error as IOError: error.errnoCode == ECONNRESET || error.errnoCode == EPIPE
    case let error as ChannelError: error == .ioOnClosedChannel || error == .eof
    default: false
    }
  }

  private static let badCompression = "cannot decompress the response"

  private static func connection(_ fault: ConnectionFault, _ server: String) -> TransportError {
    switch fault {
    case .closedBeforeResponse:
      .connectionLost("\(server) closed the connection before the response was complete")
    case .tooSlow(let isProxy):
      isProxy
        ? .proxy("connection to the proxy timed out")
        : .unreachable("connection to \(server) timed out")
    }
  }

  private static func connection(_ error: NIOConnectionError, _ server: String) -> TransportError {
    let codes = error.connectionErrors.compactMap { ($0.error as? IOError)?.errnoCode }
    if codes.contains(ECONNREFUSED) { return system(ECONNREFUSED, server) }
    if let code = codes.first { return system(code, server) }
    if error.connectionErrors.contains(where: { $0.error is ChannelError }) {
      return .unreachable("connection to \(server) timed out")
    }
    return .noSuchHost("no such host: \(error.host)")
  }

  private static func system(_ code: CInt, _ server: String) -> TransportError {
    switch code {
    case ECONNREFUSED: .refused("connection refused by \(server): nothing is listening")
    case ECONNRESET, EPIPE: .connectionLost("\(server) reset the connection")
    default: .unreachable("cannot connect to \(server): \(systemText(code))")
    }
  }

  private static func parser(_ error: HTTPParserError, _ server: String) -> TransportError {
    switch error {
    case .invalidEOFState: .connectionLost("\(server) closed the connection mid-response")
    case .invalidHeaderToken: .misconfigured("a header's value has a character that HTTP forbids")
    default: .malformed("invalid HTTP response from \(server)")
    }
  }

  private static func channel(_ error: ChannelError, _ server: String) -> TransportError {
    switch error {
    case .connectTimeout: .unreachable("connection to \(server) timed out")
    default: .connectionLost("the connection to \(server) was lost")
    }
  }
}
