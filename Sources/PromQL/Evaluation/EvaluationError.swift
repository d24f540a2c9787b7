/// Why an evaluation ended without a result; the texts are Prometheus' own.
package enum EvaluationError: Error, Hashable, Sendable {
  /// The data do not fit the expression, as with series that match more than one partner.
  case execution(String)
  /// The range query asks for more points than one series may have.
  case tooManyPoints(limit: Int)
  /// The query would hold more samples in memory than it may.
  case tooManySamples
  /// The time for the query has run out.
  case timedOut
  /// Nobody waits for the result any more.
  case cancelled
  /// The query makes no sense: a step that is not above zero, or a range of range vectors.
  case invalid(String)

  /// The message, as in Prometheus.
  package var message: String {
    switch self {
    case .execution(let text), .invalid(let text): text
    case .tooManyPoints(let limit):
      "exceeded maximum resolution of \(Self.grouped(limit)) points per timeseries. "
        + "Try decreasing the query resolution (?step=XX)"
    case .tooManySamples:
      "query processing would load too many samples into memory in query execution"
    case .timedOut: "query timed out in expression evaluation"
    case .cancelled: "query was canceled in expression evaluation"
    }
  }

  /// The error of two elements with the same labels at one moment.
  static let sameLabels = EvaluationError.execution(
    "vector cannot contain metrics with the same labelset"
  )

  /// `11,000`.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (index, digit) in String(number).reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }
}
