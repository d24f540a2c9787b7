import FoundationEssentials

/// The environment variables of this process.
enum ProcessEnvironment {
  /// All of them, by name.
  static var variables: [String: String] { ProcessInfo.processInfo.environment }
}
