package import Telemetry

/// What tokens cost by the user's prices.
package struct TokenBill: Hashable, Sendable {
  /// Dollars by model.
  package private(set) var dollars: [String: Double] = [:]
  /// The models of which tokens have no price; with the kind where the others of the model have one.
  package private(set) var unpriced: [String] = []

  /// All dollars.
  package var total: Double { dollars.values.reduce(0, +) }

  /// Makes out the bill.
  ///
  /// Tokens of answers that came from a cache are among those counted. What they would have cost is taken
  /// off by their share, for they are not told apart by kind.
  ///
  /// - Parameters:
  ///   - tokens: Tokens by model and kind.
  ///   - model: Which labels say so.
  ///   - prices: The prices.
  package init(_ tokens: [VectorSample], _ model: ModelMetrics, _ prices: ModelPrices) {
    var counts: [String: [String: Double]] = [:]
    for sample in tokens where sample.value > 0 && sample.value.isFinite {
      let name = model.modelLabel.flatMap { sample.labels[$0] } ?? ""
      let kind = sample.labels[model.answeredKindLabel] ?? ""
      counts[name, default: [:]][kind, default: 0] += sample.value
    }
    for (name, kinds) in counts.sorted(by: { $0.key < $1.key }) {
      add(name.isEmpty ? "no model" : name, kinds, prices.price(of: name))
    }
  }

  private mutating func add(_ name: String, _ kinds: [String: Double], _ price: ModelPrice?) {
    var kinds = kinds
    let unpaid = kinds.removeValue(forKey: ModelMetrics.unpaidKind) ?? 0
    // The sum of the others would count them twice.
    if kinds.count > 1 { kinds["total"] = nil }
    let counted = kinds.values.reduce(0, +)
    guard counted > unpaid else { return }
    guard let price else {
      unpriced.append(name)
      return
    }
    let paid = 1 - unpaid / counted
    for (kind, count) in kinds.sorted(by: { $0.key < $1.key }) {
      if let each = price.price(of: kind) {
        dollars[name, default: 0] += count * paid * each / 1e6
      } else {
        unpriced.append("\(name) (\(kind.isEmpty ? "tokens of no kind" : kind))")
      }
    }
  }
}
