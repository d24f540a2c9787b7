import FoundationEssentials
import Telemetry

/// One element of `/api/v2/silences`.
struct SilencePayload: Decodable, Sendable {
  struct Status: Decodable, Sendable {
    var state: String
  }

  var id: String
  var status: Status
  var matchers: [MatcherPayload]
  var startsAt: String
  var endsAt: String
  var createdBy: String
  var comment: String

  /// `nil` where a moment cannot be read.
  var silence: AlertSilence? {
    guard let start = Timestamp(rfc3339: startsAt), let end = Timestamp(rfc3339: endsAt) else {
      return nil
    }
    let content = SilenceContent(
      matchers.map(\.matcher),
      from: start,
      to: end,
      author: createdBy,
      comment: comment
    )
    return AlertSilence(id, content, AlertSilence.State(rawValue: status.state) ?? .active)
  }
}

/// One matcher of a silence.
struct MatcherPayload: Codable, Sendable {
  var name: String
  var value: String
  var isRegex: Bool
  /// Left out by servers before 0.22, which had no other.
  var isEqual: Bool?

  var matcher: LabelMatcher {
    let comparison: LabelMatcher.Comparison =
      switch (isRegex, isEqual ?? true) {
      case (false, true): .equal
      case (false, false): .notEqual
      case (true, true): .matches
      case (true, false): .matchesNot
      }
    return LabelMatcher(name, comparison, value)
  }

  init(_ matcher: LabelMatcher) {
    name = matcher.name
    value = matcher.value
    isRegex = [.matches, .matchesNot].contains(matcher.comparison)
    isEqual = [.equal, .matches].contains(matcher.comparison)
  }
}

/// The body that sets a silence.
struct SilenceOrderPayload: Encodable {
  var id: String?
  var matchers: [MatcherPayload]
  var startsAt: String
  var endsAt: String
  var createdBy: String
  var comment: String

  init(_ content: SilenceContent, changing id: String?) {
    self.id = id
    matchers = content.matchers.map(MatcherPayload.init)
    startsAt = CivilTime(content.start).rfc3339
    endsAt = CivilTime(content.end).rfc3339
    createdBy = content.author
    comment = content.comment
  }

  /// The body as JSON.
  func text() throws -> String {
    String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
  }
}

/// The answer to it.
struct SilenceAnswerPayload: Decodable {
  var silenceID: String
}
