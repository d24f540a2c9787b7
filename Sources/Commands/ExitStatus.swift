/// How goldtop ends; the numbers are a promise to scripts.
package enum ExitStatus: Int32, Hashable, Sendable, CaseIterable {
  /// All went well.
  case fine = 0
  /// The command ran and found something wrong with the service.
  case alarming = 1
  /// Wrong usage or configuration.
  case usage = 2
  /// A server could not be reached, or refused.
  case unreachable = 3
  /// A bug in goldtop.
  case bug = 70

  /// Meaning of the code, for help and README.
  package var meaning: String {
    switch self {
    case .fine: "fine"
    case .alarming: "the command ran and found something wrong with the service"
    case .usage: "wrong usage or configuration"
    case .unreachable: "a server could not be reached, or refused"
    case .bug: "a bug in goldtop"
    }
  }
}
