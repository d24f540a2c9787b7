/// How the lines seen so far are written, from which follows what parser a Loki may be asked to
/// use.
package struct LineForms: Hashable, Sendable {
  private var json = 0
  private var logfmt = 0

  /// Makes forms of no line.
  package init() {}

  /// Takes note of a line.
  package mutating func take(_ facts: LineFacts) {
    switch facts.form {
    case .json: json += 1
    case .logfmt: logfmt += 1
    // Plain lines have no fields that any parser would find.
    case .plain: break
    }
  }

  /// The parser for all of them; `nil` where none has fields, or where some are JSON and others are
  /// pairs, of which a parser would find one kind only.
  package var parser: LogQLContext.Parser? {
    switch (json > 0, logfmt > 0) {
    case (true, false): .json
    case (false, true): .logfmt
    default: nil
    }
  }
}
