import HTTPTransport
import Synchronization
import Telemetry
import TestSupport

/// Runs a body with a transport that is shut down afterwards.
func withTransport<Value: Sendable>(
  _ url: String,
  _ access: HTTPAccess = HTTPAccess(proxy: .direct),
  environment: [String: String] = [:],
  observer: (@Sendable (RequestRecord) -> Void)? = nil,
  _ body: (HTTPTransport) async throws -> Value
) async throws -> Value {
  let transport = try HTTPTransport(
    ServerAddress(url: url, access: access),
    environment: environment,
    observer: observer
  )
  do {
    let value = try await body(transport)
    await transport.shutdown()
    return value
  } catch {
    await transport.shutdown()
    throw error
  }
}

/// A limit that no healthy machine reaches.
let ample = Duration.seconds(300)

extension HTTPTransport {
  /// What a request throws; `nil` where it succeeds.
  func failure(_ request: HTTPRequest) async -> TransportError? {
    do throws(TransportError) {
      _ = try await send(request)
      return nil
    } catch {
      return error
    }
  }
}

/// Collects what observers are told.
final class Records: Sendable {
  private let list = Mutex<[RequestRecord]>([])

  var all: [RequestRecord] { list.withLock { $0 } }

  func add(_ record: RequestRecord) {
    list.withLock { $0.append(record) }
  }
}
