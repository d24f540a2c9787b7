import Logs
import Signals
package import Telemetry

extension PanelContent {
  /// The panel at one moment of the window.
  ///
  /// Figures whose points were asked for have the value of then, judged as of then; the others are of
  /// now and say so, and are not judged, so that no current number is taken for a past one.
  ///
  /// - Parameters:
  ///   - moment: The moment that is looked at.
  ///   - step: The distance of points; the nearest one counts when it is at most half of it away.
  /// - Returns: The panel as it stands beside the cursor.
  package func at(_ moment: Timestamp, within step: Duration) -> PanelContent {
    var content = self
    content.logLines = logLines?.filter { $0.timestamp <= moment }
    for index in headline.indices {
      content.headline[index] = figure(index).at(moment, within: step)
    }
    for index in rows.indices {
      content.rows[index].figure = rows[index].figure.at(moment, within: step)
      let figure = content.rows[index].figure
      if rows[index].fraction != nil, !figure.isOfNow {
        content.rows[index].fraction = figure.value
      }
    }
    return content
  }

  /// A figure of the headline with the points of its line in the chart: the one of its name, or the
  /// only one.
  private func figure(_ index: Int) -> Figure {
    var figure = headline[index]
    guard figure.history.isEmpty, let lines = chart?.lines else { return figure }
    let isOnly = lines.count == 1 && index == 0
    let line = isOnly ? lines.first : lines.first { $0.name == figure.name }
    figure.history = line?.samples ?? []
    return figure
  }
}

extension Figure {
  /// The figure at a moment, or marked `now` if its points are unknown.
  fileprivate func at(_ moment: Timestamp, within step: Duration) -> Figure {
    var figure = self
    guard !history.isEmpty else {
      figure.isOfNow = true
      figure.severity = nil
      figure.text = "now \(text)"
      return figure
    }
    figure.value = history.value(at: moment, within: step)
    figure.severity = figure.value.flatMap { threshold?.judge($0) }
    figure.text =
      figure.word ?? figure.value.map { $0.isNaN ? "idle" : unit.text($0) } ?? "no data"
    return figure
  }
}

extension [Sample] {
  /// The value of the point nearest to a moment, at most half a step away; `nil` where there is none.
  package func value(at moment: Timestamp, within step: Duration) -> Double? {
    guard let index = lowestIndex(notBefore: moment - step / 2), index < count,
      self[index].timestamp <= moment + step / 2
    else { return nil }
    return self[index].value
  }

  /// The first index whose sample is not before a moment, found by halving; `nil` when empty.
  private func lowestIndex(notBefore moment: Timestamp) -> Int? {
    guard !isEmpty else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].timestamp < moment { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
