/// Which modules each target may import; the same table stands in Architecture.md.
///
/// Every target may import less. What is not ours is named as the import line names it.
let moduleTable: [String: Set<String>] = [
  "CTerminal": [],
  "CProcess": [],
  "CYAML": [],
  "CLZ4": [],
  "YAML": ["CYAML"],
  "Screen": [],
  "Telemetry": [],
  "Signals": ["Telemetry"],
  "Patterns": [],
  "Logs": ["Telemetry", "Patterns", "CLZ4", "Synchronization"],
  "PromQL": ["Telemetry", "Patterns", "Glibc", "Musl", "Synchronization"],
  "Demo": ["Telemetry", "Logs", "Glibc", "Musl"],
  "HTTPTransport": [
    "Telemetry", "NIOCore", "NIOPosix", "NIOHTTP1", "NIOHTTPCompression", "NIOSOCKS", "NIOSSL",
    "NIOWebSocket", "FoundationEssentials", "Synchronization", "Glibc", "Musl",
  ],
  "PrometheusAPI": [
    "Telemetry", "PromQL", "HTTPTransport", "FoundationEssentials", "Synchronization",
  ],
  "AlertmanagerAPI": ["Telemetry", "HTTPTransport", "FoundationEssentials"],
  "LokiAPI": ["Telemetry", "Logs", "HTTPTransport", "FoundationEssentials", "Synchronization"],
  "LocalSource": [
    "Telemetry", "Logs", "Patterns", "PromQL", "HTTPTransport", "YAML", "FoundationEssentials",
    "Synchronization", "Glibc", "Musl",
  ],
  "Dashboard": ["Screen", "Telemetry", "Signals", "Logs", "Patterns", "PromQL"],
  "DashboardConfig": [
    "Telemetry", "Signals", "Patterns", "Logs", "Screen", "FoundationEssentials",
  ],
  "Stack": ["Telemetry", "Signals"],
  "Grafana": ["Telemetry", "Signals", "Patterns", "PromQL", "FoundationEssentials"],
  "Checks": ["Telemetry", "Signals", "PromQL", "YAML"],
  "Reports": ["Screen", "Telemetry", "Signals", "Logs", "PromQL"],
  "Runtime": [
    "Dashboard", "Screen", "Telemetry", "Signals", "Logs", "Dispatch", "Synchronization", "Glibc",
  ],
  "Terminal": ["Screen", "CTerminal", "Dispatch", "Glibc", "Synchronization"],
  "Commands": [
    "Screen", "Telemetry", "Signals", "Logs", "PromQL", "Demo", "HTTPTransport",
    "PrometheusAPI", "AlertmanagerAPI", "LokiAPI", "LocalSource", "Dashboard", "DashboardConfig",
    "Stack", "Grafana", "Checks", "Reports", "Runtime", "Terminal", "CProcess", "ArgumentParser",
    "FoundationEssentials", "Glibc", "Synchronization",
  ],
  "goldtop": ["Commands"],
  "goldtop-bench": [
    "Screen", "Telemetry", "Signals", "Logs", "PromQL", "HTTPTransport", "PrometheusAPI",
    "LocalSource", "Demo", "Dashboard", "Runtime", "Terminal", "Glibc", "Synchronization",
  ],
]
