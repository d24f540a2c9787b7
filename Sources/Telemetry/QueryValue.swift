/// What a PromQL expression gives.
package enum QueryValue: Hashable, Sendable {
  /// A number at one moment.
  case scalar(Sample)
  /// A text, which only a string literal gives.
  case string(String)
  /// One value for each series: in the order of `sort` or `topk` where there is one, else as the one
  /// who evaluates orders them.
  case vector([VectorSample])
  /// Series over time, each with one sample at least.
  case matrix([TimeSeries])

  /// Whether it has no element.
  package var isEmpty: Bool {
    switch self {
    case .vector(let vector): vector.isEmpty
    case .matrix(let matrix): matrix.isEmpty
    case .scalar, .string: false
    }
  }
}
