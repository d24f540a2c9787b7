/// A value from a source, with warnings and cost.
package struct Answer<Value: Sendable>: Sendable {
  /// The value.
  package var value: Value
  /// The server's `warnings`: the value may be partial.
  package var warnings: [String]
  /// The server's `infos`: remarks on the query that leave the value whole.
  package var infos: [String]
  /// The cost of the answer.
  package var receipt: Receipt

  package init(
    _ value: Value,
    warnings: [String] = [],
    infos: [String] = [],
    receipt: Receipt = Receipt()
  ) {
    self.value = value
    self.warnings = warnings
    self.infos = infos
    self.receipt = receipt
  }
}

extension Answer: Equatable where Value: Equatable {}

extension Answer {
  /// The same answer with another value.
  package func with<Other: Sendable>(_ value: Other) -> Answer<Other> {
    Answer<Other>(value, warnings: warnings, infos: infos, receipt: receipt)
  }
}

/// Cost of one answer, with the server's clock and store.
package struct Receipt: Hashable, Sendable {
  /// From sending the request to the last byte of the body.
  package var elapsed: Duration
  /// Body bytes as they crossed the wire, compressed where the server compressed them.
  package var wireBytes: Int
  /// Body bytes after decompression.
  package var bodyBytes: Int
  /// HTTP requests sent for it; 2 where another verb was tried.
  package var requests: Int
  /// The server's `Date` header, whole seconds; `nil` where it sent none.
  package var serverDate: Timestamp?
  /// Contents of the store behind the answer; `nil` for servers.
  package var holding: StoreHolding?

  package init(
    elapsed: Duration = .zero,
    wireBytes: Int = 0,
    bodyBytes: Int = 0,
    requests: Int = 1,
    serverDate: Timestamp? = nil,
    holding: StoreHolding? = nil
  ) {
    self.elapsed = elapsed
    self.wireBytes = wireBytes
    self.bodyBytes = bodyBytes
    self.requests = requests
    self.serverDate = serverDate
    self.holding = holding
  }
}

extension Receipt {
  /// The costs of one request shared out over the answers that came with it: bytes alike, and the
  /// request is the first one's.
  package func shares(of count: Int) -> [Receipt] {
    (0..<count).map { index in
      var share = self
      share.wireBytes = wireBytes / count + (index < wireBytes % count ? 1 : 0)
      share.bodyBytes = bodyBytes / count + (index < bodyBytes % count ? 1 : 0)
      if index > 0 { share.requests = 0 }
      return share
    }
  }

  /// Adds the costs of another answer, and takes over its date.
  package mutating func add(_ other: Receipt) {
    elapsed += other.elapsed
    wireBytes += other.wireBytes
    bodyBytes += other.bodyBytes
    requests += other.requests
    serverDate = other.serverDate ?? serverDate
  }
}
