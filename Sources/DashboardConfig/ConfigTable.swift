import Telemetry

/// The one list of configuration keys, from which decoding, messages, schema, example, variables
/// and flags come.
package enum ConfigTable {
  /// All keys in the order of the example file.
  package static let keys: [ConfigKey] =
    general + serverSets + display + signals + logs + panels

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
    "GOLDTOP_TEST_LOKI", "GOLDTOP_TEST_PYTHON",
  ]

  /// The ranges that a dashboard can show.
  package static let ranges = ["5m", "15m", "1h", "6h", "24h", "7d"]

  private static let general: [ConfigKey] = [
    ConfigKey("$schema", .text(), "Where an editor finds the JSON Schema of this file"),
    ConfigKey(
      "environment",
      .text("the name of an environment"),
      "The environment that is shown unless --env names another"
    ).variables("GOLDTOP_ENVIRONMENT").flag("env"),
  ]

  private static let serverSets: [ConfigKey] =
    [
      ConfigKey("selector", .selector, "Matchers that go into every query on the service's metrics")
        .variables("GOLDTOP_SELECTOR").flag("selector"),
      ConfigKey(
        "exporter_selector",
        .selector,
        "Matchers that go into every query on exporters' metrics (node_*, redis_*, pg_*)"
      ).variables("GOLDTOP_EXPORTER_SELECTOR"),
    ]
    + ServerKeys.all
    + [
      ConfigKey(
        "environments",
        nil,
        "Named sets of servers: prod, staging, local"
      ),
      ConfigKey("environments.*", nil, "One set; it takes no server from the top level"),
      ConfigKey(
        "environments.*.selector",
        .selector,
        "As 'selector' at the top, for this environment"
      ),
      ConfigKey(
        "environments.*.exporter_selector",
        .selector,
        "As 'exporter_selector' at the top, for this environment"
      ),
    ] + ServerKeys.inEnvironments

  private static let display: [ConfigKey] = [
    ConfigKey(
      "refresh",
      .duration(.seconds(1)...(.seconds(300)), example: "5s"),
      .text("5s"),
      "How often the servers are asked"
    ).variables("GOLDTOP_REFRESH").flag("refresh"),
    ConfigKey("range", .duration(among: ranges), .text("15m"), "The time that charts show at first")
      .variables("GOLDTOP_RANGE").flag("range"),
    ConfigKey(
      "rate_window",
      .duration(.seconds(5)...(.seconds(86_400)), example: "5m"),
      "The window of rates, for services whose samples are further apart than targets are scraped"
    ).variables("GOLDTOP_RATE_WINDOW"),
    ConfigKey(
      "timeout",
      .duration(.seconds(1)...(.seconds(300)), example: "10s"),
      .text("10s"),
      "How long a request may take"
    ).variables("GOLDTOP_TIMEOUT"),
    ConfigKey(
      "concurrency",
      .integer(1...64),
      .number("6"),
      "How many requests a server gets at a time"
    ).variables("GOLDTOP_CONCURRENCY"),
    ConfigKey("theme", .choice(Settings.Theme.allCases.map(\.rawValue)), .text("dark"), "Colours")
      .variables("GOLDTOP_THEME").flag("theme"),
    ConfigKey(
      "color",
      preference,
      .text("auto"),
      "Whether colours are used; auto asks the terminal and NO_COLOR"
    ).variables("GOLDTOP_COLOR").flag("no-color", meaning: "never"),
    ConfigKey(
      "ascii",
      preference,
      .text("auto"),
      "Whether drawing keeps to ASCII; auto does where the locale is not UTF-8"
    ).variables("GOLDTOP_ASCII").flag("ascii", meaning: "always"),
    ConfigKey(
      "synchronized_output",
      preference,
      .text("auto"),
      "Whether frames are bracketed so that terminals show them whole"
    ).variables("GOLDTOP_SYNCHRONIZED_OUTPUT"),
    ConfigKey(
      "time_zone",
      .choice(Settings.TimeZone.allCases.map(\.rawValue)),
      .text("local"),
      "How times are written: the zone of this machine, UTC, or as an age"
    ).variables("GOLDTOP_TIME_ZONE"),
  ]

  private static let preference = ConfigKind.choice(Settings.Preference.allCases.map(\.rawValue))

  private static let panels: [ConfigKey] = [
    ConfigKey("panels", nil, "Which panels there are"),
    ConfigKey(
      "panels.hide",
      .names("a list of panel names"),
      .list([]),
      "Panels that are left out"
    ),
    ConfigKey(
      "panels.order",
      .names("a list of panel names"),
      .list([]),
      "Panels that come first, in this order; the others follow"
    ),
    ConfigKey("panels.own", nil, "Panels of your own, by name"),
    ConfigKey("panels.own.*", nil, "One panel"),
    ConfigKey("panels.own.*.title", .text(), "What its frame says; the panel's name unless set"),
    ConfigKey("panels.own.*.unit", .choice(PanelSettings.units), "The unit of its values"),
    ConfigKey("panels.own.*.warning", .measure(nil, -1e15...1e15), "The bound of warning"),
    ConfigKey("panels.own.*.critical", .measure(nil, -1e15...1e15), "The bound of critical"),
    ConfigKey(
      "panels.own.*.direction",
      .choice(Threshold.Direction.allCases.map(\.rawValue)),
      "Which side of a bound is bad; above unless set"
    ),
    ConfigKey("panels.own.*.queries", nil, "What is drawn"),
    ConfigKey("panels.own.*.queries.[]", nil, "One expression"),
    ConfigKey(
      "panels.own.*.queries.[].expr",
      .text("a PromQL expression", allowsLines: true),
      "The PromQL; $selector stands for the matchers, $window for the rate window"
    ),
    ConfigKey(
      "panels.own.*.queries.[].legend",
      .text(),
      "What its series are called; {{label}} stands for a label's value"
    ),
    ConfigKey("keys", nil, "Other keys for actions, by the action's name"),
    ConfigKey(
      "keys.*",
      .text("a key such as 'q'"),
      "The key of one action"
    ),
  ]
}
