import CProcess
import Glibc
import LocalSource

/// The arguments and environment variables of this process, as strings made by `SystemText`.
enum ProcessEnvironment {
  /// The arguments behind the program's name.
  static var arguments: [String] {
    (0..<Int(CommandLine.argc)).dropFirst().compactMap { index in
      CommandLine.unsafeArgv[index].map { text(UnsafePointer($0)) }
    }
  }

  /// The environment variables by name; the first one counts where a name occurs twice.
  static var variables: [String: String] {
    var variables: [String: String] = [:]
    var next = goldtop_environment()
    while let place = next, let entry = place.pointee {
      let parts = text(entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, variables[String(parts[0])] == nil {
        variables[String(parts[0])] = String(parts[1])
      }
      next = place.successor()
    }
    return variables
  }

  private static func text(_ pointer: UnsafePointer<CChar>) -> String {
    SystemText.text(UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
  }
}
