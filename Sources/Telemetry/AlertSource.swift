/// A server that knows which alerts are silenced or inhibited.
package protocol AlertSource: Sendable {
  /// The alerts that were sent to it and have not ended, in any order.
  func alerts(deadline: Duration) async throws(SourceError) -> Answer<[Alert]>
}
