import Signals
import Telemetry

/// A language model and what is done with it, with its figures.
struct ModelRow: Hashable {
  /// Tells it from all others.
  struct ID: Hashable, Sendable {
    var model: String
    /// Empty where operations are not told apart.
    var operation: String
  }

  let id: ID
  /// Values by figure; of tokens all kinds together.
  var values: [ModelFigure: Double] = [:]
  /// Tokens a second by kind.
  var tokens: [String: Double] = [:]

  /// The kinds of tokens that are sent, received, and read from a cache.
  enum Flow { case input, output, cached }

  /// Tokens a second of a flow; `nil` where none of its kinds is counted.
  func rate(of flow: Flow) -> Double? {
    let kinds = tokens.filter { Self.flow(of: $0.key) == flow }
    return kinds.isEmpty ? nil : kinds.values.reduce(0, +)
  }

  private static func flow(of kind: String) -> Flow? {
    let kind = kind.lowercased()
    if kind.contains("cache") { return .cached }
    if kind.hasPrefix("in") || kind.hasPrefix("prompt") { return .input }
    if ["out", "completion", "generat"].contains(where: kind.hasPrefix) { return .output }
    return nil
  }

  /// Dollars for a thousand calls; `nil` where calls are not counted.
  var dollarsPerThousandCalls: Double? {
    guard let calls = values[.calls], let hour = values[.hour] else { return nil }
    return calls > 0 ? hour / (calls * 3600) * 1000 : .nan
  }

  /// Failed calls as a share of all; `nil` where nothing tells them.
  var failing: Double? {
    guard tellsFailures, let calls = values[.calls] else { return nil }
    return calls > 0 ? (values[.failures] ?? 0) / calls : .nan
  }

  /// Whether it is counted which calls fail.
  var tellsFailures = false

  /// All rows of what is held, the dearest first; costs by the user's prices where nothing counts dollars.
  static func all(in scene: Scene) -> [ModelRow] {
    let context = scene.world.queryContext
    let model = context.profile.model
    func id(_ labels: LabelSet) -> ID {
      ID(
        model: model.modelLabel.flatMap { labels[$0] } ?? "",
        operation: model.operationLabel.flatMap { labels[$0] } ?? ""
      )
    }
    var rows: [ID: ModelRow] = [:]
    for figure in ModelFigure.allCases {
      for sample in scene.world.readings[.models(figure)]?.vector ?? [] where !sample.value.isNaN {
        let key = id(sample.labels)
        var row = rows[key] ?? ModelRow(id: key)
        row.values[figure, default: 0] += sample.value
        if figure == .tokens {
          row.tokens[sample.labels[model.answeredKindLabel] ?? "", default: 0] += sample.value
        }
        rows[key] = row
      }
    }
    let tellsFailures = !model.failures.isEmpty || model.failedCalls != nil
    for id in rows.keys { rows[id]?.tellsFailures = tellsFailures }
    if context.pricesTokens { price(&rows, model, scene.settings.modelPrices) }
    return rows.values.filter { $0.values.values.contains { $0 > 0 } }.sorted { left, right in
      let (mine, other) = (
        left.values[.day] ?? left.values[.hour] ?? 0, right.values[.day] ?? right.values[.hour] ?? 0
      )
      return (other, left.id.model, left.id.operation) < (mine, right.id.model, right.id.operation)
    }
  }

  private static func price(
    _ rows: inout [ID: ModelRow],
    _ model: ModelMetrics,
    _ prices: ModelPrices
  ) {
    for (id, row) in rows {
      let samples = row.tokens.map { kind, rate in
        let labels = [model.modelLabel ?? "model": id.model, model.answeredKindLabel: kind]
        return VectorSample(
          labels: LabelSet(labels),
          timestamp: Timestamp(nanoseconds: 0),
          value: rate * 3600
        )
      }
      let bill = TokenBill(samples, model, prices)
      if bill.unpriced.isEmpty { rows[id]?.values[.hour] = bill.total }
    }
  }
}

extension Poll.ID {
  /// A column of the table of language models.
  static func models(_ figure: ModelFigure) -> Poll.ID { Poll.ID("models.\(figure.rawValue)") }
  /// How much the days of the last week have cost.
  static let modelDays = Poll.ID("models.days")
}
