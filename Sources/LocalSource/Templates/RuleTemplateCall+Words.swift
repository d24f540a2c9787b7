import Patterns

/// Texts.
extension RuleTemplateCall {
  func word() throws(Problem) -> Value {
    switch function {
    case .externalURL, .pathPrefix: return .text("")
    case .title: return .text(Self.title(try text(0)))
    case .toUpper: return .text(try text(0).uppercased())
    case .toLower: return .text(try text(0).lowercased())
    case .stripPort: return .text(Self.withoutPort(try text(0)))
    case .stripDomain: return .text(Self.withoutDomain(try text(0)))
    case .match: return .flag(try pattern().matches(text(1)))
    case .reReplaceAll:
      let replacement = PatternReplacement(try text(1))
      return .text(try pattern().replacingAll(in: text(2), with: replacement))
    case .graphLink: return .text("/graph?g0.expr=\(Self.escapedForURL(try text(0)))&g0.tab=0")
    case .tableLink: return .text("/graph?g0.expr=\(Self.escapedForURL(try text(0)))&g0.tab=1")
    default: return .text(try text(0))
    }
  }

  private func pattern() throws(Problem) -> Pattern {
    let source = try text(0)
    do throws(PatternProblem) {
      return try Pattern(source)
    } catch {
      throw Problem(reason: "'\(source)' is not a valid regular expression: \(error.message)")
    }
  }

  private static func title(_ text: String) -> String {
    var isStart = true
    return text.reduce(into: "") { result, character in
      result += isStart ? character.uppercased() : String(character)
      isStart = !character.isLetter && !character.isNumber && character != "_" && character != "'"
    }
  }

  private static func withoutPort(_ address: String) -> String {
    guard let colon = address.lastIndex(of: ":") else { return address }
    let host = address[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") { return String(host.dropFirst().dropLast()) }
    return host.contains(":") ? address : String(host)
  }

  private static func withoutDomain(_ address: String) -> String {
    let host = withoutPort(address)
    let isNumeric = host.contains(":") || host.allSatisfy { $0.isNumber || $0 == "." }
    guard !isNumeric, let name = host.split(separator: ".").first else { return address }
    return String(name) + address.dropFirst(host.count)
  }

  /// As a part of a URL's query.
  static func escapedForURL(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
        UInt8(ascii: "."), UInt8(ascii: "~"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: " "): result += "+"
      default: result += "%\(hex[Int(byte >> 4)])\(hex[Int(byte & 15)])"
      }
    }
  }
}

/// Functions built into Go's templates.
extension RuleTemplateCall {
  func comparison() throws(Problem) -> Value {
    switch function {
    case .not: return .flag(!arguments[0].isTrue)
    case .eq:
      guard arguments.count > 1 else { throw Problem(reason: "'eq' needs two values") }
      for other in arguments.dropFirst() where try isEqual(arguments[0], other) {
        return .flag(true)
      }
      return .flag(false)
    case .ne: return .flag(try !isEqual(arguments[0], arguments[1]))
    default: break
    }
    let isLess = try isLess(arguments[0], arguments[1])
    let isEqual = try isEqual(arguments[0], arguments[1])
    switch function {
    case .lt: return .flag(isLess)
    case .le: return .flag(isLess || isEqual)
    // Not the opposite of what is asked, for NaN: Go says that it is greater than everything.
    case .gt: return .flag(!isLess && !isEqual)
    default: return .flag(!isLess)
    }
  }

  /// Of numbers Go compares only those of one kind: a value with `5.0`, not with `5`.
  private func isEqual(_ one: Value, _ other: Value) throws(Problem) -> Bool {
    switch (one, other) {
    case (.flag(let one), .flag(let other)): return one == other
    case (.whole(let one), .whole(let other)): return one == other
    case (.number(let one), .number(let other)): return one == other
    case (.text(let one), .text(let other)): return one == other
    case (.nothing, .nothing): return true
    case (.nothing, _), (_, .nothing): return false
    default: throw incomparable(one, other)
    }
  }

  private func isLess(_ one: Value, _ other: Value) throws(Problem) -> Bool {
    switch (one, other) {
    case (.whole(let one), .whole(let other)): return one < other
    case (.number(let one), .number(let other)): return one < other
    case (.text(let one), .text(let other)): return one.utf8.lexicographicallyPrecedes(other.utf8)
    default: throw incomparable(one, other)
    }
  }

  private func incomparable(_ one: Value, _ other: Value) -> Problem {
    Problem(
      reason: "'\(function.rawValue)' cannot compare \(one.kind) with \(other.kind)"
        + (one.isNumber && other.isNumber ? "; write 5.0 for 5" : "")
    )
  }

  func part() throws(Problem) -> Value {
    switch function {
    case .len:
      guard let count = arguments[0].count else { throw wrong(arguments[0], "a string or list") }
      return .whole(count)
    case .index:
      var value = arguments[0]
      for index in arguments.dropFirst() { value = try value.element(index) }
      return value
    default:
      guard let count = arguments[0].count, arguments.count <= 3 else {
        throw wrong(arguments[0], "a string or list")
      }
      var places = [0, count]
      for (place, argument) in arguments.dropFirst().enumerated() {
        guard case .whole(let whole) = argument else { throw wrong(argument, "whole numbers") }
        places[place] = whole
      }
      guard 0 <= places[0], places[0] <= places[1], places[1] <= count else {
        throw Problem(reason: "index out of range: \(places[0]), \(places[1])")
      }
      switch arguments[0] {
      case .text(let text):
        return .text(String(decoding: Array(text.utf8)[places[0]..<places[1]], as: UTF8.self))
      case .samples(let samples): return .samples(Array(samples[places[0]..<places[1]]))
      default: throw wrong(arguments[0], "a string or list")
      }
    }
  }

  func print() throws(Problem) -> String {
    switch function {
    case .printf:
      return RuleTemplateFormat.text(try text(0), arguments.dropFirst())
    case .println:
      return arguments.map(\.text).joined(separator: " ") + "\n"
    case .html: return RuleTemplateFormat.escapedForHTML(joined)
    case .js: return RuleTemplateFormat.escapedForScripts(joined)
    case .urlquery: return Self.escapedForURL(joined)
    default: return joined
    }
  }

  /// The arguments with spaces between two that are not strings.
  private var joined: String {
    var text = ""
    for (index, argument) in arguments.enumerated() {
      if index > 0, !argument.isText, !arguments[index - 1].isText { text += " " }
      text += argument.text
    }
    return text
  }
}

extension RuleTemplateValue {
  fileprivate var isText: Bool {
    if case .text = self { true } else { false }
  }

  fileprivate var isNumber: Bool {
    switch self {
    case .whole, .number: true
    default: false
    }
  }
}
