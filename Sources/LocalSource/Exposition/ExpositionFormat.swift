/// The two text formats in which targets expose their metrics.
package enum ExpositionFormat: Hashable, Sendable {
  /// Prometheus' text format 0.0.4: lenient about blanks, timestamps in milliseconds.
  case text
  /// OpenMetrics 1.0: strict about blanks, timestamps in seconds, ends with `# EOF`.
  case openMetrics

  /// Formats that a scraper accepts, best first, without protobuf.
  ///
  /// - Source: `scrapeAcceptHeader` in <https://github.com/prometheus/prometheus/blob/main/scrape/scrape.go>.
  package static let acceptHeader =
    "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,"
    + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"

  /// The format that a response declares; anything but OpenMetrics is read as the text format.
  package init(contentType: String) {
    let media = contentType.prefix { $0 != ";" && $0 != " " }
    self = media.lowercased() == "application/openmetrics-text" ? .openMetrics : .text
  }
}
