import Telemetry

/// Histograms, in the forms in which the server has them.
///
/// A series that has both forms, as one does while a service moves from one to the other, counts by its
/// native one.
extension QueryContext {
  /// Whether a histogram exists in its native form.
  func hasNative(_ histogram: String) -> Bool { inventory?.contains(histogram) ?? false }

  /// Whether a histogram exists in its native form alone.
  package func isNative(_ histogram: String) -> Bool {
    hasNative(histogram) && inventory?.contains(histogram + "_bucket") == false
  }

  /// Whether a histogram is known to exist in its classic form alone, so that its rates are numbers.
  package func isClassic(_ histogram: String) -> Bool {
    inventory?.contains(histogram + "_bucket") == true && !hasNative(histogram)
  }

  /// Whether a histogram exists in both forms: one service or instance may have the one, and another the
  /// other.
  package func isMixed(_ histogram: String) -> Bool {
    hasNative(histogram) && !isNative(histogram)
  }

  /// What a profile takes for a counter; of a native histogram its observations.
  func counterRate(_ metric: String, _ extra: [LabelMatcher] = [], offset: String = "") -> String {
    let rate = rate(metric, extra, offset: offset)
    return histogramCounters.contains(metric) ? "histogram_count(\(rate))" : rate
  }

  /// Observations a second, by series.
  ///
  /// The classic form is asked for too where it is gone by now: it may have been there before.
  func observationRate(
    _ histogram: String,
    _ extra: [LabelMatcher] = [],
    offset: String = ""
  ) -> String {
    let classic = rate(histogram + "_count", extra, offset: offset)
    guard hasNative(histogram) else { return classic }
    return "histogram_count(\(rate(histogram, extra, offset: offset))) or \(classic)"
  }

  /// The moments of the samples of a histogram, by series.
  func observationTimes(_ histogram: String, _ extra: [LabelMatcher] = []) -> String {
    let classic = "timestamp(\(gauge(histogram + "_count", extra)))"
    guard hasNative(histogram) else { return classic }
    return "timestamp(\(gauge(histogram, extra))) or \(classic)"
  }

  /// The rate of a histogram: its buckets by `le` in the classic form, whole in the native one, and where
  /// there are both forms an element of each; of native ones that a server does not add up, one for each
  /// instance.
  func histogramRate(
    _ histogram: String,
    by labels: [String] = [],
    _ extra: [LabelMatcher] = []
  ) -> String {
    let native = nativeRate(histogram, by: labels, extra)
    if isNative(histogram) { return native }
    let classic = classicRate(histogram, by: labels, extra)
    return isMixed(histogram) ? "\(classic) or \(native)" : classic
  }

  /// A quantile of a histogram; where some series have one form and some the other, that of the worse
  /// form, for a server cannot add them, and for the same reason that of the worst instance where the
  /// buckets are exponential and custom.
  func quantile(
    _ q: Double,
    _ histogram: String,
    by labels: [String] = [],
    _ extra: [LabelMatcher] = []
  ) -> String {
    func quantile(_ rate: String) -> String { "histogram_quantile(\(q), \(rate))" }
    let native = quantile(nativeRate(histogram, by: labels, extra))
    if isNative(histogram) {
      return splitHistograms.contains(histogram) ? aggregated("max", native, by: labels) : native
    }
    let classic = quantile(classicRate(histogram, by: labels, extra))
    guard isMixed(histogram) else { return classic }
    // Without a label of its own the one form would hide the other.
    let marked = "label_replace(\(classic), \"form\", \"classic\", \"\", \"\")"
    return aggregated("max", "\(marked) or \(native)", by: labels)
  }

  private func nativeRate(
    _ histogram: String,
    by labels: [String],
    _ extra: [LabelMatcher]
  ) -> String {
    let apart = splitHistograms.contains(histogram) && !labels.contains("instance")
    return sum(rate(histogram, extra), by: labels + (apart ? ["instance"] : []))
  }

  /// The rates of classic buckets of the series that have no native form.
  private func classicRate(
    _ histogram: String,
    by labels: [String],
    _ extra: [LabelMatcher]
  ) -> String {
    let buckets = rate(histogram + "_bucket", extra)
    let own =
      isMixed(histogram) ? "\(buckets) unless ignoring (le) \(rate(histogram, extra))" : buckets
    return sum(own, by: ["le"] + labels)
  }
}
