package import Telemetry

/// Why a profile was guessed, in words for each signal.
package struct ProfileGuess: Hashable, Sendable {
  /// Why requests are taken for such.
  package var requests: String
  /// Why some of them are taken for errors.
  package var errors: String
  /// Why durations are taken for such, and their unit; `nil` where there are none.
  package var durations: String?

  /// All of it.
  package var reason: String {
    [requests, errors, durations].compactMap { $0 }.joined(separator: "; ")
  }

  /// What concerns the figures of an area; `nil` where nothing does.
  package func reason(for area: ProfileCaveat.Area) -> String? {
    switch area {
    case .traffic: requests
    case .errors: errors
    case .latency: durations
    case .cache, .model, .calls: nil
    }
  }
}

extension MetricProfile {
  /// What names of guessed profiles begin with.
  private static let guessPrefix = "guessed-"

  /// The name that a guessed profile has once it is kept.
  package var keptName: String {
    name.hasPrefix(Self.guessPrefix) ? String(name.dropFirst(Self.guessPrefix.count)) : name
  }

  /// The profile of requests as a member of `profiles` in the configuration file, under its kept name.
  package var configuration: JSONValue {
    let unit = requests.durationUnit
    let marks = requests.marks.map(\.promQL).joined(separator: ",")
    let fields: [(String, String?)] = [
      ("base", Self.emptyBase), ("requests", requests.counter),
      ("request_matchers", marks.isEmpty ? nil : marks), ("status_label", requests.statusLabel),
      ("error_status", requests.errorStatus), ("endpoint_label", requests.endpointLabel),
      ("skipped_endpoints", requests.skippedRoutes), ("request_duration", requests.duration),
      ("request_duration_form", requests.durationForm == .summary ? "summary" : nil),
      (
        "request_duration_unit",
        requests.duration == nil || unit == .seconds ? nil : unit.rawValue
      ),
    ]
    return .object(fields.compactMap { name, text in text.map { (name, .text($0)) } })
  }

  /// Lines for the configuration file that keep guessed profiles.
  package static func configuration(keeping guesses: [MetricProfile]) -> JSONValue {
    .object(guesses.map { ($0.keptName, $0.configuration) })
  }

  /// The word for a base of which nothing is known.
  package static let emptyBase = "none"
}
