import Signals
import Telemetry

/// The one list of configuration keys, from which decoding, messages, schema, example, variables
/// and flags come.
package enum ConfigTable {
  /// All keys in the order of the example file.
  package static let keys: [ConfigKey] =
    general + serverSets + display + signals + logs + checks + panels

  /// Members of one object of which only one may be set; of two layers the later one counts.
  static let alternatives: [[String]] = [
    ["password", "password_file"],
    ["credentials", "credentials_file"],
    ["basic_auth", "authorization"],
    ["proxy_url", "proxy_from_environment"],
  ]

  /// Variables with our prefix that are not keys.
  package static let otherVariables = ["GOLDTOP_CONFIG"]

  /// Variables of this project's own builds and tests, which goldtop inherits where it is started from
  /// them.
  static let developmentVariables: Set = [
    "GOLDTOP_BINARY", "GOLDTOP_COMMIT", "GOLDTOP_FLOOD_SECONDS", "GOLDTOP_FUZZ_CASES",
    "GOLDTOP_SERVE", "GOLDTOP_SERVE_HOURS", "GOLDTOP_SOAK_SECONDS", "GOLDTOP_SOAK_SEED",
    "GOLDTOP_TEST_LOKI", "GOLDTOP_TEST_PROMETHEUS3", "GOLDTOP_TEST_PYTHON",
  ]

  private static let general: [ConfigKey] = [
    ConfigKey("$schema", .text(), "Where editors find the JSON Schema of this file"),
    ConfigKey(
      "environment",
      .text("the name of an environment"),
      "Environment to show; --env overrides it"
    ).variables("GOLDTOP_ENVIRONMENT").flag("env"),
  ]

  private static let serverSets: [ConfigKey] =
    [
      ConfigKey(
        "selector",
        \.selector,
        .selector,
        "Matchers added to every query on the service's metrics"
      ).variables("GOLDTOP_SELECTOR").flag("selector"),
      ConfigKey(
        "exporter_selector",
        \.exporterSelector,
        .selector,
        "Matchers added to every query on exporter metrics (node_*, redis_*, pg_*)"
      ).variables("GOLDTOP_EXPORTER_SELECTOR"),
    ]
    + ServerKeys.all + grafana("grafana") + [
      ConfigKey(
        "author",
        \.author,
        .optionalText("a name"),
        "Author of silences; your user name by default"
      ).variables("GOLDTOP_AUTHOR")
    ]
    + [
      ConfigKey(
        "environments",
        nil,
        "Named sets of servers: prod, staging, local"
      ),
      ConfigKey("environments.*", nil, "One set; it inherits no server from the top level"),
      ConfigKey(
        "environments.*.selector",
        .selector,
        "'selector' for this environment"
      ),
      ConfigKey(
        "environments.*.exporter_selector",
        .selector,
        "'exporter_selector' for this environment"
      ),
    ] + ServerKeys.inEnvironments + grafana("environments.*.grafana")

  /// Where Grafana is, which is never asked.
  private static func grafana(_ path: String) -> [ConfigKey] {
    [
      ConfigKey(path, nil, "Grafana, for links to Explore; goldtop never asks it"),
      ConfigKey(
        "\(path).url",
        .baseURL(apiPaths: ["/explore", "/dashboards", "/login"]),
        "Base URL, with the path prefix if there is one"
      ),
      ConfigKey(
        "\(path).prometheus",
        .text("the UID of a data source"),
        "UID of its Prometheus data source; '\(GrafanaLink.metrics)' by default"
      ),
      ConfigKey(
        "\(path).loki",
        .text("the UID of a data source"),
        "UID of its Loki data source; '\(GrafanaLink.logs)' by default"
      ),
    ]
  }

  private static let display: [ConfigKey] = [
    ConfigKey(
      "refresh",
      \.refresh,
      .duration(.seconds(1)...(.seconds(300)), example: "5s"),
      "Refresh interval"
    ).variables("GOLDTOP_REFRESH").flag("refresh"),
    ConfigKey("range", \.range, .range, "Initial time range of charts")
      .variables("GOLDTOP_RANGE").flag("range"),
    ConfigKey(
      "rate_window",
      \.rateWindow,
      .optionalDuration(.seconds(5)...(.seconds(86_400)), example: "5m"),
      "Window of rates; without it four times the distance of a service's samples"
    ).variables("GOLDTOP_RATE_WINDOW"),
    ConfigKey(
      "timeout",
      \.timeout,
      .duration(.seconds(1)...(.seconds(300)), example: "10s"),
      "Request timeout"
    ).variables("GOLDTOP_TIMEOUT").forStart(),
    ConfigKey(
      "concurrency",
      \.concurrency,
      .integer(1...64),
      "Concurrent requests per server"
    ).variables("GOLDTOP_CONCURRENCY").forStart(),
    ConfigKey("theme", \.theme, .choice, "Colours")
      .variables("GOLDTOP_THEME").flag("theme").forStart(),
    ConfigKey(
      "color",
      \.color,
      .choice,
      "Use colours; auto checks the terminal and NO_COLOR"
    ).variables("GOLDTOP_COLOR").flag("no-color", meaning: "never").forStart(),
    ConfigKey(
      "ascii",
      \.ascii,
      .choice,
      "Draw with ASCII only; auto does if the locale is not UTF-8"
    ).variables("GOLDTOP_ASCII").flag("ascii", meaning: "always").forStart(),
    ConfigKey(
      "synchronized_output",
      \.synchronizedOutput,
      .choice,
      "Synchronized output, so that terminals never show half a frame"
    ).variables("GOLDTOP_SYNCHRONIZED_OUTPUT").forStart(),
    ConfigKey(
      "mouse",
      \.mouse,
      .boolean,
      "Use the mouse; the terminal then selects text with Shift held"
    ).variables("GOLDTOP_MOUSE"),
    ConfigKey(
      "remember",
      \.remember,
      .boolean,
      "Keep which services a metrics server has, so that the next start shows figures sooner"
    ).variables("GOLDTOP_REMEMBER").forStart(),
    ConfigKey(
      "time_zone",
      \.timeDisplay,
      .choice,
      "How times are shown: in local time, UTC, or as an age"
    ).variables("GOLDTOP_TIME_ZONE"),
  ]

  private static let checks: [ConfigKey] = [
    ConfigKey("check", nil, "What goldtop check expects"),
    ConfigKey("check.retention", nil, "How long servers should keep what they have"),
    ConfigKey(
      "check.retention.metrics",
      \.metricsRetention,
      .duration(.seconds(3600)...(.seconds(3650 * 86_400)), example: "30d"),
      "Samples of Prometheus"
    ),
    ConfigKey(
      "check.retention.logs",
      \.logsRetention,
      .duration(.seconds(3600)...(.seconds(3650 * 86_400)), example: "7d"),
      "Lines of Loki"
    ),
    ConfigKey(
      "check.log_delay",
      \.logDelay,
      .duration(.seconds(1)...(.seconds(86_400)), example: "1m"),
      "Within which time log lines should arrive"
    ),
  ]

  private static let panels: [ConfigKey] = [
    ConfigKey("panels", nil, "Panels to show"),
    ConfigKey(
      "panels.hide",
      \.hiddenPanels,
      .names("a list of panel names"),
      "Panels to hide"
    ),
    ConfigKey(
      "panels.order",
      \.panelOrder,
      .names("a list of panel names"),
      "Panels to put first, in this order"
    ),
    ConfigKey("panels.own", nil, "Your own panels, by name"),
    ConfigKey("panels.own.*", nil, "One panel"),
    ConfigKey("panels.own.*.title", .text(), "Title; the panel's name by default"),
    ConfigKey("panels.own.*.unit", .choice(OwnPanel.units), "Unit of the values"),
    ConfigKey("panels.own.*.warning", .measure(nil, -1e15...1e15), "Warning threshold"),
    ConfigKey("panels.own.*.critical", .measure(nil, -1e15...1e15), "Critical threshold"),
    ConfigKey(
      "panels.own.*.direction",
      .choice(Threshold.Direction.allCases.map(\.rawValue)),
      "Which side of a threshold is bad; above by default"
    ),
    ConfigKey(
      "panels.own.*.form",
      .choice(OwnPanel.Form.allCases.map(\.rawValue)),
      "A chart, the present values alone, or the newest log lines; chart by default"
    ),
    ConfigKey(
      "panels.own.*.stacked",
      .boolean,
      "Whether the lines of a chart are drawn as areas, one on the other"
    ),
    ConfigKey("panels.own.*.texts", nil, "Words for values, by value: '1', or '2..5' for a range"),
    ConfigKey("panels.own.*.texts.*", .text(), "The word that is shown in place of the value"),
    ConfigKey(
      "panels.own.*.full",
      .measure(nil, 0...1e15),
      "The value of a full gauge beside each present value"
    ),
    ConfigKey("panels.own.*.queries", nil, "Queries to draw"),
    ConfigKey("panels.own.*.queries.[]", nil, "One expression"),
    ConfigKey(
      "panels.own.*.queries.[].expr",
      .text("a PromQL expression", allowsLines: true),
      "PromQL; $selector stands for the matchers, $window for the rate window, $range for the range "
        + "that is shown"
    ),
    ConfigKey(
      "panels.own.*.queries.[].logql",
      .text("a LogQL expression", allowsLines: true),
      "LogQL in place of PromQL, for log lines or what is counted of them; $selector stands for "
        + "logs.selector"
    ),
    ConfigKey(
      "panels.own.*.queries.[].legend",
      .text(),
      "Legend of its series; {{label}} stands for a label's value"
    ),
    ConfigKey("keys", nil, "Key bindings, by action"),
    ConfigKey(
      "keys.*",
      .text("a key such as 'q'"),
      "Key of one action"
    ),
  ]
}
