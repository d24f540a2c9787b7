import Logs
import Signals
import Telemetry

extension OwnPanel {
  /// The most lines that are asked for, however large the screen is.
  private static let lineLimit = 200

  /// Asks for as many of the newest lines as a screen has rows, in steps, so that not every size of the
  /// terminal is another question.
  func lineQueries(in context: QueryContext, _ detail: PanelDetail) -> [PanelQuery] {
    let wanted = min(Self.lineLimit, (detail.rows + 24) / 25 * 25)
    return lines.indices.map { index in
      var query = PanelQuery(
        id: pollID(index, .lines(wanted)),
        expression: expression(of: lines[index], in: context),
        form: .lines(wanted)
      )
      query.server = .loki
      query.isBatchable = false
      return query
    }
  }

  func lineContent(_ input: PanelInput) -> PanelContent {
    var content = input.frame()
    let readings = lines.indices.compactMap { input.readings[pollID($0, .instant)]?.lines }
    let entries = Array(readings.joined())
    // Each query has its own newest lines, so that those of all together are among them.
    content.logLines =
      readings.count > 1 ? entries.sorted { $0.timestamp < $1.timestamp } : entries
    return content
  }
}
