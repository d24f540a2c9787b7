/// The services of the shop, in the order in which a customer meets them.
enum ShopService: Int, CaseIterable {
  case storefront, checkout, payments, catalog, assistant

  /// Its name, which is its job and stands in its log lines.
  var name: String {
    switch self {
    case .storefront: "storefront"
    case .checkout: "checkout"
    case .payments: "payments"
    case .catalog: "catalog"
    case .assistant: "assistant"
    }
  }

  /// Whether it runs on Node and logs as winston does; the others log as structlog does.
  var isNode: Bool { self == .storefront || self == .payments }
}

/// Scrape targets: the services and their exporters.
package enum ShopTarget: Int, CaseIterable, Sendable {
  /// A service.
  case storefront, checkout, payments, catalog, assistant
  /// An exporter.
  case node, redis, postgres

  /// The `job` label.
  package var job: String {
    switch self {
    case .node: "node"
    case .redis: "redis"
    case .postgres: "postgres"
    default: ShopService(rawValue: rawValue)?.name ?? ""
    }
  }

  /// The `instance` label.
  package var instance: String {
    switch self {
    case .storefront: "storefront:3000"
    case .checkout: "checkout:8000"
    case .payments: "payments:3001"
    case .catalog: "catalog:8001"
    case .assistant: "assistant:8002"
    case .node: "shop-1:9100"
    case .redis: "redis:9121"
    case .postgres: "postgres:9187"
    }
  }

  /// The service behind it; `nil` for an exporter.
  var service: ShopService? { ShopService(rawValue: rawValue) }
}

/// How a request ended.
enum ShopOutcome: Int, CaseIterable {
  case done, refused, failed, badGateway, unavailable, timedOut

  /// Whether the request counts as an error.
  var isError: Bool { rawValue >= ShopOutcome.failed.rawValue }
}

/// The endpoints of all services.
enum ShopEndpoint: Int, CaseIterable {
  case home, productPage, searchPage, cartPage, checkoutPage, orderPage, askPage
  case cart, order, orderLookUp
  case charge, webhook
  case productList, product, catalogSearch
  case chat, summary

  /// The service that serves it.
  var service: ShopService {
    switch self {
    case .home, .productPage, .searchPage, .cartPage, .checkoutPage, .orderPage, .askPage:
      .storefront
    case .cart, .order, .orderLookUp: .checkout
    case .charge, .webhook: .payments
    case .productList, .product, .catalogSearch: .catalog
    case .chat, .summary: .assistant
    }
  }

  /// The method and the route, as the labels have them.
  var route: (method: String, path: String) {
    switch self {
    case .home: ("GET", "/")
    case .productPage: ("GET", "/products/:id")
    case .searchPage: ("GET", "/search")
    case .cartPage: ("POST", "/cart")
    case .checkoutPage: ("POST", "/checkout")
    case .orderPage: ("GET", "/orders/:id")
    case .askPage: ("POST", "/ask")
    case .cart: ("PUT", "/v1/carts/{id}")
    case .order: ("POST", "/v1/orders")
    case .orderLookUp: ("GET", "/v1/orders/{id}")
    case .charge: ("POST", "/charges")
    case .webhook: ("POST", "/webhooks/card")
    case .productList: ("GET", "/v1/products")
    case .product: ("GET", "/v1/products/{id}")
    case .catalogSearch: ("GET", "/v1/search")
    case .chat: ("POST", "/v1/chat")
    case .summary: ("POST", "/v1/summaries")
    }
  }

  /// How long its own work takes.
  var shape: LatencyShape { LatencyShape(rawValue: rawValue) ?? .page }

  /// The status code of an outcome; `nil` for what it never answers.
  func status(_ outcome: ShopOutcome) -> Int? {
    switch outcome {
    case .done: self == .order || self == .charge ? 201 : 200
    case .refused:
      switch self {
      case .productPage, .product, .orderPage, .orderLookUp: 404
      case .checkoutPage, .order, .charge: 402
      default: nil
      }
    case .failed: 500
    case .badGateway: service == .storefront || self == .order ? 502 : nil
    case .unavailable: service == .catalog || self == .askPage || self == .chat ? 503 : nil
    case .timedOut: self == .charge ? 504 : nil
    }
  }
}
