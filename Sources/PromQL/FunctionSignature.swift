/// The signature of a function.
///
/// - Source: `promql/parser/functions.go` of prometheus/prometheus, version 3.
package struct FunctionSignature: Hashable, Sendable {
  /// How many of the last arguments may be missing or repeated.
  package enum Variation: Hashable, Sendable {
    /// None: as many arguments as there are types.
    case fixed
    /// So many of the last arguments may be missing.
    case optional(Int)
    /// The last type may come any number of times, not at all too.
    case repeated
  }

  /// The function.
  package var name: FunctionName
  /// The types of the arguments.
  package var arguments: [ValueType]
  /// How many of them there must be.
  package var variation: Variation
  /// The type of the result.
  package var result: ValueType

  package init(
    _ name: FunctionName,
    _ arguments: [ValueType],
    _ result: ValueType,
    _ variation: Variation = .fixed
  ) {
    self.name = name
    self.arguments = arguments
    self.variation = variation
    self.result = result
  }

  /// The fewest arguments.
  package var minimumCount: Int {
    switch variation {
    case .fixed: arguments.count
    case .optional(let count): arguments.count - count
    case .repeated: arguments.count - 1
    }
  }

  /// The most arguments; `nil` where there is no bound.
  package var maximumCount: Int? {
    variation == .repeated ? nil : arguments.count
  }

  static let ofName: [FunctionName: FunctionSignature] = Dictionary(
    uniqueKeysWithValues: all.map { ($0.name, $0) }
  )
}
