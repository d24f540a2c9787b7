import Telemetry

/// The services that one expression asks for alike: those of a profile whose samples are as far apart.
package struct ServiceGroup: Hashable, Sendable {
  /// The profile.
  package let row: MetricProfile
  /// The distance of samples.
  package let spacing: Duration

  package init(row: MetricProfile, spacing: Duration) {
    (self.row, self.spacing) = (row, spacing)
  }

  /// The name that elements of answers carry.
  var name: String { "\(row.name) \(spacing.prometheusText)" }
}

/// Tells which service an element of an answer of all services is of.
///
/// Services whose samples are as far apart are asked for with one window. What is asked with another is
/// answered for them too, and left out.
package struct ServiceRoster: Hashable, Sendable {
  /// The groups in the order of their names.
  package let groups: [ServiceGroup]
  /// The distances of samples that there are, ascending.
  package let spacings: [Duration]
  /// The labels of the places of services, as far as any service has them.
  package let places: [String]

  private struct Member: Hashable, Sendable {
    let id: ServiceID
    let group: String?
    let spacing: Duration
  }

  private let members: [ServiceKey: Member]

  /// Puts services into groups.
  package init(_ services: [FoundService] = [], spacing: (FoundService) -> Duration) {
    var groups: [String: ServiceGroup] = [:]
    var members: [ServiceKey: Member] = [:]
    for service in services {
      let distance = spacing(service)
      let group = service.row.map { ServiceGroup(row: $0, spacing: distance) }
      if let group { groups[group.name] = group }
      members[ServiceKey(service.id, service.place)] = Member(
        id: service.id,
        group: group?.name,
        spacing: distance
      )
    }
    self.groups = groups.sorted { $0.key < $1.key }.map(\.value)
    self.members = members
    let all = services.map(\.place)
    let (clusters, namespaces) = (
      all.contains { !$0.cluster.isEmpty }, all.contains { !$0.namespace.isEmpty }
    )
    places = (clusters ? ["cluster"] : []) + (namespaces ? ["namespace"] : [])
    spacings = Set(members.values.map(\.spacing)).sorted()
  }

  /// The distance of the samples of a service; `nil` where it is not known.
  package func spacing(of service: FoundService) -> Duration? {
    members[ServiceKey(service.id, service.place)]?.spacing
  }

  /// The service that an element asked of its group is of; `nil` where it is of another group.
  func id(of labels: LabelSet) -> ServiceID? {
    guard let key = ServiceKey(labels, without: [RequestFigure.profileLabel]),
      let member = members[key], member.group == labels[RequestFigure.profileLabel]
    else { return nil }
    return member.id
  }

  /// The service that an element asked with the window of a distance of samples is of.
  func id(of labels: LabelSet, without added: [String], spacing: String?) -> ServiceID? {
    guard let key = ServiceKey(labels, without: added), let member = members[key],
      spacing == nil || spacing == member.spacing.prometheusText
    else { return nil }
    return member.id
  }
}
