import DashboardConfig
import Logs
import LokiAPI
import Reports
import Runtime
import Telemetry

/// Asks a log server for errors and volumes.
struct ReportLogs {
  let inquiry: ReportInquiry
  let settings: LogsSettings

  /// The most lines of a page, which every Loki gives.
  private static let page = 1000
  /// The most lines that are read of a stretch.
  private static let most = 5000

  /// The sections; where there is no log server, none.
  func sections() async -> [ReportSection] {
    guard let source = inquiry.sources.logs else {
      inquiry.miss("new error patterns and log volumes", because: "no log server is configured")
      return []
    }
    var sections: [ReportSection] = []
    let window = inquiry.window
    let earlier = Stretch(from: window.start - window.length * 3, to: window.start)
    if let present = await errors(source, window), let past = await errors(source, earlier) {
      sections.append(logSection(ErrorPatterns(present, earlier: past).section()))
    }
    if let loki = source as? LokiClient {
      sections.append(logSection(await volumes(loki)))
    } else {
      inquiry.miss("log volumes", because: "only a log server counts lines by service")
    }
    return sections
  }

  /// A section whose history is not that of the metrics server.
  private func logSection(_ section: ReportSection) -> ReportSection {
    let earliest = inquiry.earliest
    inquiry.earliest = nil
    defer { inquiry.earliest = earliest }
    return inquiry.concluded(section)
  }

  /// The newest error lines of a stretch.
  private func errors(
    _ source: any LogSource,
    _ stretch: Stretch
  ) async -> ErrorPatterns.Excerpt? {
    let query = LogQuery(
      selector: settings.selector,
      filter: LogFilter([.level(atLeast: .error)])
    )
    var next: LogPageQuery? = LogPageQuery(
      query,
      from: stretch.start,
      to: stretch.end,
      limit: Self.page,
      deadline: inquiry.deadline
    )
    let table = LogFieldTable(replacing: settings.fields)
    var lines: [ErrorPatterns.Line] = []
    while let question = next, lines.count < Self.most {
      let page = await inquiry.answer("error lines") { () async throws(SourceError) in
        try await source.page(question).value
      }
      guard let page else { return nil }
      for entry in page.entries where entry.facts.level.map({ $0 >= .error }) ?? true {
        let fields = LogFields(entry, table: table)
        lines.append(
          ErrorPatterns.Line(
            entry.timestamp,
            service: fields.service ?? "",
            message: fields.message
          )
        )
      }
      next = page.next
    }
    return ErrorPatterns.Excerpt(lines, of: stretch, isCut: next != nil)
  }

  // MARK: Volumes

  /// Labels that name a program, the most telling first.
  private static let names = ["service_name", "service", "app", "job", "container", "filename"]

  private func volumes(_ loki: LokiClient) async -> ReportSection {
    let window = inquiry.window
    let labels = await inquiry.answer("labels of streams") { () async throws(SourceError) in
      try await loki.labels(since: window.start, deadline: inquiry.deadline).value
    }
    let label = Self.names.first { labels?.contains($0) == true }
    guard let label else {
      inquiry.miss("log volumes", because: "no label of streams names a program")
      return LogVolumes([], over: window).section()
    }
    let matchers =
      settings.selector.isEmpty ? [LabelMatcher(label, .matches, ".+")] : settings.selector
    let streams = "{\(matchers.map(\.promQL).joined(separator: ", "))}"
    let length = window.length.prometheusText
    func ask(_ what: String, _ function: String, at moment: Timestamp) async -> [String: Double]? {
      let expression = "sum by (\(label)) (\(function)(\(streams)[\(length)]))"
      let vector = await inquiry.logs(what, expression, loki, at: moment)
      return vector.map { vector in
        Dictionary(vector.map { ($0.labels[label] ?? "", $0.value) }) { first, _ in first }
      }
    }
    let bytes = await ask("bytes of log lines", "bytes_over_time", at: window.end) ?? [:]
    let lines = await ask("log lines", "count_over_time", at: window.end)
    let before = await ask("bytes of log lines before", "bytes_over_time", at: window.start)
    let rows = bytes.map { name, bytes in
      LogVolumes.Row(name, bytes: bytes, lines: lines?[name], before: before?[name])
    }
    return LogVolumes(rows, over: window).section()
  }
}

extension ReportInquiry {
  /// Asks a log server for the elements of a vector.
  ///
  /// - Returns: `nil` where there is no answer, which becomes a gap.
  fileprivate func logs(
    _ what: String,
    _ expression: String,
    _ loki: LokiClient,
    at moment: Timestamp
  ) async -> [VectorSample]? {
    note(ReportQuestion(what, expression, from: moment, to: moment))
    return await answer(what) { () async throws(SourceError) in
      try await loki.instant(InstantQuery(expression, at: moment, deadline: deadline)).value
    }
  }
}
