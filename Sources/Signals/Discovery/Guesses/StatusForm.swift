/// How the values of a label tell errors from other requests.
struct StatusForm {
  /// What an error's value matches, an anchored regular expression.
  let errors: String
  /// The same for people.
  let words: String

  /// Reads the values that a label has; `nil` where they are nothing of the kind.
  init?(_ values: [String], of label: String = "") {
    let values = Set(values.filter { !$0.isEmpty })
    guard !values.isEmpty else { return nil }
    if label == "error" {
      // What is true there has failed, as with go-kit.
      guard values.isSubset(of: ["true", "false"]) else { return nil }
      (errors, words) = ("true", "those with true")
    } else if let errors = Self.codes(values) {
      (self.errors, words) = (errors, errors)
    } else if let errors = Self.callCodes(values) {
      (self.errors, words) = (errors, "the codes of a server's own faults")
    } else if values.allSatisfy({ Self.outcomes.contains($0.lowercased()) }) {
      errors = "(?i:\(Self.failures.joined(separator: "|")))"
      words = "words for failure"
    } else {
      return nil
    }
  }

  private static func codes(_ values: Set<String>) -> String? {
    let (codes, classes) = (values.filter(isCode), values.filter(isClass))
    guard codes.count + classes.count == values.count else { return nil }
    if classes.isEmpty { return "5.." }
    return codes.isEmpty ? "5xx" : "5xx|5.."
  }

  private static func isCode(_ text: String) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { (48...57).contains($0) } && beginsAsCode(text)
  }

  private static func isClass(_ text: String) -> Bool {
    text.utf8.count == 3 && text.hasSuffix("xx") && beginsAsCode(text)
  }

  private static func beginsAsCode(_ text: String) -> Bool {
    text.utf8.first.map { (49...53).contains($0) } ?? false
  }

  /// Codes of gRPC as numbers or words.
  private static func callCodes(_ values: Set<String>) -> String? {
    let numbers = Set((0...16).map { "\($0)" })
    if values.contains("0"), values.isSubset(of: numbers) { return "2|4|12|13|14|15" }
    let spellings = [
      (ServerProfiles.ownFaults, ServerProfiles.otherCodes),
      (ServerProfiles.ownFaultsInCapitals, ServerProfiles.otherCodesInCapitals),
    ]
    return spellings.first { faults, others in
      values.isSubset(of: Set("\(faults)|\(others)".split(separator: "|").map(String.init)))
    }?.0
  }

  private static let failures = [
    "error", "errors", "exception", "fail", "failed", "failure", "false", "timeout",
  ]
  private static let outcomes = Set(
    failures + ["ok", "success", "succeeded", "successful", "completed", "true"]
  )
}
