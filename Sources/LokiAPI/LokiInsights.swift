package import Telemetry

/// How much there is of streams, as far as it has left the server's memory.
///
/// - Source: `/loki/api/v1/index/stats`.
package struct LokiStatistics: Hashable, Sendable, Decodable {
  /// Streams.
  package var streams: Int
  /// Chunks.
  package var chunks: Int
  /// Lines.
  package var entries: Int
  /// Bytes of lines.
  package var bytes: Int
}

/// Lines that agree in all but what differs from one to the next.
///
/// - Source: `/loki/api/v1/patterns`.
package struct LokiPattern: Hashable, Sendable {
  /// The text, with `<_>` for what differs.
  package var pattern: String
  /// The level of its lines; `nil` where the server names none.
  package var level: String?
  /// Lines by interval, ascending.
  package var samples: [Sample]
}

/// A field that the server has found in lines or beside them.
///
/// - Source: `/loki/api/v1/detected_fields`.
package struct LokiField: Hashable, Sendable, Decodable {
  /// The name by which queries know it.
  package var label: String
  /// `string`, `int`, `float`, `boolean`, `duration` or `bytes`.
  package var type: String
  /// Values that were seen, roughly.
  package var cardinality: Int
  /// The parsers that find it; empty for structured metadata.
  package var parsers: [String]?
}
