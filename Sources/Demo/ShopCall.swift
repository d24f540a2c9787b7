/// The kinds of database queries that a service makes, each a series of its own.
enum ShopQuery: Int, CaseIterable {
  case cartUpdate, orderInsert, orderSelect, chargeInsert, chargeUpdate
  case productSelect, searchSelect, historySelect

  /// The calling service.
  var service: ShopService {
    switch self {
    case .cartUpdate, .orderInsert, .orderSelect: .checkout
    case .chargeInsert, .chargeUpdate: .payments
    case .productSelect, .searchSelect: .catalog
    case .historySelect: .assistant
    }
  }

  /// The `query_type` label; that of a search says so, since it is slower by nature.
  var type: String {
    switch self {
    case .cartUpdate, .chargeUpdate: "update"
    case .orderInsert, .chargeInsert: "insert"
    case .orderSelect, .productSelect, .historySelect: "select"
    case .searchSelect: "search"
    }
  }

  /// How long it takes while the database is well.
  var shape: LatencyShape {
    switch self {
    case .cartUpdate, .chargeUpdate: .update
    case .orderInsert, .chargeInsert: .insert
    case .orderSelect, .productSelect, .historySelect: .select
    case .searchSelect: .slowSelect
    }
  }
}

/// Other companies' services that the shop calls.
enum ShopCall: Int, CaseIterable {
  case cardProvider, shippingRates

  /// The `target` label.
  var name: String { self == .cardProvider ? "card-provider" : "shipping-rates" }

  /// The calling service.
  var service: ShopService { self == .cardProvider ? .payments : .checkout }
}

/// Kinds of Redis keys.
enum ShopCache: Int, CaseIterable {
  case session, product, prompt

  /// The `operation` label.
  var operation: String {
    switch self {
    case .session: "get_session"
    case .product: "get_product"
    case .prompt: "get_answer"
    }
  }

  /// The service that uses it.
  var service: ShopService {
    switch self {
    case .session: .storefront
    case .product: .catalog
    case .prompt: .assistant
    }
  }
}

/// The language models behind the assistant.
enum ShopModel: Int, CaseIterable {
  case small, middle, large

  /// The `model` label.
  var name: String {
    switch self {
    case .small: "lumen-mini"
    case .middle: "lumen"
    case .large: "lumen-max"
    }
  }

  /// Billionths of a dollar for a token sent and for a token received.
  var price: (input: Int64, output: Int64) {
    switch self {
    case .small: (150, 600)
    case .middle: (1_500, 6_000)
    case .large: (6_000, 24_000)
    }
  }

  /// How long an answer takes.
  var shape: LatencyShape {
    switch self {
    case .small: .smallModel
    case .middle: .middleModel
    case .large: .largeModel
    }
  }
}

/// Operations of the models.
enum ShopTask: Int, CaseIterable {
  case chat, summary

  /// The `operation` label.
  var operation: String { self == .chat ? "chat" : "summarize" }
}
