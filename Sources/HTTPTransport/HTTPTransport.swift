import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
package import Telemetry

/// Sends requests to one server and brings complete responses back.
///
/// It authenticates, decompresses, and keeps a deadline, a limit of body bytes and the server's
/// origin. It must be shut down when it is no longer used.
package final class HTTPTransport: Sendable {
  /// The server's base URL.
  package let base: BaseURL

  let settings: ClientSettings
  /// The way of connections that requests do not share.
  let route: ServerRoute
  private let pool: ConnectionPool
  private let observer: (@Sendable (RequestRecord) -> Void)?
  private let hasAnswered = Atomic(false)
  private let counted = Mutex(ServerTraffic())
  private let webSockets = Mutex<[ObjectIdentifier: any Channel]>([:])

  /// One loop serves the few requests of a dashboard, and spares a thread for each core.
  private static let eventLoops = MultiThreadedEventLoopGroup(numberOfThreads: 1)

  /// The loop of connections that requests do not share.
  static var eventLoop: any EventLoop { eventLoops.any() }

  private static let loopExecutor = EventLoopExecutor(eventLoops.any())

  /// The thread on which all connections live.
  package static var executor: any TaskExecutor { loopExecutor }

  private static let redirectLimit = 3
  private static let errorBodyLimit = 1 << 20

  /// Nothing is connected before the first request.
  ///
  /// - Parameters:
  ///   - address: The server and how to talk to it.
  ///   - environment: The process environment, for the proxy variables.
  ///   - observer: Called on any thread after each request that was sent.
  /// - Throws: `TransportError.misconfigured`.
  package init(
    _ address: ServerAddress,
    environment: [String: String] = [:],
    observer: (@Sendable (RequestRecord) -> Void)? = nil
  ) throws(TransportError) {
    let settings = try ClientSettings(address, environment: environment)
    self.base = settings.base
    self.settings = settings
    self.observer = observer
    route = ServerRoute(settings)
    pool = ConnectionPool(
      settings.forwardProxy == nil ? route : ServerRoute(settings, forwards: true),
      bodyLimit: settings.bodyLimit,
      on: Self.eventLoop
    )
  }

  deinit {
    pool.shutDown()
  }

  /// Closes all connections; requests in flight fail.
  package func shutdown() async {
    for channel in webSockets.withLock({ Array($0.values) }) { channel.close(promise: nil) }
    pool.shutDown()
    // What was asked of the loop before has been done when this has.
    try? await Self.eventLoop.submit {}.get()
  }

  /// Sends a request and reads the whole response, whatever its status.
  ///
  /// A request that meets a connection which the server has closed meanwhile is sent once more at
  /// once. Redirects are followed within the origin, up to three.
  ///
  /// - Parameter request: What to send.
  /// - Returns: The response.
  /// - Throws: `TransportError`; `cancelled` where the task was, after the request was given up.
  @concurrent
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
    do {
      return try await withTaskExecutorPreference(Self.loopExecutor) {
        try await withThrowingTaskGroup(of: HTTPResponse?.self) { group in
          defer { group.cancelAll() }
          group.addTask { try await self.exchange(request) }
          group.addTask {
            try await Self.loopExecutor.sleep(for: request.deadline)
            return nil
          }
          guard let first = try await group.next(), let response = first else {
            throw TransportError.timedOut(after: request.deadline)
          }
          return response
        }
      }
    } catch {
      // A timer that was cancelled reports no more than that the task was.
      if Task.isCancelled { throw .cancelled }
      throw await explained(error)
    }
  }

  /// Maps an error, after inspecting the server's certificate if it is not trusted.
  func explained(_ error: any Error) async -> TransportError {
    guard TransportError.isDistrust(error) else { return translated(error) }
    return await CertificateInspection(settings).fault(on: Self.eventLoop) ?? translated(error)
  }

  /// Remembers the channel of a web socket until it has closed.
  func keep(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    webSockets.withLock { $0[id] = channel }
    channel.closeFuture.whenComplete { _ in
      self.webSockets.withLock { _ = $0.removeValue(forKey: id) }
    }
  }

  /// Traffic with the server so far.
  package var traffic: ServerTraffic { counted.withLock { $0 } }

  /// Counts a request that was sent and tells the observer of it.
  func tell(_ record: RequestRecord) {
    counted.withLock { traffic in
      traffic.requests += 1
      traffic.bytes += record.wireBytes
    }
    observer?(record)
  }

  /// Counts a message of a web socket.
  func count(messageBytes bytes: Int) {
    counted.withLock { $0.bytes += bytes }
  }

  func translated(_ error: any Error) -> TransportError {
    TransportError(error, server: settings.peer, bodyLimit: settings.bodyLimit)
  }

  /// Follows redirects and repeats a request that met a closed connection.
  private func exchange(_ request: HTTPRequest) async throws -> HTTPResponse {
    let start = ContinuousClock.now
    var step = Step(request: request, target: base.prefix + request.path)
    var sent = 0
    var isRepeated = false
    while true {
      sent += 1
      do {
        var response = try await attempt(step)
        guard let location = redirection(response) else {
          response.elapsed = start.duration(to: .now)
          response.requests = sent
          return response
        }
        guard sent <= Self.redirectLimit else {
          throw TransportError.redirected(
            status: response.status,
            "\(base.authority) redirects in a loop"
          )
        }
        step = try step.following(location, of: response, base: base)
      } catch {
        // What was kept alive too long fails on its first use, and only then is asking again sure
        // to help.
        guard TransportError.isClosedConnection(error), step.isRepeatable, !isRepeated,
          !Task.isCancelled,
          hasAnswered.load(ordering: .relaxed)
        else { throw error }
        isRepeated = true
      }
    }
  }

  private func redirection(_ response: HTTPResponse) -> String? {
    guard [301, 302, 303, 307, 308].contains(response.status) else { return nil }
    return response.headers["location"]
  }

  /// Sends one request and tells the observer.
  private func attempt(_ step: Step) async throws -> HTTPResponse {
    let start = ContinuousClock.now
    var record = RequestRecord(
      method: step.method.rawValue,
      origin: base.origin,
      path: step.path,
      sentBytes: step.body?.utf8.count ?? 0,
      wireBytes: 0,
      bodyBytes: 0,
      elapsed: .zero
    )
    do {
      let (head, secrets) = try outgoing(step)
      var response = try await receive(complete(head, step))
      response.secrets = secrets
      hasAnswered.store(true, ordering: .relaxed)
      record.status = response.status
      record.wireBytes = response.wireBytes
      record.bodyBytes = response.body.count
      record.elapsed = start.duration(to: .now)
      tell(record)
      return response
    } catch {
      record.failure = Task.isCancelled ? .cancelled : translated(error)
      record.elapsed = start.duration(to: .now)
      tell(record)
      throw error
    }
  }

  /// The head of a step's request, without what belongs to the body, and the secrets in it.
  func outgoing(_ step: Step) throws(TransportError) -> (HTTPRequestHead, SentSecrets) {
    var secrets = settings.headers.filter(\.isSecret).map(\.value)
    var headers = HTTPHeaders()
    headers.add(name: "Host", value: base.authority)
    headers.add(name: "User-Agent", value: "goldtop")
    secrets += settings.proxy?.secrets ?? []
    switch settings.login {
    case .basic(let user, let password):
      let password = try password.current()
      headers.add(name: "Authorization", value: BasicLogin.header(user, password))
      secrets += SentSecrets.login(user, password)
    case .token(let type, let credentials):
      let token = try credentials.current()
      headers.add(name: "Authorization", value: "\(type) \(token.reveal())")
      secrets.append(token)
      if !HTTPAccess.Authorization.isKnownType(type) { secrets.append(Secret(type)) }
    case nil:
      break
    }
    for header in settings.headers {
      headers.replaceOrAdd(name: header.name, value: header.value.reveal())
    }
    let head = HTTPRequestHead(
      version: .http1_1,
      method: HTTPMethod(rawValue: step.method.rawValue),
      uri: step.target,
      headers: headers
    )
    return (head, SentSecrets(secrets))
  }

  /// Adds what only a request has, and not the upgrade to a web socket.
  private func complete(_ head: HTTPRequestHead, _ step: Step) -> OutgoingRequest {
    var head = head
    for (name, value) in [("Accept", "application/json"), ("Accept-Encoding", "gzip")]
    where !head.headers.contains(name: name) {
      head.headers.add(name: name, value: value)
    }
    if let body = step.body {
      head.headers.replaceOrAdd(name: "Content-Type", value: step.contentType)
      head.headers.replaceOrAdd(name: "Content-Length", value: "\(body.utf8.count)")
    }
    if let proxy = settings.forwardProxy {
      head.uri = base.origin + head.uri
      if let login = proxy.login {
        let value = BasicLogin.header(login.user, login.password)
        head.headers.replaceOrAdd(name: "Proxy-Authorization", value: value)
      }
    }
    return OutgoingRequest(
      head: head,
      body: step.body,
      bodyLimit: settings.bodyLimit,
      errorBodyLimit: Self.errorBodyLimit
    )
  }

  private func receive(_ request: OutgoingRequest) async throws -> HTTPResponse {
    let response = try await pool.send(request)
    try Task.checkCancellation()
    return HTTPResponse(
      status: Int(response.head.status.code),
      headers: Self.dictionary(response.head.headers),
      body: response.body,
      wireBytes: response.wireBytes,
      elapsed: .zero,
      requests: 1,
      login: login
    )
  }

  private var login: SentLogin {
    switch settings.login {
    case .basic: .user
    case .token(let type, _):
      .token(type: HTTPAccess.Authorization.isKnownType(type) ? type : nil)
    case nil: .none
    }
  }

  /// The first value of each header, by its name in lower case.
  static func dictionary(_ headers: HTTPHeaders) -> [String: String] {
    var values: [String: String] = [:]
    for (name, value) in headers {
      values[name.lowercased(), default: value] = values[name.lowercased()] ?? value
    }
    return values
  }
}
