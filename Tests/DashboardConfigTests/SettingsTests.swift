import DashboardConfig
import Screen
import Signals
import Telemetry
import Testing

@Suite struct SettingsTests {
  @Test func theDefaultsAreTheDocumentedOnes() throws {
    let settings = try #require(resolve().settings)
    #expect(settings.refresh == .seconds(5))
    #expect(settings.range == .quarterHour)
    #expect(settings.timeout == .seconds(10))
    #expect(settings.concurrency == 6)
    #expect(settings.rateWindow == nil)
    #expect(settings.theme == .dark)
    #expect(settings.color == .auto && settings.ascii == .auto)
    #expect(settings.synchronizedOutput == .auto)
    #expect(settings.timeDisplay == .local)
    #expect(settings.profile == .prometheusClient)
    #expect(settings.profileTable == MetricProfile.all)
    #expect(settings.thresholds == SignalThresholds())
    #expect(settings.prometheus == nil)
    #expect(settings.keys.isEmpty && settings.ownPanels.isEmpty)
    #expect(settings.hiddenPanels.isEmpty && settings.panelOrder.isEmpty)
  }

  @Test func laterLayersWin() throws {
    let file = #"{"refresh": "10s", "range": "1h", "theme": "light", "concurrency": 3}"#
    let settings = try #require(
      resolve(
        file,
        variables: ["GOLDTOP_REFRESH": "20s", "GOLDTOP_RANGE": "6h", "GOLDTOP_CONCURRENCY": "4"],
        flags: ["refresh": "30s"]
      ).settings
    )
    #expect(settings.refresh == .seconds(30))
    #expect(settings.range == .sixHours)
    #expect(settings.theme == .light)
    #expect(settings.concurrency == 4)
  }

  @Test func switchesAreFlagsWithoutAValue() throws {
    let settings = try #require(resolve(flags: ["ascii": "", "no-color": "true"]).settings)
    #expect(settings.ascii == .always)
    #expect(settings.color == .never)
  }

  @Test func anEmptyVariableIsNone() throws {
    let settings = try #require(
      resolve(#"{"theme": "mono"}"#, variables: ["GOLDTOP_THEME": ""]).settings
    )
    #expect(settings.theme == .mono)
  }

  @Test func nullIsNotSet() throws {
    let json = #"{"refresh": null, "prometheus": {"url": null, "basic_auth": {"username": null}}}"#
    #expect(resolve(json).settings == resolve().settings)
  }

  @Test func thresholdsAreReadInTheirUnits() throws {
    let json = """
      {"thresholds": {"error_rate": {"warning": "0.5%", "critical": "2%"},
       "database_p95": {"critical": "1s"}, "cpu": {"warning": null, "critical": "95%"}},
       "budget": {"llm_24h": "$12.5", "llm_month": "$200"}}
      """
    let thresholds = try #require(resolve(json).settings).thresholds
    #expect(thresholds.errorRatio == Threshold(warning: 0.005, critical: 0.02))
    #expect(thresholds.databaseP95 == Threshold(warning: 0.25, critical: 1))
    #expect(thresholds.cpu == Threshold(warning: 0.75, critical: 0.95))
    #expect(thresholds.cacheHitRatio.direction == .below)
    #expect(thresholds.modelBudget24h == 12.5)
    #expect(thresholds.modelBudgetMonth == 200)
  }

  @Test func tokensHavePricesByModel() throws {
    let json = """
      {"llm": {"prices": {"gpt-4.1*": {"input": "$2", "output": "$8", "cached": "$0.5"},
       "*": {"input": "$0.1", "output": "$0.2"}}}}
      """
    let prices = try #require(resolve(json).settings).modelPrices
    #expect(prices.price(of: "gpt-4.1-mini") == ModelPrice(input: 2, output: 8, cached: 0.5))
    #expect(prices.price(of: "other") == ModelPrice(input: 0.1, output: 0.2))
    #expect(try #require(resolve("{}").settings).modelPrices.isEmpty)
    #expect(resolve(#"{"llm": {"prices": {"a": {}}}}"#).settings == nil)
    #expect(resolve(#"{"llm": {"prices": {"a": {"input": "2s"}}}}"#).settings == nil)
  }

  @Test func aWayToCountTokensTakesThePlaceOfTheBases() throws {
    let json = """
      {"profile": "a", "profiles": {"a": {"llm_token_histogram": "tokens",
       "llm_unpaid_tokens": "cached"}}}
      """
    let model = try #require(resolve(json).settings).profile.model
    #expect(model.countedTokens == "tokens" && model.unpaidTokens == "cached")
  }

  @Test func theWindowOfRatesCanBeSet() throws {
    #expect(try #require(resolve(#"{"rate_window": "5m"}"#).settings).rateWindow == .seconds(300))
    #expect(resolve(#"{"rate_window": "1s"}"#).settings == nil)
  }

  @Test func profilesChangeTheirBase() throws {
    let json = """
      {"profile": "web", "profiles": {"shop": {"requests": "r", "status_label": "code"},
       "web": {"base": "shop", "status_label": "status_code", "external_duration": "calls"}}}
      """
    let profile = try #require(resolve(json).settings).profile
    var expected = MetricProfile.prometheusClient
    expected.name = "web"
    expected.requests.counter = "r"
    expected.requests.statusLabel = "status_code"
    expected.requests.marks = []
    expected.calls.duration = "calls"
    #expect(profile == expected)
  }

  @Test func aProfileCanStartFromNothing() throws {
    let json = #"""
      {"profiles": {"shop": {"base": "none", "requests": "r", "request_matchers": "path!=\"\""}}}
      """#
    let shop = try #require(resolve(json).settings?.profileTable?.first)
    #expect(shop.name == "shop" && shop.requests.counter == "r")
    #expect(shop.requests.marks == [LabelMatcher("path", .notEqual, "")])
    #expect(shop.requests.duration == nil && shop.requests.statusLabel == nil)
    #expect(shop.cache.metrics.isEmpty && shop.model.isEmpty && shop.database.duration == nil)
    #expect(problems(#"{"profile": "none"}"#).first?.contains("unknown profile 'none'") == true)
  }

  @Test func aProfileOfOursCanBeChangedUnderItsOwnName() throws {
    let json = """
      {"profiles": {"prometheus-client": {"base": "prometheus-client", "cache_hit": "HIT"}}}
      """
    #expect(try #require(resolve(json).settings).profile.cache.hit == "HIT")
    let implied = #"{"profiles": {"prometheus-client": {"cache_hit": "HIT"}}}"#
    #expect(try #require(resolve(implied).settings).profile.cache.hit == "HIT")
  }

  @Test func everyNameOfAProfileCanBeChanged() throws {
    let fields = ConfigTable.keys.filter { $0.path.starts(with: ["profiles", "*"]) }
      .compactMap { $0.path.count == 3 ? $0.path[2] : nil }
      .filter { !["base", "request_matchers"].contains($0) }
    let enumerations = [
      "request_duration_form": "summary", "request_duration_unit": "ms",
      "external_duration_unit": "ms",
    ]
    var reached: Set<String> = []
    for field in fields {
      let value = enumerations[field] ?? "changed"
      let json = #"{"profile": "p", "profiles": {"p": {"\#(field)": "\#(value)"}}}"#
      let profile = try #require(resolve(json).settings).profile
      let changed = Self.leaves(of: profile, "").filter { $0.text == value }
      #expect(changed.count == 1, "\(field)")
      reached.formUnion(changed.map(\.path))
    }
    // Whose names they are, what they are called, what tells them from others and what measures the
    // machine is not the user's.
    let all = Self.leaves(of: MetricProfile.prometheusClient, "").map(\.path)
    #expect(Set(all).subtracting(reached) == [".name", ".presence", ".guess", ".host"])
  }

  /// The texts in a value, by their paths; `nil` has one too.
  private static func leaves(of value: Any, _ path: String) -> [(path: String, text: String?)] {
    switch value {
    case let text as String: return [(path, text)]
    case let unit as DurationUnit: return [(path, unit.rawValue)]
    case let form as DurationForm: return [(path, form.rawValue)]
    case let text as String?: return [(path, text)]
    case is ProfileOrigin, is [LabelMatcher], is [String], is [ProfileCaveat]: return []
    default:
      return Mirror(reflecting: value).children.flatMap {
        leaves(of: $0.value, "\(path).\($0.label ?? "")")
      }
    }
  }

  @Test func aNamedProfileIsNotLookedForAndOwnOnesAreLookedForFirst() throws {
    let named = try #require(resolve(#"{"profile": "django-prometheus"}"#).settings)
    #expect(named.profile.name == "django-prometheus" && named.profileTable == nil)
    let json = #"{"profiles": {"shop": {"requests": "r"}, "promhttp": {"base": "promhttp"}}}"#
    let settings = try #require(resolve(json).settings)
    let table = try #require(settings.profileTable)
    #expect(table.prefix(2).map(\.name) == ["shop", "promhttp"])
    #expect(table.count == MetricProfile.all.count + 1)
    #expect(table.filter { $0.name == "promhttp" }.count == 1)
  }

  @Test func panelsOfTheUsersOwnAreRead() throws {
    let json = """
      {"panels": {"hide": ["cost"], "order": ["queue", "errors"], "own": {
        "queue": {"title": "Queue", "unit": "seconds", "warning": "500ms", "critical": 2,
          "queries": [{"expr": "q{$selector}", "legend": "{{queue}}"}, {"expr": "r"}]},
        "plain": {"queries": [{"expr": "up"}]}}}}
      """
    let settings = try #require(resolve(json, vocabulary: shopVocabulary).settings)
    #expect(settings.hiddenPanels == ["cost"])
    #expect(settings.panelOrder == ["queue", "errors"])
    #expect(
      settings.ownPanels == [
        OwnPanel(
          id: "queue",
          title: "Queue",
          unit: .seconds,
          threshold: Threshold(warning: 0.5, critical: 2),
          lines: [.init(expression: "q{$selector}", legend: "{{queue}}"), .init(expression: "r")]
        ),
        OwnPanel(
          id: "plain",
          title: "plain",
          unit: .none,
          threshold: nil,
          lines: [.init(expression: "up")]
        ),
      ]
    )
  }

  @Test func ownPanelsOfValuesMayHaveGauges() throws {
    let json = """
      {"panels": {"own": {"disk": {"unit": "ratio", "form": "values", "full": "100%",
        "queries": [{"expr": "d"}]}}}}
      """
    let panel = try #require(resolve(json, vocabulary: shopVocabulary).settings?.ownPanels.first)
    #expect(panel.form == .values)
    #expect(panel.full == 1)
  }

  @Test(arguments: [
    (#""full": 3"#, "only values have gauges: set 'form' to 'values'"),
    (#""full": 0, "form": "values""#, "a gauge cannot be full at 0"),
    (#""form": "pie""#, "'pie' is not one of 'chart', 'values', 'logs'"),
    (#""form": "logs""#, "log lines are asked for in LogQL: set 'logql' in each query"),
    (#""form": "values", "stacked": true"#, "only a chart can be stacked"),
    (#""texts": {"up": "1"}"#, "write a value such as '1', or two such as '2..5'"),
    (#""texts": {"5..2": "x"}"#, "write a value such as '1', or two such as '2..5'"),
  ])
  func aGaugeThatCannotBeDrawnIsSaid(members: String, words: String) {
    let json = #"{"panels": {"own": {"disk": {\#(members), "queries": [{"expr": "d"}]}}}}"#
    let found = problems(json, vocabulary: shopVocabulary)
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  @Test func ownPanelsMayAskLokiAndHaveWordsForValues() throws {
    let json = #"""
      {"panels": {"own": {
        "tail": {"form": "logs", "queries": [{"logql": "{$selector} |= \"error\""}]},
        "state": {"stacked": true, "texts": {"0": "down", "1": "up", "2..5": "busy", "6..": "full"},
          "queries": [{"logql": "sum(rate({a=\"b\"}[$window]))", "legend": "l"}, {"expr": "up"}]}}}}
      """#
    let panels = try #require(resolve(json, vocabulary: shopVocabulary).settings?.ownPanels)
    #expect(panels.map(\.form) == [.logs, .chart])
    let tail = OwnPanel.Line(expression: #"{$selector} |= "error""#, language: .logQL)
    #expect(panels.first?.lines == [tail])
    #expect(panels.last?.lines.map(\.language) == [.logQL, .promQL])
    #expect(panels.last?.isStacked == true)
    let texts = [ValueText(0, 0, "down"), ValueText(1, 1, "up"), ValueText(2, 5, "busy")]
    #expect(panels.last?.texts == texts + [ValueText(6, .infinity, "full")])
    #expect(panels.last?.texts.map(\.values) == ["0", "1", "2..5", "6.."])
  }

  @Test(arguments: [
    (#"{"legend": "x"}"#, "has no PromQL: set 'expr', or 'logql'"),
    (#"{"expr": "a", "logql": "b"}"#, "has both 'expr' and 'logql': keep one"),
  ])
  func aQueryHasOneLanguage(query: String, words: String) {
    let found = problems(
      #"{"panels": {"own": {"disk": {"queries": [\#(query)]}}}}"#,
      vocabulary: shopVocabulary
    )
    #expect(found.contains { $0.contains(words) }, "\(found)")
  }

  @Test(arguments: ["logs", "alerts", "overview"])
  func noPanelHasTheNameOfAView(_ name: String) {
    let json = #"{"panels": {"own": {"\#(name)": {"queries": [{"expr": "up"}]}}}}"#
    let found = problems(json, vocabulary: shopVocabulary)
    #expect(found.contains { $0.contains("a view has that name: choose another") })
  }

  @Test func keysAreReadByAction() throws {
    let settings = try #require(
      resolve(#"{"keys": {"quit": "x"}}"#, vocabulary: shopVocabulary).settings
    )
    #expect(settings.keys == ["quit": "x"])
  }

  @Test func problemsOfAllLayersComeAtOnce() {
    let said = problems(
      #"{"theme": "drak", "refresh": "1h"}"#,
      variables: ["GOLDTOP_CONCURRENCY": "many", "PROMETHEUS_URL": "localhost:9090"],
      flags: ["range": "2h", "speed": "1"]
    )
    #expect(
      said == [
        "etc/goldtop.json:1:11: theme: 'drak' is not one of 'dark', 'light', 'high-contrast', "
          + "'mono': did you mean 'dark'?",
        "etc/goldtop.json:1:30: refresh: '1h' is too long: the maximum is '5m'",
        "environment variable GOLDTOP_CONCURRENCY: concurrency: expected a whole number from "
          + "1 to 64, found the text 'many'",
        "environment variable PROMETHEUS_URL: prometheus.url: 'localhost:9090' has no scheme: write "
          + "'http://localhost:9090'",
        "flag --range: range: '2h' is not one of '5m', '15m', '1h', '6h', '24h', '7d'",
        "flag --speed: unknown flag",
      ]
    )
  }

  @Test func aMistypedVariableIsMentioned() {
    let resolution = resolve(
      variables: [
        "GOLDTOP_REFERSH": "5s", "GOLDTOP_CONFIG": "x", "OTHER": "y", "GOLDTOP_TEST_PYTHON": "z",
      ]
    )
    #expect(
      resolution.warnings.map(\.description) == [
        "environment variable GOLDTOP_REFERSH: unknown variable: did you mean 'GOLDTOP_REFRESH'?"
      ]
    )
    #expect(resolution.settings != nil)
  }

  /// The prefix alone makes no two variables alike.
  @Test func aVariableThatIsNearNoneIsMentionedWithoutAGuess() {
    let resolution = resolve(variables: ["GOLDTOP_FOO": "1"])
    #expect(
      resolution.warnings.map(\.description) == [
        "environment variable GOLDTOP_FOO: unknown variable"
      ]
    )
  }
}
