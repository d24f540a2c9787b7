package import Telemetry

/// Where a service runs, as its series say; empty where they do not.
package struct ServicePlace: Hashable, Sendable, Comparable {
  /// The labels that say it, by which every answer of all services is grouped.
  static let labels = ["cluster", "namespace"]

  /// The cluster; hostile until drawn.
  package var cluster = ""
  /// The namespace; hostile until drawn.
  package var namespace = ""

  /// Nowhere in particular.
  package init() {}

  /// The place that labels name.
  package init(_ labels: LabelSet) {
    cluster = labels["cluster"] ?? ""
    namespace = labels["namespace"] ?? ""
  }

  /// Both in one word, such as `eu/shop`; empty where nothing is known.
  package var text: String { [cluster, namespace].filter { !$0.isEmpty }.joined(separator: "/") }

  package static func < (left: ServicePlace, right: ServicePlace) -> Bool {
    (left.cluster, left.namespace) < (right.cluster, right.namespace)
  }
}

/// The name and the place that an element of an answer by service carries.
struct ServiceKey: Hashable, Sendable {
  var label: String
  var value: String
  var place: ServicePlace

  init(_ id: ServiceID, _ place: ServicePlace) {
    (label, value) = (id.label, id.value)
    self.place = place
  }

  /// `nil` where the labels name no service, beside those of its place and those that were added to tell
  /// what the element is.
  init?(_ labels: LabelSet, without added: [String]) {
    let name = labels.labels.first {
      !added.contains($0.name) && !ServicePlace.labels.contains($0.name)
    }
    guard let name else { return nil }
    (label, value) = (name.name, name.value)
    place = ServicePlace(labels)
  }
}

extension [FoundService] {
  /// The services, each once for every place that it runs in; those of one name are told apart by the
  /// labels in which their places differ.
  func split(_ places: (FoundService) -> [ServicePlace]) -> [FoundService] {
    flatMap { service -> [FoundService] in
      let places = places(service).sorted()
      let clusters = Set(places.map(\.cluster))
      let namespaces = Set(places.map(\.namespace))
      guard !places.isEmpty else { return [service] }
      return places.map { place in
        var part = service
        part.place = place
        if clusters.count > 1 { part.id.cluster = place.cluster }
        if namespaces.count > 1 { part.id.namespace = place.namespace }
        return part
      }
    }
    .sorted { $0.id < $1.id }
  }
}
