import ArgumentParser
import Logs
import Telemetry
import Testing

@testable import Commands

@Suite struct LogsOptionsTests {
  private let now = Timestamp(milliseconds: 1_763_900_000_000)

  private func options(_ arguments: String...) throws -> LogsOptions {
    try LogsOptions.parse(arguments)
  }

  @Test func everyConditionIsRead() throws {
    let options = try options(
      "--id",
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
      "--level",
      "warn",
      "--grep",
      "timed out",
      "--grep",
      "/5[0-9]{2}/",
      "--exclude",
      "healthz",
      "--field",
      "status=500",
      "--field",
      "path!=/ready",
      "--field",
      "route~/api/.*",
      "--field",
      "user!~a=b",
      "--field",
      "\"the place\"=two words",
      "--field",
      "level>=error"
    )
    let conditions = try options.logQuery().filter.conditions
    #expect(
      conditions == [
        .correlation("4bf92f3577b34da6a3ce929d0e0e4736"), .level(atLeast: .warning),
        .contains("timed out", negated: false), .matches("5[0-9]{2}", negated: false),
        .contains("healthz", negated: true), .field("status", .equal, "500"),
        .field("path", .notEqual, "/ready"), .field("route", .matches, "/api/.*"),
        .field("user", .matchesNot, "a=b"),
        .field("the place", .equal, "two words"), .level(atLeast: .error),
      ]
    )
  }

  @Test(arguments: [
    ["--level", "loud"], ["--field", "=5"], ["--field", "status"], ["--grep", "/(/"],
    ["--selector", "job="], ["--id", ""],
  ])
  func whatCannotBeReadIsRefused(arguments: [String]) throws {
    let options = try LogsOptions.parse(arguments)
    let end = #expect(throws: CommandEnd.self) { try options.logQuery() }
    #expect(end?.status == .usage)
  }

  @Test func aServerIsAskedForAnHourAndAFileForEverything() throws {
    let server = try LogsSearch(try options(), now: now)
    #expect(server.stretch.start == now - .seconds(3600))
    #expect(server.stretch.end == now)
    let file = try LogsSearch(try options("--file", "a.log"), now: now)
    #expect(file.stretch.start == Timestamp(nanoseconds: 0))
    #expect(file.stretch.end == Timestamp(nanoseconds: .max))
  }

  @Test func aNamedStretchIsTaken() throws {
    let since = try LogsSearch(try options("--since", "15m"), now: now)
    #expect(since.stretch.start == now - .seconds(900))
    let both = try LogsSearch(try options("--from=-2h", "--to=-1h"), now: now)
    #expect(both.stretch.start == now - .seconds(7200))
    #expect(both.stretch.end == now - .seconds(3600))
    #expect(!both.holds(now))
    #expect(both.holds(both.stretch.start))
  }

  @Test(arguments: [
    ["--since", "soon"], ["--from=-1h", "--since", "1h"], ["--from", "later"],
    ["--from=-1h", "--to=-2h"],
  ])
  func aStretchThatIsNoneIsRefused(arguments: [String]) throws {
    let options = try LogsOptions.parse(arguments)
    #expect(throws: CommandEnd.self) { try LogsSearch(options, now: now) }
  }

  /// The first 48 bits of such an ID are its time in milliseconds.
  @Test func anIDThatCarriesItsTimeNarrowsTheStretch() throws {
    let id = "019a0000-0000-7000-8000-000000000000"
    let search = try LogsSearch(try options("--id", id), now: now)
    let created = Timestamp(milliseconds: 0x019A_0000_0000)
    #expect(search.stretch == Stretch(from: created - .seconds(60), to: created + .seconds(600)))
    #expect(search.earlier.first == Stretch(from: now - .seconds(900), to: now))
  }

  /// No stretch is looked through twice, and together they go back as far as the dashboard's search.
  @Test func anIDThatTellsNoTimeIsLookedForFurtherAndFurtherBack() throws {
    let search = try LogsSearch(try options("--id", "order-4711"), now: now)
    #expect(search.stretch == Stretch(from: now - .seconds(900), to: now))
    let stretches = [search.stretch] + search.earlier
    #expect(zip(stretches, stretches.dropFirst()).allSatisfy { $0.start == $1.end })
    #expect(stretches.map { now - $0.start } == CorrelationSearch.reaches)
  }

  /// Times before now begin as flags do.
  @Test func timesBeforeNowAreTakenAsTheyAreWritten() throws {
    let logs = try LogsOptions.parse(["--from", "-1h", "--to", "-30m"])
    #expect(logs.from == "-1h" && logs.to == "-30m")
    let query = try QueryCommand.parse(["up", "--time", "-1h", "--from", "-2h", "--to", "-1h"])
    #expect(query.time == "-1h" && query.from == "-2h" && query.to == "-1h")
    let display = try DisplayOptions.parse(["--from", "-1h", "--to", "-30m"])
    #expect(display.from == "-1h" && display.to == "-30m")
  }
}
