// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target of ours, strict as an application may be.
///
/// Language mode 6, warnings are errors, and imports that say what they expose; dependencies are not
/// touched.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPCompression = Target.Dependency.product(
  name: "NIOHTTPCompression",
  package: "swift-nio-extras"
)
let nioSOCKS = Target.Dependency.product(name: "NIOSOCKS", package: "swift-nio-extras")
let nioWebSocket = Target.Dependency.product(name: "NIOWebSocket", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")

/// The commit that `goldtop --version` names; what is built without it says "unreleased".
///
/// It comes from the environment and not from `Context.gitInformation`: SwiftPM caches the manifest's
/// answer by its text and the environment, and would go on naming an old commit.
let commit = (Context.environment["GOLDTOP_COMMIT"] ?? "").filter {
  $0.isLetter || $0.isNumber || $0 == "-"
}

/// For what waits for people, files and servers: made small in a release, not fast, since one file that
/// is copied to a bastion has a budget too.
let small: [SwiftSetting] = [.unsafeFlags(["-Osize"], .when(configuration: .release))]

/// In a release each function is a section of its own, so that the linker leaves out what nothing calls
/// and puts together what runs.
let sections: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-function-sections"], .when(configuration: .release))
]

/// For what stores, evaluates and simulates: optimized in a debug build too.
///
/// The engine answers several times slower without, and the tests run a dozen of them on two cores.
let fast: [SwiftSetting] = [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// For what draws and parses: the same, but for the first build of a checkout (`.ci/goldtop`), which would take a
/// tenth longer for a demo that is hardly lighter.
let brisk = Context.environment["GOLDTOP_QUICK"] == nil ? fast : []

/// A target of ours under Sources.
func part(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  settings: [SwiftSetting] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict + sections + settings)
}

/// The suite of a target, with the shared test support.
func suite(
  _ name: String,
  _ dependencies: [Target.Dependency] = [],
  exclude: [String] = []
) -> Target {
  .testTarget(
    name: name,
    dependencies: ["TestSupport"] + dependencies,
    exclude: exclude,
    swiftSettings: strict
  )
}

