/// The arguments of `goldtop query`, in which an expression may begin with a minus.
enum QueryArguments {
  /// Puts such an expression behind `--`, where it is not taken for a flag.
  ///
  /// Flags are two minuses and a word, and take the argument behind them where they have no `=`; what
  /// else begins with a minus is the expression, if there is none without.
  ///
  /// - Parameter arguments: Those of the whole program, the subcommand first.
  /// - Returns: The arguments, rearranged where that is needed.
  static func arranged(_ arguments: [String]) -> [String] {
    guard arguments.first == "query", !arguments.contains("--") else { return arguments }
    var expression: Int?
    var index = 1
    while index < arguments.count {
      let argument = arguments[index]
      if isFlag(argument) {
        let hasValue = argument.utf8.contains(UInt8(ascii: "=")) || valueless.contains(argument)
        index += hasValue ? 1 : 2
        continue
      }
      guard argument.hasPrefix("-"), expression == nil else { return arguments }
      expression = index
      index += 1
    }
    guard let expression else { return arguments }
    var arranged = arguments
    arranged.remove(at: expression)
    return arranged + ["--", arguments[expression]]
  }

  private static let valueless = ["--help", "--version", "-h"]

  private static func isFlag(_ argument: String) -> Bool {
    guard argument != "-h" else { return true }
    let name = argument.utf8.prefix { $0 != UInt8(ascii: "=") }
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    return argument.hasPrefix("--") && name.dropFirst(2).first.map(letters.contains) == true
      && name.allSatisfy { letters.contains($0) || $0 == UInt8(ascii: "-") }
  }
}
