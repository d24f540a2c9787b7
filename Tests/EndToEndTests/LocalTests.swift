import Glibc
import Screen
import TestSupport
import Testing

/// `goldtop local` in a terminal, on a service that it scrapes itself.
@Suite struct LocalTests {
  @Test func aServiceIsScrapedItsPipeReadAndKeysComeFromTheTerminal() async throws {
    let exporter = try await Exporter(Shop(start: Int(wallClockSeconds()) - 60))
    let line = #"{"level":"error","msg":"card declined","time":"2030-01-01T00:00:00Z"}"#
    let script = """
      (while printf '%s\\n' '\(line)'; do sleep 1; done) \
      | '\(Program.path)' local --scrape shop=:\(exporter.port) --interval 1s --logs -
      """
    let terminal = try Tmux(["/bin/sh", "-c", script], size: Size(160, 48))
    let screen = try await terminal.waitFor("the target, rates and the line") { screen in
      screen.contains("targets 1/1") && screen.contains("card declined")
        && screen.contains("% hit")
        && screen.lines.contains { $0.contains("req/s") && !$0.contains("0 req/s") }
    }
    #expect(screen.lines.first?.contains("shop") == true)
    try terminal.press("q")
    let ending = try await terminal.waitForEnd()
    #expect(ending.modesAfter == ending.modesBefore)
  }

  @Test func targetsAndRulesThatAreNoneAreRefused() async throws {
    let target = try await Program.run(["local", "--scrape", "ftp://a"])
    #expect(target.end == .exited(2))
    #expect(target.errors.contains("ftp"))
    let folder = try TemporaryFolder()
    let file = try folder.write("groups:\n  - name: a\n    rules: [{alert: A}]\n", to: "rules.yml")
    let rules = try await Program.run(["local", "--scrape", ":1", "--rules", file])
    #expect(rules.end == .exited(2))
    #expect(rules.errors.contains("rules.yml:3:13: "))
    let interval = try await Program.run(["local", "--scrape", ":1", "--interval", "10ms"])
    #expect(interval.end == .exited(2))
  }

  @Test func withLogsAloneTheLogViewIsOpenAndPanelsSayThatNothingIsScraped() async throws {
    let folder = try TemporaryFolder()
    let line = #"{"level":"error","msg":"card declined","time":"2030-01-01T00:00:00Z"}"#
    let file = try folder.write(line + "\n", to: "shop.log")
    let terminal = try Self.open(beside: [], ["local", "--logs", file])
    let screen = try await terminal.waitFor("the line") { $0.contains("card declined") }
    #expect(screen.contains("Esc"))
    try terminal.press("Escape")
    _ = try await terminal.waitFor("panels that have nothing") { screen in
      screen.contains("no targets to scrape") && screen.contains("add one with --scrape")
        && !screen.contains("profile")
    }
    try terminal.press("q")
    _ = try await terminal.waitForEnd()
  }

  @Test func whatListensOnLoopbackIsFoundAndWhatIsLeftIsSaid() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      # TYPE http_requests_total counter
      http_requests_total{handler="/pay",method="POST",status="2xx"} 5
      # TYPE http_request_duration_seconds histogram
      http_request_duration_seconds_bucket{handler="/pay",method="POST",le="0.1"} 5
      http_request_duration_seconds_bucket{handler="/pay",method="POST",le="+Inf"} 5
      http_request_duration_seconds_sum{handler="/pay",method="POST"} 0.1
      http_request_duration_seconds_count{handler="/pay",method="POST"} 5

      """,
      to: "metrics"
    )
    let empty = try TemporaryFolder()
    let servers = [
      "python3 -m http.server 8123 --bind 127.0.0.1 --directory '\(folder.path)'",
      "python3 -m http.server 8124 --bind :: --directory '\(folder.path)'",
      "python3 -m http.server 8125 --directory '\(empty.path)'",
      "prometheus-node-exporter --web.listen-address=127.0.0.1:9100",
      "redis-server --port 6400 --bind 127.0.0.1 --save ''",
      // Not Redis at all, but where Redis is by custom.
      "python3 -m http.server 6379 --bind 127.0.0.1 --directory '\(folder.path)'",
    ]
    let terminal = try Self.open(beside: servers, ports: 6, ["local"])
    try await terminal.waitFor("services with their profiles") { screen in
      ["port-8123", "port-8124", "fastapi-in", "node-expor"].allSatisfy(screen.contains)
        && screen.contains("targets 3/3 up") && !screen.contains("port-8125")
    }
    try terminal.press("D")
    try await terminal.waitFor("what was found and left") { screen in
      [
        "found port-8123 :8123, 5 samples", "found port-8124 :8124, 5 samples", "found node :9100",
        "left :6379 (python3): Redis, not asked", "left :6400 (redis-server): Redis, not asked",
        "left :8125 (python3): HTTP 404 at /metrics",
      ]
      .allSatisfy(screen.contains)
    }
    try terminal.press("D")
    try await terminal.waitFor("the table again") { !$0.contains("left :6379") }
    try terminal.press("q")
    _ = try await terminal.waitForEnd()
  }

  @Test func withNothingOnLoopbackAndNoLogsThereIsNothingToShow() async throws {
    let terminal = try Self.open(beside: [], ["local"])
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 2)
  }

  /// Opens the dashboard on a loopback of its own: on that of the machine other tests have servers,
  /// which are not to be asked, and which come and go.
  ///
  /// - Parameters:
  ///   - servers: Commands to start before.
  ///   - ports: How many ports they listen on.
  ///   - arguments: goldtop's.
  /// - Returns: The terminal.
  /// - Throws: What starting it throws.
  private static func open(
    beside servers: [String],
    ports: Int = 0,
    _ arguments: [String]
  ) throws -> Tmux {
    let quoted = arguments.map { "'\($0)'" }.joined(separator: " ")
    let script = """
      ip link set lo up || exit 9
      pids=
      trap '[ -z "$pids" ] || kill $pids' EXIT
      trap 'exit 1' HUP TERM
      \(servers.map { "\($0) >/dev/null 2>&1 & pids=\"$pids $!\"" }.joined(separator: "\n"))
      until [ "$(cat /proc/net/tcp /proc/net/tcp6 | grep -c ' 0A ')" -ge \(ports) ]; do sleep 0.1; done
      '\(Program.path)' \(quoted)
      """
    let user = getuid() == 0 ? [] : ["--user", "--map-root-user"]
    return try Tmux(
      ["unshare"] + user + ["--net", "/bin/sh", "-c", script],
      size: Size(120, 36)
    )
  }

  @Test func standardInputThatIsNoPipeIsRefused() async throws {
    let terminal = try Program.open(["local", "--scrape", ":1", "--logs", "-"])
    let ending = try await terminal.waitForEnd()
    #expect(ending.status == 2)
  }
}
