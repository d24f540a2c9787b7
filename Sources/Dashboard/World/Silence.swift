import Telemetry

/// How long a service has had no sample, where that is more than lost ones explain.
struct Silence: Hashable, Sendable {
  /// The time since its newest sample.
  let age: Duration

  init(_ age: Duration) {
    self.age = age
  }

  /// Whether a server does not answer with its last values any more, which it does for five minutes.
  var isStop: Bool { age > .seconds(300) }

  /// The state in a word.
  var word: String { isStop ? "stopped" : "silent" }

  /// The state with its age in whole seconds, minutes or hours, for a column.
  var mark: String {
    let seconds = max(0, age.components.seconds)
    let text =
      seconds < 60 ? "\(seconds)s" : seconds < 3600 ? "\(seconds / 60)m" : "\(seconds / 3600)h"
    return "\(word) \(text)"
  }

  /// The same with its age, in words that stand for themselves.
  var words: String { isStop ? "stopped, silent for \(age.ageText)" : "silent for \(age.ageText)" }
}
