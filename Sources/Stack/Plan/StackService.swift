/// A service that is watched; its name becomes the label `job`.
package struct StackService: Hashable, Sendable {
  /// How its metrics reach Prometheus.
  package enum Delivery: Hashable, Sendable {
    /// Prometheus scrapes its instances; all have one scheme and path.
    case scraped([ServiceAddress])
    /// It pushes by OTLP, so that there is no `up` of it.
    case pushed
  }

  /// The name.
  package let name: String
  /// How its metrics reach Prometheus.
  package var delivery: Delivery

  /// The word that stands for a URL where a service pushes.
  package static let pushWord = "otlp"

  package init(_ name: String, _ delivery: Delivery) {
    (self.name, self.delivery) = (name, delivery)
  }

  /// The addresses that are scraped; none where it pushes.
  package var addresses: [ServiceAddress] {
    if case .scraped(let addresses) = delivery { addresses } else { [] }
  }

  /// Whether it pushes.
  package var isPushing: Bool { delivery == .pushed }

  /// Reads `NAME=URL` and `NAME=otlp`; a name that comes again adds an instance.
  ///
  /// - Parameters:
  ///   - texts: What was typed, in order.
  ///   - reserved: Names of jobs that the stack has itself.
  /// - Returns: The services, in the order of their first mention.
  /// - Throws: `StackProblem` that says what is wrong with which of them.
  package static func services(
    _ texts: [String],
    reserved: Set<String> = []
  ) throws(StackProblem) -> [StackService] {
    var services: [StackService] = []
    for text in texts {
      let (name, delivery) = try read(text, reserved)
      guard let place = services.firstIndex(where: { $0.name == name }) else {
        services.append(StackService(name, delivery))
        continue
      }
      services[place] = try services[place].joined(with: delivery)
    }
    return services
  }

  private static func read(
    _ text: String,
    _ reserved: Set<String>
  ) throws(StackProblem) -> (String, Delivery) {
    // Names may have a '=', and so may URLs that are refused.
    let scheme = ["=http://", "=https://"].compactMap { text.firstRange(of: $0)?.lowerBound }.min()
    guard let mark = scheme ?? text.lastIndex(of: "="), mark > text.startIndex else {
      throw StackProblem("--service '\(text)': expected NAME=URL, or NAME=\(pushWord)")
    }
    let name = String(text[..<mark])
    let value = String(text[text.index(after: mark)...])
    guard name.unicodeScalars.allSatisfy({ !isControl($0) }), name.first != " ", name.last != " "
    else {
      throw StackProblem(
        "--service '\(text)': a name has no control characters and no space at its ends"
      )
    }
    guard !reserved.contains(name) else {
      throw StackProblem("--service '\(text)': the stack has a job '\(name)' of its own")
    }
    if value == pushWord { return (name, .pushed) }
    do throws(StackProblem) {
      return (name, .scraped([try ServiceAddress(value)]))
    } catch {
      throw StackProblem("--service '\(name)': \(error.message)")
    }
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
    default: false
    }
  }

  private func joined(with other: Delivery) throws(StackProblem) -> StackService {
    guard case .scraped(let old) = delivery, case .scraped(let new) = other else {
      throw StackProblem("--service '\(name)': given twice, and not as several URLs of instances")
    }
    for address in new {
      guard !old.contains(where: { $0.target == address.target }) else {
        throw StackProblem("--service '\(name)': '\(address.target)' is given twice")
      }
      guard old.allSatisfy({ $0.scheme == address.scheme && $0.path == address.path }) else {
        throw StackProblem("--service '\(name)': its instances need one scheme and path")
      }
    }
    return StackService(name, .scraped(old + new))
  }
}