let package = Package(
  name: "goldtop",
  products: [
    .executable(name: "goldtop", targets: ["goldtop"]),
    .executable(name: "goldtop-bench", targets: ["goldtop-bench"]),
  ],
  dependencies: [
    // Event loops, sockets, HTTP/1.1 and web sockets, without libcurl, which a fully static binary
    // cannot carry; and the server that the tests' misbehaving servers are made of.
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    // Decompression with a limit, and SOCKS.
    .package(url: "https://github.com/apple/swift-nio-extras", from: "1.29.0"),
    // Custom roots, client certificates and server names for TLS.
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    // Subcommands, flags and their help.
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
  ],
  targets: [
    .target(
      name: "CTerminal",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]
    ),
    .target(
      name: "CProcess",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]
        + (commit.isEmpty ? [] : [.define("GOLDTOP_COMMIT", to: "\"\(commit)\"")])
    ),
    .target(
      name: "CYAML",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
      // The archive, so that what is copied to another machine does not need the library there.
      linkerSettings: [.linkedLibrary(":libyaml.a")]
    ),
    .target(
      name: "CLZ4",
      cSettings: [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])],
      linkerSettings: [.linkedLibrary(":liblz4.a")]
    ),
    part("YAML", ["CYAML"], settings: small),
    part("Screen", settings: brisk),
    part("Telemetry", settings: brisk),
    part("Signals", ["Telemetry"], settings: small),
    part("Patterns", settings: brisk),
    part("Logs", ["Telemetry", "Patterns", "CLZ4"], settings: brisk),
    part("PromQL", ["Telemetry", "Patterns"], settings: fast),
    part("Demo", ["Telemetry", "Logs"], settings: fast),
    part(
      "HTTPTransport",
      [
        "Telemetry", nioCore, nioPosix, nioHTTP1, nioHTTPCompression, nioSOCKS, nioSSL,
        nioWebSocket,
      ],
      settings: small
    ),
    part("PrometheusAPI", ["Telemetry", "PromQL", "HTTPTransport"]),
    part("AlertmanagerAPI", ["Telemetry", "HTTPTransport"], settings: small),
    part("LokiAPI", ["Telemetry", "Logs", "HTTPTransport"], settings: small),
    part(
      "LocalSource",
      ["Telemetry", "Logs", "Patterns", "PromQL", "HTTPTransport", "YAML"],
      settings: fast
    ),
    part(
      "Dashboard",
      ["Screen", "Telemetry", "Signals", "Logs", "Patterns", "PromQL"],
      settings: small
    ),
    part(
      "DashboardConfig",
      ["Telemetry", "Signals", "Patterns", "Logs", "Screen"],
      settings: small
    ),
    part("Stack", ["Telemetry", "Signals"], settings: small),
    part("Grafana", ["Telemetry", "Signals", "Patterns", "PromQL"], settings: small),
    part("Checks", ["Telemetry", "Signals", "PromQL", "YAML"], settings: small),
    part("Reports", ["Screen", "Telemetry", "Signals", "Logs", "PromQL"], settings: small),
    part("Runtime", ["Dashboard", "Screen", "Telemetry", "Signals", "Logs"], settings: small),
    part("Terminal", ["Screen", "CTerminal"], settings: small),
    part(
      "Commands",
      [
        "Screen", "Telemetry", "Signals", "Logs", "PromQL", "Demo", "HTTPTransport",
        "PrometheusAPI", "AlertmanagerAPI", "LokiAPI", "LocalSource", "Dashboard",
        "DashboardConfig", "Stack", "Grafana", "Checks", "Reports", "Runtime", "Terminal",
        "CProcess", argumentParser,
      ],
      settings: small
    ),
    .executableTarget(
      name: "goldtop",
      dependencies: ["Commands"],
      swiftSettings: strict,
      // Nothing loads symbols out of the program; their names and what only they keep are 3 MB. The
      // toolchain's own linker folds functions that are the same, and puts those side by side that run
      // while a dashboard is open: five of fourteen resident megabytes of code lay around them.
      linkerSettings: [
        .unsafeFlags([
          "-use-ld=lld", "-Xlinker", "--no-export-dynamic", "-Xlinker", "--icf=safe",
          "-Xlinker", "-O2", "-Xlinker",
          "--symbol-ordering-file=\(Context.packageDirectory)/.ci/functions", "-Xlinker",
          "--no-warn-symbol-ordering",
        ])
      ]
    ),
    .executableTarget(
      name: "goldtop-bench",
      dependencies: [
        "Screen", "Telemetry", "Signals", "Logs", "PromQL", "HTTPTransport", "PrometheusAPI",
        "LocalSource", "Demo", "Dashboard", "Runtime", "Terminal",
      ],
      swiftSettings: strict
    ),

    .target(
      name: "TestSupport",
      dependencies: [
        "Screen", "Telemetry", "Patterns", nioCore, nioPosix, nioHTTP1, nioSSL, nioWebSocket,
      ],
      path: "Tests/TestSupport",
      exclude: ["README.md"],
      swiftSettings: strict
    ),
    suite("YAMLTests", ["YAML"]),
    suite("ScreenTests", ["Screen"], exclude: ["Goldens"]),
    suite("TelemetryTests", ["Telemetry"]),
    suite(
      "SignalsTests",
      ["Signals", "Telemetry", "PromQL", "LocalSource"],
      exclude: ["Expositions"]
    ),
    suite("PatternsTests", ["Patterns"]),
    suite("LogsTests", ["Logs", "Screen", "Telemetry"], exclude: ["Shapes"]),
    suite("PromQLTests", ["PromQL", "Patterns", "Telemetry"], exclude: ["Queries"]),
    suite("DemoTests", ["Demo", "Logs", "Telemetry"]),
    suite(
      "LokiAPITests",
      ["LokiAPI", "Logs", "HTTPTransport", "Telemetry", "Runtime", "Dashboard", "Screen"],
      exclude: ["Payloads"]
    ),
    suite(
      "LocalSourceTests",
      ["LocalSource", "Logs", "PromQL", "HTTPTransport", "Telemetry", "YAML"]
    ),
    suite("HTTPTransportTests", ["HTTPTransport", "Telemetry"]),
    suite(
      "PrometheusAPITests",
      ["PrometheusAPI", "PromQL", "HTTPTransport", "Telemetry"],
      exclude: ["Payloads"]
    ),
    suite(
      "AlertmanagerAPITests",
      ["AlertmanagerAPI", "HTTPTransport", "Telemetry"],
      exclude: ["Payloads"]
    ),
    suite(
      "DashboardTests",
      ["Dashboard", "Screen", "Telemetry", "Signals", "Logs", "Patterns"],
      exclude: ["Goldens"]
    ),
    suite(
      "DashboardConfigTests",
      ["DashboardConfig", "Telemetry", "Signals", "Logs", "Screen"],
      exclude: ["Invalid", "Valid"]
    ),
    suite(
      "GrafanaTests",
      ["Grafana", "Stack", "DashboardConfig", "Signals", "Telemetry", "PromQL"],
      exclude: ["Dashboards"]
    ),
    suite(
      "ChecksTests",
      ["Checks", "PromQL", "Signals", "Stack", "Telemetry", "YAML"],
      exclude: ["Shapes"]
    ),
    suite(
      "ReportsTests",
      ["Reports", "Signals", "Telemetry", "Logs"],
      exclude: ["Goldens"]
    ),
    suite("StackTests", ["Stack", "Signals", "Telemetry", "PromQL", "LocalSource", "YAML"]),
    suite(
      "RuntimeTests",
      [
        "Runtime", "Dashboard", "Screen", "Telemetry", "Signals", "Logs", "HTTPTransport",
        "PrometheusAPI", "AlertmanagerAPI", "LokiAPI",
      ]
    ),
    // A program with a terminal and nothing else, which TerminalTests runs in tmux.
    .executableTarget(
      name: "terminal-probe",
      dependencies: ["Screen", "Terminal"],
      path: "Tests/TerminalProbe",
      swiftSettings: strict
    ),
    suite("TerminalTests", ["Terminal", "Screen", "terminal-probe"]),
    suite(
      "CommandsTests",
      [
        "Checks", "Commands", "Dashboard", "DashboardConfig", "Demo", "LocalSource", "Logs",
        "PromQL", "Reports",
        "Runtime", "Screen", "Signals", "Stack", "Telemetry", "Terminal", argumentParser,
      ]
    ),
    suite("ArchitectureTests", ["Commands", "Dashboard", "DashboardConfig", "Screen"]),
    suite("EndToEndTests", ["goldtop"], exclude: ["Service"]),
  ],
  swiftLanguageModes: [.v6]
)
