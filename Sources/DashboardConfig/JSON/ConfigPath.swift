/// The way to a value through objects and lists, as messages show it.
package struct ConfigPath: Hashable, Sendable, CustomStringConvertible {
  /// One step.
  package enum Step: Hashable, Sendable {
    /// Into an object.
    case name(String)
    /// Into a list, from 0.
    case index(Int)
  }

  /// The steps from the top; none for the whole configuration.
  package var steps: [Step]

  package init(_ names: [String] = []) {
    steps = names.map(Step.name)
  }

  /// The path to a member.
  package func appending(_ name: String) -> ConfigPath {
    var path = self
    path.steps.append(.name(name))
    return path
  }

  /// The path to an item of a list.
  package func appending(index: Int) -> ConfigPath {
    var path = self
    path.steps.append(.index(index))
    return path
  }

  /// `environments.prod.prometheus.url`, `panels.own.queue.queries[0].expr`; a name that is more
  /// than letters, digits, `_`, `-` and `$` stands in single quotes, and one that may be a secret is
  /// hidden.
  package var description: String {
    var text = ""
    var shape: ConfigShape? = .root
    for step in steps {
      switch step {
      case .index(let index):
        text += "[\(index)]"
        shape = shape?.item
      case .name(let name):
        let isShown = shape?.showsName(name) ?? true
        shape = shape?.member(name)
        guard isShown else {
          text += ".<hidden>"
          continue
        }
        let plain =
          !name.isEmpty
          && name.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_-$".contains($0)) }
        text += (text.isEmpty ? "" : ".") + (plain ? name : Words.quoted(name))
      }
    }
    return text
  }
}
