import Checks
import DashboardConfig
import HTTPTransport
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
  /// The most pages that are asked for, since a server may give lines that are no errors.
  private static let mostPages = 20

  private var window: Stretch { inquiry.window }
  /// As long a time before.
  private var before: Stretch { inquiry.calendar.stretch(window, daysBefore: 7) }
  /// What error lines are compared with.
  private var earlier: Stretch {
    Stretch(from: inquiry.calendar.moment(window.start, daysBefore: 21), to: window.start)
  }

  /// The sections; where there is no log server, none.
  func sections() async -> [ReportSection] {
    guard let source = inquiry.sources.logs else {
      inquiry.miss("new error patterns and log volumes", because: "no log server is configured")
      return []
    }
    var sections: [ReportSection] = []
    if let loki = source as? LokiClient { await reach(loki) }
    if let present = await errors(source, window), let past = await errors(source, earlier) {
      let section = ErrorPatterns(present, earlier: past).section()
      inquiry.logReach?.cut(section.title, needing: Stretch(from: earlier.start, to: window.end))
      sections.append(inquiry.asked(section))
    }
    if let loki = source as? LokiClient {
      let section = await volumes(loki)
      inquiry.logReach?.cut(
        section.title,
        needing: Stretch(from: before.start, to: window.end)
      )
      sections.append(inquiry.asked(section))
    } else {
      inquiry.miss("log volumes", because: "only a log server counts lines by service")
    }
    return sections
  }

  /// Finds out how long a Loki keeps lines, where it tells and that is less than is looked at.
  private func reach(_ loki: LokiClient) async {
    let configuration: LokiConfiguration?
    do throws(SourceError) {
      configuration = try await loki.configuration(deadline: inquiry.deadline)
    } catch {
      // Many servers show theirs to nobody.
      inquiry.miss("how long lines are kept", because: error.headline(of: inquiry.name(of: .logs)))
      return
    }
    guard let kept = configuration?.kept else { return }
    inquiry.logReach = HistoryReach(
      inquiry.name(of: .logs),
      // It deletes what is older now, whenever the window ended.
      since: max(inquiry.now - kept, earlier.start)
    )
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
    var asked = 0
    while let question = next, lines.count < Self.most, asked < Self.mostPages {
      asked += 1
      let page = await inquiry.answer("error lines", of: .logs) { () async throws(SourceError) in
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
    let labels = await inquiry.answer("labels of streams", of: .logs) {
      () async throws(SourceError) in
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
    func ask(_ what: String, _ function: String, _ stretch: Stretch) async -> [String: Double]? {
      let length = stretch.length.prometheusText
      let expression = "sum by (\(label)) (\(function)(\(streams)[\(length)]))"
      let vector = await inquiry.logs(what, expression, loki, at: stretch.end)
      return vector.map { vector in
        Dictionary(vector.map { ($0.labels[label] ?? "", $0.value) }) { first, _ in first }
      }
    }
    let bytes = await ask("bytes of log lines", "bytes_over_time", window) ?? [:]
    let lines = await ask("log lines", "count_over_time", window)
    let past = await ask("bytes of log lines before", "bytes_over_time", before)
    let rows = bytes.map { name, bytes in
      LogVolumes.Row(name, bytes: bytes, lines: lines?[name], before: past?[name])
    }
    return LogVolumes(rows, over: window).section()
  }
}

extension LokiClient {
  /// The server's own configuration; `nil` where it cannot be read.
  func configuration(deadline: Duration) async throws(SourceError) -> LokiConfiguration? {
    let page = try await transport.page("/config", within: deadline)
    return LokiConfiguration(String(decoding: page.body, as: UTF8.self))
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
    return await answer(what, of: .logs) { () async throws(SourceError) in
      try await loki.instant(InstantQuery(expression, at: moment, deadline: deadline)).value
    }
  }
}
