/// Limits of an evaluation, with Prometheus' defaults.
package struct EvaluationOptions: Sendable {
  /// How old a sample may be to count as the present one, in milliseconds, exclusive.
  package var lookback: Int64 = 300_000
  /// Milliseconds between the steps of a subquery that names none.
  package var subqueryStep: Int64 = 60_000
  /// The most points that a series of a range query may have.
  package var maximumPoints = 11_000
  /// The most samples in memory at one time, those of results on the way included.
  package var maximumSamples = 50_000_000
  /// Called often while an evaluation runs; what it throws ends the evaluation.
  package var checkpoint: @Sendable () throws(EvaluationError) -> Void = {}

  /// The defaults.
  package init() {}
}
