import Signals
import Telemetry

/// What has happened to what is looked at, put together once an answer and not once a frame.
package struct MarkBoard: Hashable, Sendable {
  /// The marks, oldest first; none before the stretch that was asked about.
  private(set) var marks: [TimeMark] = []
  /// Those of each question.
  private var parts: [TimeMarkQuestion: [TimeMark]] = [:]
  /// What was asked.
  private var scope = TimeMarkQuestion.Scope(
    labels: [],
    service: nil,
    step: .zero,
    isDotted: false
  )
  private var step = Duration.zero

  /// The questions here.
  ///
  /// - Parameters:
  ///   - planner: What is known.
  ///   - context: What is looked at.
  /// - Returns: Range queries, each with a small answer.
  static func queries(_ planner: PollPlanner, _ context: QueryContext) -> [PanelQuery] {
    let scope = planner.markScope
    return TimeMarkQuestion.allCases.filter { $0.isAnswerable(by: planner.metricNames) }.map {
      let expression = $0.expression(scope, context)
      var query = PanelQuery(id: .marks($0), expression: expression, form: .range)
      // What fires is said at the top of the screen at once, and its mark must not be late.
      query.pace = $0 == .alerts ? .live : .slow
      return query
    }
  }

  /// Takes over what is asked from now on.
  mutating func ask(_ planner: PollPlanner) {
    (scope, step) = (planner.markScope, planner.grain.step)
  }

  /// Takes in what is held of a poll; of other polls nothing.
  mutating func receive(_ reading: PollReading?, of id: Poll.ID) {
    guard id.isOfMarks,
      let question = TimeMarkQuestion.allCases.first(where: { id == .marks($0) })
    else { return }
    parts[question] = reading.map { question.marks($0.matrix, scope, step: step) }
    marks = TimeMark.merged(parts.values.flatMap(\.self))
  }
}

extension PollPlanner {
  /// What marks are about here.
  fileprivate var markScope: TimeMarkQuestion.Scope {
    let labels = scope.service.map { [$0.label] } ?? Set((services ?? []).map(\.id.label)).sorted()
    return TimeMarkQuestion.Scope(
      labels: labels,
      service: scope.service,
      step: grain.step,
      isDotted: metricNames?.contains { $0.contains(".") } ?? false
    )
  }
}

extension Poll.ID {
  /// What the names of the polls of marks begin with.
  fileprivate static let markPrefix = "marks."

  /// Whether it asks what has happened.
  var isOfMarks: Bool { text.hasPrefix(Self.markPrefix) }

  /// What has happened, by one question.
  static func marks(_ question: TimeMarkQuestion) -> Poll.ID {
    Poll.ID(markPrefix + question.rawValue)
  }
}
