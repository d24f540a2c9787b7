/// A set of Unicode scalar values as ranges, ascending, apart, and without surrogates when compiled.
struct ScalarSet: Hashable, Sendable {
  static let largest: UInt32 = 0x10FFFF

  private(set) var ranges: [ClosedRange<UInt32>]

  init(_ ranges: [ClosedRange<UInt32>] = []) {
    self.ranges = Self.merged(ranges)
  }

  init(_ scalar: UInt32) {
    ranges = [scalar...scalar]
  }

  static let digits = ScalarSet([0x30...0x39])
  static let word = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
  static let space = ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
  static let all = ScalarSet([0...largest])
  static let newline = ScalarSet(0x0A)

  var inverted: ScalarSet {
    var found: [ClosedRange<UInt32>] = []
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { found.append(next...range.lowerBound - 1) }
      next = range.upperBound + 1
    }
    if next <= Self.largest { found.append(next...Self.largest) }
    return ScalarSet(found)
  }

  mutating func formUnion(_ other: ScalarSet) {
    ranges = Self.merged(ranges + other.ranges)
  }

  /// The set with every letter in both cases.
  ///
  /// By the simple mappings of single scalars, as RE2 folds.
  var foldingCase: ScalarSet {
    var found = ranges
    // Beyond the letters of living scripts there are no cases worth a walk over a million scalars.
    for range in ranges where range.lowerBound <= 0x1E943 {
      for value in range.lowerBound...min(range.upperBound, 0x1E943) {
        if value < 0x80 {
          if (0x41...0x5A).contains(value) { found.append(value + 32...value + 32) }
          if (0x61...0x7A).contains(value) { found.append(value - 32...value - 32) }
          continue
        }
        guard let scalar = Unicode.Scalar(value), scalar.properties.isCased else { continue }
        for text in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
          let scalars = text.unicodeScalars
          if scalars.count == 1, let other = scalars.first, other != scalar {
            found.append(other.value...other.value)
          }
        }
      }
    }
    return ScalarSet(found)
  }

  /// The scalars of a general category, such as `L`, `Lu` or `Nd`; `nil` for another name.
  static func category(_ name: String) -> ScalarSet? {
    if name == "Any" { return all }
    guard generalCategories.contains(where: { $0.value.hasPrefix(name) }), !name.isEmpty else {
      return nil
    }
    var found: [ClosedRange<UInt32>] = []
    var start: UInt32?
    for value in 0...largest + 1 {
      let belongs =
        Unicode.Scalar(value).map {
          generalCategories[$0.properties.generalCategory]?.hasPrefix(name) ?? false
        } ?? false
      if belongs {
        start = start ?? value
      } else if let first = start {
        found.append(first...value - 1)
        start = nil
      }
    }
    return ScalarSet(found)
  }

  private static let generalCategories: [Unicode.GeneralCategory: String] = [
    .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt",
    .modifierLetter: "Lm", .otherLetter: "Lo", .nonspacingMark: "Mn", .spacingMark: "Mc",
    .enclosingMark: "Me", .decimalNumber: "Nd", .letterNumber: "Nl", .otherNumber: "No",
    .connectorPunctuation: "Pc", .dashPunctuation: "Pd", .openPunctuation: "Ps",
    .closePunctuation: "Pe", .initialPunctuation: "Pi", .finalPunctuation: "Pf",
    .otherPunctuation: "Po", .mathSymbol: "Sm", .currencySymbol: "Sc", .modifierSymbol: "Sk",
    .otherSymbol: "So", .spaceSeparator: "Zs", .lineSeparator: "Zl", .paragraphSeparator: "Zp",
    .control: "Cc", .format: "Cf", .surrogate: "Cs", .privateUse: "Co",
  ]

  /// A named class of `[[:name:]]`.
  static func posix(_ name: String) -> ScalarSet? {
    switch name {
    case "alnum": ScalarSet([0x30...0x39, 0x41...0x5A, 0x61...0x7A])
    case "alpha": ScalarSet([0x41...0x5A, 0x61...0x7A])
    case "ascii": ScalarSet([0...0x7F])
    case "blank": ScalarSet([0x09...0x09, 0x20...0x20])
    case "cntrl": ScalarSet([0...0x1F, 0x7F...0x7F])
    case "digit": digits
    case "graph": ScalarSet([0x21...0x7E])
    case "lower": ScalarSet([0x61...0x7A])
    case "print": ScalarSet([0x20...0x7E])
    case "punct": ScalarSet([0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E])
    case "space": ScalarSet([0x09...0x0D, 0x20...0x20])
    case "upper": ScalarSet([0x41...0x5A])
    case "word": word
    case "xdigit": ScalarSet([0x30...0x39, 0x41...0x46, 0x61...0x66])
    default: nil
    }
  }

  private static func merged(_ ranges: [ClosedRange<UInt32>]) -> [ClosedRange<UInt32>] {
    var found: [ClosedRange<UInt32>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = found.last, range.lowerBound <= last.upperBound + 1 {
        found[found.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        found.append(range)
      }
    }
    return found
  }
}
