import Glibc
import TestSupport
import Testing

/// `goldtop init` as a user runs it, judged by the tools of the servers that read its files.
@Suite struct InitTests {
  /// Flags of plans that differ.
  static let plans: [[String]] = [
    [],
    ["--python", "--node", "--kubernetes"],
    ["--no-logs", "--no-postgres", "--no-redis", "--runbooks", "https://runbooks.example.com/"],
    ["--promtail", "--service", "shop=https://shop.example.com/m"],
    [
      "--service", "shop=http://a:1", "--service", "shop=http://b:2", "--service", "ns/worker=otlp",
    ],
    ["--service", "worker=otlp"],
    ["--service", #"a "quoted" \ {name} | $é: #'=http://shop:1"#, "--service", "1=http://shop:2"],
  ]

  @Test(arguments: plans)
  func theToolsOfTheServersAcceptWhatIsWritten(_ flags: [String]) async throws {
    let folder = try TemporaryFolder()
    let stack = folder.file("stack")
    let made = try await Program.run(["init", stack] + flags)
    try #require(made.end == .exited(0), "\(made.errors)")
    let rules = "\(stack)/prometheus/rules/goldtop.rules.yml"
    for command in [
      ["promtool", "check", "config", "\(stack)/prometheus/prometheus.yml"],
      ["promtool", "check", "rules", "--lint=all", "--lint-fatal", rules],
      ["promtool", "test", "rules", "\(stack)/prometheus/tests/goldtop.test.yml"],
      ["amtool", "check-config", "\(stack)/alertmanager/alertmanager.yml"],
    ] {
      let run = try await run(command)
      #expect(run.end == .exited(0), "\(command): \(run.output)\(run.errors)")
    }
  }

  @Test func kubernetesHasTheSameRules() async throws {
    let folder = try TemporaryFolder()
    _ = try await Program.run(["init", folder.path, "--kubernetes"])
    let manifest = textOfFile(folder.file("kubernetes/rules.yml"))
    let groups = try #require(manifest.firstRange(of: "\nspec:\n")?.upperBound)
    let lines = manifest[groups...].split(separator: "\n", omittingEmptySubsequences: false)
    let file = try folder.write(
      lines.map { $0.dropFirst(2) }.joined(separator: "\n"),
      to: "prometheus/rules/goldtop.rules.yml"
    )
    let check = try await run(["promtool", "check", "rules", file])
    #expect(check.end == .exited(0), "\(check.errors)")
    let test = try await run([
      "promtool", "test", "rules", folder.file("prometheus/tests/goldtop.test.yml"),
    ])
    #expect(test.end == .exited(0), "\(test.output)")
  }

  /// What the rules have to see, each with a change that makes them blind to it.
  @Test(
    arguments: [
      ("unless http_requests_total{status=~\"5..\"} offset 5m)", "unless http_requests_total)"),
      ("up offset 5m == 1 or", "up >= 0 or"),
      (
        "increase(http_requests_total{status=~\"5..\"}[5m])", "http_requests_total{status=~\"5..\"}"
      ),
      ("errors:increase5m >= 5", "errors:increase5m >= 0"),
      ("sum by (job, le) (rate(http_request_d", "sum by (job, le, instance) (rate(http_request_d"),
      ("sum by (job) (up{job=~\"backend|frontend\"}) == 0", "up == 0"),
      ("(job:http_requests:increase5m > 0)", "job:http_requests:increase5m"),
      ("increase(alertmanager_notifications_failed_total[15m])", "vector(0)"),
      ("max by (job) (pg_up) == 0", "vector(1) == 2"),
      ("result=\"hit\"}[15m])) or", "result=\"hit\"}[15m])) unless"),
      ("avg_over_time(job:http_requests:increase5m[1h] offset 10m) > 30", "vector(1) == 2"),
    ]
  )
  func theCasesFailWhereARuleIsBlind(_ right: String, _ wrong: String) async throws {
    let folder = try TemporaryFolder()
    let stack = folder.file("stack")
    _ = try await Program.run(["init", stack])
    let rules = "\(stack)/prometheus/rules/goldtop.rules.yml"
    let text = textOfFile(rules)
    try #require(text.contains(right), "\(right)")
    let other = text.replacing(right, with: wrong)
    try folder.write(other, to: "stack/prometheus/rules/goldtop.rules.yml")
    let check = try await run(["promtool", "check", "rules", rules])
    #expect(check.end == .exited(0), "\(check.errors)")
    let test = try await run([
      "promtool", "test", "rules", "\(stack)/prometheus/tests/goldtop.test.yml",
    ])
    #expect(test.end == .exited(1), "\(test.output)")
  }

  @Test func alertsGoToThoseWhoShouldHearOfThem() async throws {
    let folder = try TemporaryFolder()
    _ = try await Program.run(["init", folder.path])
    let file = folder.file("alertmanager/alertmanager.yml")
    for (labels, receivers) in [
      (["severity=critical", "alertname=ServiceDown"], "pagerduty,slack"),
      (["severity=warning", "alertname=HighErrorRate"], "slack"),
      (["severity=warning", "alertname=HighDailyCost"], "email"),
      (["alertname=Own"], "slack"),
    ] {
      let command = ["amtool", "config", "routes", "test", "--config.file=\(file)"]
      let run = try await run(command + ["--verify.receivers=\(receivers)"] + labels)
      #expect(run.end == .exited(0), "\(labels): \(run.output)\(run.errors)")
    }
  }

  @Test(.enabled(if: RealLoki.binary != nil)) func lokiAcceptsItsConfiguration() async throws {
    let binary = try #require(RealLoki.binary)
    let folder = try TemporaryFolder()
    _ = try await Program.run(["init", folder.path])
    // As it is, it writes below /loki, which only the image has.
    let text = textOfFile(folder.file("loki/loki.yml"))
      .replacing(": /loki", with: ": \(folder.file("data"))")
      .replacing("http_listen_port: 3100", with: "http_listen_port: \(try Loopback.freePort())")
    let file = try folder.write(text, to: "loki/loki.yml")
    let run = try await run([binary, "-config.file=\(file)", "-verify-config"])
    #expect(run.end == .exited(0), "\(run.errors)")
  }

  // MARK: - Files that are there

  @Test func whatIsThereIsKeptAndTheDifferenceShown() async throws {
    let folder = try TemporaryFolder()
    let stack = folder.file("deep/er/stack")
    let first = try await Program.run(["init", stack])
    #expect(first.output.contains("wrote compose.yml (new)\n"))
    let again = try await Program.run(["init", stack])
    #expect(again.end == .exited(0))
    #expect(again.output.isEmpty, "\(again.output)")

    let mine = textOfFile("\(stack)/compose.yml").replacing("9090:9090", with: "9999:9090")
    try folder.write(mine, to: "deep/er/stack/compose.yml")
    let kept = try await Program.run(["init", stack, "--service", "shop=http://shop:1"])
    #expect(kept.end == .exited(1))
    #expect(kept.output.contains("kept compose.yml (edited)\n"))
    #expect(kept.output.contains("kept prometheus/prometheus.yml (as goldtop 0.1.0 wrote it)\n"))
    #expect(kept.output.contains("\n-  - job_name: \"backend\"\n"))
    #expect(kept.output.contains("\n+  - job_name: \"shop\"\n"))
    #expect(kept.errors.contains("--force"))
    #expect(textOfFile("\(stack)/compose.yml") == mine)

    let forced = try await Program.run([
      "init", stack, "--service", "shop=http://shop:1", "--force",
    ])
    #expect(forced.end == .exited(0))
    #expect(!textOfFile("\(stack)/compose.yml").contains("9999:9090"))
    #expect(textOfFile("\(stack)/prometheus/prometheus.yml").contains("job_name: \"shop\""))
  }

  @Test func upgradeShowsWhatWouldChangeAndKeepsWhatIsEdited() async throws {
    let folder = try TemporaryFolder()
    let stack = folder.path
    _ = try await Program.run(["init", stack, "--service", "shop=http://shop:1", "--no-logs"])
    let same = try await Program.run(["init", stack, "--upgrade"])
    #expect(same.end == .exited(0) && same.output.isEmpty, "\(same.output)\(same.errors)")

    // As if an older goldtop had written it: another plan, and an edit of the user in one file.
    let rules = "prometheus/rules/goldtop.rules.yml"
    let edited = textOfFile(folder.file(rules)).replacing("> 0.05", with: "> 0.07")
    try folder.write(edited, to: rules)
    let older = try TemporaryFolder()
    _ = try await Program.run(["init", older.path, "--service", "old=http://old:1", "--no-logs"])
    try folder.write(textOfFile(older.file("README.md")), to: "README.md")
    unlink(folder.file("runbooks/SlowQueries.md"))

    let shown = try await Program.run(["init", stack, "--upgrade"])
    #expect(shown.end == .exited(1))
    #expect(shown.output.contains("would change \(rules) (edited)\n"))
    #expect(shown.output.contains("would change README.md (as goldtop 0.1.0 wrote it)\n"))
    #expect(shown.output.contains("would change runbooks/SlowQueries.md (new)\n"))
    #expect(textOfFile(folder.file(rules)) == edited)
    #expect(textOfFile(folder.file("README.md")).contains("`old`"))

    let forced = try await Program.run(["init", stack, "--upgrade", "--force"])
    #expect(forced.end == .exited(1))
    #expect(textOfFile(folder.file(rules)) == edited)
    #expect(textOfFile(folder.file("README.md")).contains("`shop`"))
    #expect(!textOfFile(folder.file("runbooks/SlowQueries.md")).isEmpty)
  }

  @Test func whatCannotBeDoneSaysWhy() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "file")
    try #require(mkdir(folder.file("dir"), 0o700) == 0)
    try #require(mkdir(folder.file("dir/compose.yml"), 0o700) == 0)
    for (arguments, words) in [
      (["--service", "shop=ftp://shop", folder.file("a")], "not 'ftp'"),
      (["--no-logs", "--promtail", folder.file("a")], "use either --no-logs or --promtail"),
      (["--upgrade", folder.file("a")], "it has no goldtop-init.json"),
      (["--upgrade", "--python", folder.file("a")], "--upgrade takes all but --force"),
      ([file], "cannot write"), ([folder.file("dir")], "is a directory"),
      (["/proc/stack"], "cannot write"),
    ] {
      let run = try await Program.run(["init"] + arguments)
      #expect(run.end == .exited(2), "\(arguments): \(run.output)")
      #expect(run.errors.contains(words), "\(run.errors)")
    }
    #expect(access(folder.file("a"), F_OK) != 0)
  }

  @Test func aLinkIsReplacedAndWhatItNamesIsNot() async throws {
    let folder = try TemporaryFolder()
    let other = try folder.write("mine\n", to: "other")
    try #require(mkdir(folder.file("stack"), 0o700) == 0)
    try #require(symlink(other, folder.file("stack/compose.yml")) == 0)
    let kept = try await Program.run(["init", folder.file("stack")])
    #expect(kept.end == .exited(1))
    #expect(kept.output.contains("kept compose.yml (edited)"))
    _ = try await Program.run(["init", folder.file("stack"), "--force"])
    #expect(textOfFile(other) == "mine\n")
  }

  @Test func servicesOnLocalhostAreRemarkedOn() async throws {
    let folder = try TemporaryFolder()
    let run = try await Program.run(["init", folder.path, "--service", "shop=http://localhost:80"])
    #expect(run.end == .exited(0))
    #expect(run.errors.contains("host.docker.internal"))
  }

  @Test func theDashboardAloneIsThatOfTheStack() async throws {
    let folder = try TemporaryFolder()
    _ = try await Program.run(["init", folder.path])
    let run = try await Program.run(["export", "grafana"])
    #expect(run.end == .exited(0))
    #expect(run.output == textOfFile(folder.file("grafana/dashboards/service-overview.json")))
    let unknown = try await Program.run(["export", "grafana", "--profile", "micrometr"])
    #expect(unknown.end == .exited(2))
    #expect(unknown.errors.contains("did you mean 'micrometer'?"))
  }
}
