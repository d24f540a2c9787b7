/// A silence: alerts that match it do not notify between two moments.
///
/// - Source: `gettableSilence` of
///   <https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml>.
package struct AlertSilence: Hashable, Sendable, Identifiable {
  /// Where its time stands.
  package enum State: String, Hashable, Sendable {
    /// It has not begun.
    case pending
    /// It holds.
    case active
    /// It has ended, or was ended.
    case expired
  }

  /// The server's name of it; another one after a change of its matchers.
  package var id: String
  /// What an alert must match, all of it.
  package var matchers: [LabelMatcher]
  /// When it begins.
  package var start: Timestamp
  /// When it ends.
  package var end: Timestamp
  /// Who made it.
  package var author: String
  /// Why.
  package var comment: String
  /// Where its time stands.
  package var state: State

  package init(_ id: String, _ content: SilenceContent, _ state: State) {
    self.id = id
    matchers = content.matchers
    start = content.start
    end = content.end
    author = content.author
    comment = content.comment
    self.state = state
  }
}

/// What a silence is to say.
package struct SilenceContent: Hashable, Sendable {
  /// What an alert must match, all of it.
  package var matchers: [LabelMatcher]
  /// When it begins; a moment in the past is now.
  package var start: Timestamp
  /// When it ends.
  package var end: Timestamp
  /// Who makes it.
  package var author: String
  /// Why.
  package var comment: String

  package init(
    _ matchers: [LabelMatcher],
    from start: Timestamp,
    to end: Timestamp,
    author: String,
    comment: String
  ) {
    self.matchers = matchers
    self.start = start
    self.end = end
    self.author = author
    self.comment = comment
  }
}

extension LabelSet {
  /// The matchers that this very set meets, in the order of its names.
  package var equalMatchers: [LabelMatcher] {
    labels.map { LabelMatcher($0.name, .equal, $0.value) }
  }
}
