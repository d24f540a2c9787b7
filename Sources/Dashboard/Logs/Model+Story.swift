import Logs
import Signals
import Telemetry

extension Model {
  /// The story of the request of the line chosen.
  mutating func openStory() -> [Effect] {
    let id: CorrelationID? =
      if case .entry = logs.page {
        logs.opened?.correlation(settings.logs.fields).flatMap { CorrelationID($0) }
      } else if isInLogs || focus == Self.logsID {
        currentID
      } else {
        nil
      }
    guard let id else {
      say("this line has no correlation ID; \(keyText(.correlateTo)) asks for one")
      return []
    }
    return openStory(of: id)
  }

  /// All lines of one request, whatever the filter was.
  mutating func openStory(of id: CorrelationID) -> [Effect] {
    rememberPlace()
    logs.filter = LogFilter()
    logs.stretch = nil
    if logs.correlation?.id != id {
      logs.correlation = LogBoard.Correlation(id: id, askedAt: serverNow)
    }
    logs.page = .story(row: 0)
    followTail()
    fullScreen = Self.logsID
    focus = Self.logsID
    overlay = nil
    logs.story = nil
    return replan() + tellStory()
  }

  /// Puts the story together anew, where it is on screen; asks what its endpoint was like then.
  mutating func tellStory() -> [Effect] {
    guard isInLogs, let id = logs.correlation?.id, isStoryOpen else { return [] }
    let entries = logs.lines.entries(atMost: Self.storyLimit)
    let story = RequestStory(id: id.text, entries, table: settings.logs.fields)
    guard story != logs.story else { return [] }
    logs.story = story
    return replanPolls()
  }

  /// Whether a story is on screen, or behind the line that is.
  private var isStoryOpen: Bool {
    switch logs.page {
    case .story, .entry(_, .story): true
    default: false
    }
  }

  /// A request with more lines than anybody reads must not take the time of others.
  static let storyLimit = 5000

  /// What of the request the story leaves out; `nil` where it has all lines.
  var storyOmission: String? {
    guard let story = logs.story else { return nil }
    if logs.lines.count > story.steps.count {
      return "the first \(story.steps.count) lines alone: it has more"
    }
    if logs.lines.ring.fallen > 0 { return "older lines of it have fallen off" }
    // The plan reads so many, the newest ones.
    let isCut = !logs.isComplete && logs.searching == nil && story.steps.count >= Self.storyLimit
    return isCut ? "the last \(story.steps.count) lines alone: it has older ones" : nil
  }

  /// How slow the endpoint of the story was at its time; `nil` where no line names a path.
  var storyQuery: (query: PanelQuery, at: Timestamp?)? {
    guard isInLogs, isStoryOpen, let story = logs.story, let path = story.request.path else {
      return nil
    }
    var context = queryContext
    // A single endpoint may be asked for rarely.
    context.liveWindow = max(context.liveWindow, .seconds(300))
    context.selector.append(LabelMatcher(context.profile.endpointLabel, .equal, path))
    let isNative = context.isNative(context.profile.requestDuration)
    let signal: Signal.ID = isNative ? .latencyP95 : .latencyBuckets
    guard var query = PanelQuery(signal, in: context), query.missingMetric == nil else {
      return nil
    }
    query.id = .storyLatency
    // Whole minutes, so that a story that still grows does not ask at every line.
    let end = (story.start + story.span + .seconds(60)).floored(to: .seconds(60))
    return (query, end < serverNow ? end : nil)
  }
}

extension Poll.ID {
  /// The p95 of a request's endpoint at its time.
  static let storyLatency = Poll.ID("story_latency_p95")
}
