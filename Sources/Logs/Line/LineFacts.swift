/// What one scan of a line's bytes finds without reading all of it.
package struct LineFacts: Hashable, Sendable {
  /// How a line is written.
  package enum Form: Hashable, Sendable {
    /// One JSON object.
    case json
    /// `key=value` pairs, or LTSV.
    case logfmt
    /// Anything else.
    case plain
  }

  /// Where the time of an entry comes from.
  package enum TimeOrigin: UInt8, Hashable, Sendable {
    /// The line, or the server that keeps it.
    case written
    /// The line, whose abbreviation of a zone has two meanings.
    case unsureZone
    /// The line before it, behind which it stands.
    case lineBefore
    /// When it came, for it says no time.
    case arrival
    /// Nothing: a file was read later than it was written.
    case unknown
  }

  /// How the line is written.
  package var form: Form
  /// The level; `nil` where the line names none.
  package var level: LogLevel?
  /// Where in the line the correlation ID stands, without quotes; `nil` where the line has none.
  package var correlation: Range<UInt32>?
  /// Where the time of the entry comes from.
  package var time: TimeOrigin
  /// How many bytes the first line has where lines of a stack trace follow it; 0 where none do.
  package var headCount: UInt32

  package init(
    form: Form = .plain,
    level: LogLevel? = nil,
    correlation: Range<UInt32>? = nil
  ) {
    self.form = form
    self.level = level
    self.correlation = correlation
    time = .written
    headCount = 0
  }
}
