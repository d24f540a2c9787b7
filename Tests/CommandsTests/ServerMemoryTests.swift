import FoundationEssentials
import Glibc
import HTTPTransport
import LocalSource
import Signals
import Telemetry
import TestSupport
import Testing

@testable import Commands
@testable import Dashboard
@testable import DashboardConfig

/// The files that keep what was found out about metrics servers.
@Suite struct ServerMemoryTests {
  private let folder: TemporaryFolder
  private let found = RememberedServer(
    index: [.init(search: LabelSearch("job", ["{job=\"a\"}"]), values: ["a", "b"])],
    metadata: ["a_seconds": [MetricMetadata(type: "histogram", unit: "seconds")]],
    inventory: ["a_total"],
    histogramCounters: [],
    scrapeIntervals: ["a": 15]
  )

  init() throws {
    folder = try TemporaryFolder()
  }

  private func memory(
    _ url: String = "http://127.0.0.1:9090",
    _ change: (inout Settings) -> Void = { _ in }
  ) throws -> ServerMemory {
    var settings = Settings()
    settings.prometheus = ServerAddress(url: url)
    change(&settings)
    return try #require(ServerMemory(settings, variables: ["XDG_CACHE_HOME": folder.file("new")]))
  }

  private func files() -> [String] {
    let path = folder.file("new/goldtop")
    return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  @Test func whatIsKeptIsFoundAgain() throws {
    #expect(try memory().load() == nil)
    try memory().keep(found)
    #expect(try memory().load() == found)
    #expect(files() == ["http---127-0-0-1-9090.json"])
  }

  @Test func onlyTheOwnerCanReadIt() throws {
    try memory().keep(found)
    var status = stat()
    stat(folder.file("new/goldtop/\(files()[0])"), &status)
    #expect(status.st_mode & 0o777 == 0o600)
    stat(folder.file("new/goldtop"), &status)
    #expect(status.st_mode & 0o777 == 0o700)
  }

  @Test func serversUsersTenantsAndSelectorsAreKeptApart() throws {
    try memory().keep(found)
    #expect(try memory("http://127.0.0.1:9091").load() == nil)
    // Of the same name, in which only letters and digits are left.
    #expect(try memory("http://127.0.0.1/9090").load() == nil)
    let user = HTTPAccess.Authorization.basic(username: "a", password: .inline(Secret("hunter2")))
    #expect(try memory { $0.prometheus?.access.authorization = user }.load() == nil)
    let tenant = HTTPAccess.Header(name: "X-Scope-OrgID", text: "a")
    #expect(try memory { $0.prometheus?.access.headers = [tenant] }.load() == nil)
    #expect(try memory { $0.selector = [LabelMatcher("job", .equal, "a")] }.load() == nil)
  }

  @Test func secretsAreNotKept() throws {
    let user = HTTPAccess.Authorization.basic(username: "a", password: .inline(Secret("hunter2")))
    let key = HTTPAccess.Header(name: "X-Api-Key", value: Secret("hunter3"))
    try memory {
      $0.prometheus?.access.authorization = user
      $0.prometheus?.access.headers = [key]
    }.keep(found)
    let kept = files()
    #expect(kept.count == 1)
    let text = textOfFile(folder.file("new/goldtop/\(kept[0])"))
    #expect(!text.contains("hunter"))
    #expect(!kept[0].contains("hunter"))
  }

  @Test(
    arguments: ["", "{}", "[1,2", #"{"server":"http://127.0.0.1:9090","found":{}}"#, "\0\0"]
  )
  func aDamagedFileTellsNothing(text: String) throws {
    try memory().keep(found)
    try folder.write(text, to: "new/goldtop/\(files()[0])")
    #expect(try memory().load() == nil)
    try memory().keep(found)
    #expect(try memory().load() == found)
  }

  @Test func aPlaceThatCannotBeWrittenToIsLeftAlone() throws {
    try folder.write("a file", to: "new")
    try memory().keep(found)
    #expect(try memory().load() == nil)
  }

  @Test func whatIsTooLargeIsNotKept() throws {
    var large = found
    large.inventory = (0..<20_000).map { "metric_with_a_name_of_more_than_fifty_bytes_in_it_\($0)" }
    try memory().keep(large)
    #expect(files().isEmpty)
  }

  @Test func theOldestOfManyIsForgotten() throws {
    for port in 0...ServerMemory.most { try memory("http://127.0.0.1:\(1000 + port)").keep(found) }
    #expect(files().count == ServerMemory.most)
    #expect(try memory("http://127.0.0.1:\(1000 + ServerMemory.most)").load() == found)
  }

  @Test func nothingIsKeptWhereItIsNotWanted() {
    var settings = Settings()
    settings.prometheus = ServerAddress(url: "http://127.0.0.1:9090")
    #expect(ServerMemory(settings, variables: [:]) == nil)
    #expect(ServerMemory(settings, variables: ["HOME": "relative"]) == nil)
    #expect(ServerMemory(settings, variables: ["HOME": "/home/a"]) != nil)
    settings.remember = false
    #expect(ServerMemory(settings, variables: ["HOME": "/home/a"]) == nil)
  }
}
