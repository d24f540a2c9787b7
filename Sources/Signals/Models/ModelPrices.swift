/// Prices of a model's tokens, in dollars for a million; what is `nil` has no price.
package struct ModelPrice: Hashable, Sendable {
  /// Of tokens sent.
  package var input: Double?
  /// Of tokens received.
  package var output: Double?
  /// Of tokens sent that the provider had in its cache; `nil` for the price of all tokens sent.
  package var cached: Double?

  package init(input: Double? = nil, output: Double? = nil, cached: Double? = nil) {
    self.input = input
    self.output = output
    self.cached = cached
  }

  /// The price of a kind of tokens, by the words that libraries have for it.
  func price(of kind: String) -> Double? {
    let kind = kind.lowercased()
    // Writing into a cache is paid like any token that is sent.
    if kind.contains("cache"), !kind.contains("creat"), !kind.contains("write") {
      return cached ?? input
    }
    if ["in", "prompt", "cache"].contains(where: kind.hasPrefix) { return input }
    if ["out", "completion", "generat"].contains(where: kind.hasPrefix) { return output }
    return input == output ? input : nil
  }
}

/// Prices by names of models, in which `*` stands for any text.
package struct ModelPrices: Hashable, Sendable {
  private var prices: [String: ModelPrice]

  /// Takes prices by pattern.
  package init(_ prices: [String: ModelPrice] = [:]) {
    self.prices = prices
  }

  /// Whether there are none.
  package var isEmpty: Bool { prices.isEmpty }

  /// The price of a model: that of its own name, or of the pattern that says most of it.
  package func price(of model: String) -> ModelPrice? {
    if let own = prices[model] { return own }
    let fitting = prices.keys.filter { Self.fits(model, $0) }
    let closest = fitting.max {
      let lengths = (Self.letters($0), Self.letters($1))
      return lengths.0 == lengths.1 ? $0 > $1 : lengths.0 < lengths.1
    }
    return closest.flatMap { prices[$0] }
  }

  private static func letters(_ pattern: String) -> Int { pattern.count { $0 != "*" } }

  private static func fits(_ name: String, _ pattern: String) -> Bool {
    let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
    guard parts.count > 1, let first = parts.first, let last = parts.last else { return false }
    guard name.hasPrefix(first), name.count >= first.count + last.count, name.hasSuffix(last) else {
      return false
    }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let found = rest.firstRange(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}
