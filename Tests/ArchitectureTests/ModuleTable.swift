/// Which modules each target may import; the same table stands in Architecture.md.
///
/// Every target may import less. What is not ours is named as the import line names it.
let moduleTable: [String: Set<String>] = [
  "CTerminal": [],
  "CBuildInfo": [],
  "Screen": [],
  "Telemetry": [],
  "Signals": ["Telemetry"],
  "HTTPTransport": [
    "Telemetry", "AsyncHTTPClient", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPCompression",
    "NIOSSL", "Synchronization", "Glibc", "Musl",
  ],
  "PrometheusAPI": ["Telemetry", "HTTPTransport", "FoundationEssentials", "Synchronization"],
  "AlertmanagerAPI": ["Telemetry", "HTTPTransport", "FoundationEssentials"],
  "Dashboard": ["Screen", "Telemetry", "Signals"],
  "DashboardConfig": ["Telemetry", "Signals", "FoundationEssentials"],
  "Runtime": ["Dashboard", "Screen", "Telemetry", "Signals", "Synchronization", "Glibc"],
  "Terminal": ["Screen", "CTerminal", "Dispatch", "Glibc", "Synchronization"],
  "Commands": [
    "Screen", "Telemetry", "Signals", "HTTPTransport", "PrometheusAPI", "AlertmanagerAPI",
    "Dashboard", "DashboardConfig", "Runtime", "Terminal", "CBuildInfo", "ArgumentParser",
    "FoundationEssentials", "Glibc", "Synchronization",
  ],
  "goldtop": ["Commands"],
  "goldtop-bench": [
    "Screen", "Telemetry", "Signals", "HTTPTransport", "PrometheusAPI", "Dashboard", "Runtime",
    "Glibc", "Synchronization",
  ],
]
