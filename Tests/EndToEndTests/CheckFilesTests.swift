import TestSupport
import Testing

/// `goldtop check --files` as a user runs it.
@Suite struct CheckFilesTests {
  @Test func whatInitWritesPasses() async throws {
    let folder = try TemporaryFolder()
    let stack = folder.file("stack")
    _ = try await Program.run(["init", stack, "--python", "--node", "--kubernetes"])
    let check = try await Program.run(["check", "--files", stack, "--fail-on", "note"])
    #expect(check.end == .exited(0), "\(check.output)\(check.errors)")
    #expect(check.output.contains("no findings"))
    #expect(!check.output.contains("not checked"))
  }

  @Test func aFileOfEarlierYearsIsToldOfByLine() async throws {
    let folder = try TemporaryFolder()
    try folder.write(
      """
      auth_enabled: false
      schema_config:
        configs:
          - from: 2020-10-24
            store: boltdb-shipper
            object_store: filesystem
            schema: v11
            index: {prefix: index_, period: 24h}
      storage_config:
        boltdb_shipper: {active_index_directory: /loki/index, shared_store: filesystem}
      table_manager:
        retention_deletes_enabled: true
        retention_period: 168h

      """,
      to: "loki-config.yaml"
    )
    let check = try await Program.run(["check", "--files", folder.path, "--fix-hints"])
    #expect(check.end == .exited(1), "\(check.output)\(check.errors)")
    for (name, line) in [
      ("loki-schema-store", 5), ("loki-structured-metadata", 7), ("loki-removed-field", 10),
      ("loki-removed-field", 11),
    ] {
      #expect(check.output.contains(name) && check.output.contains("loki-config.yaml:\(line)"))
    }
    #expect(check.output.contains("retention_enabled: true"), "no remedy for table_manager")
    let json = try await Program.run(["check", "--files", folder.path, "--output", "json"])
    #expect(json.output.contains("\"loki-config.yaml:11\""))
  }

  @Test func aFolderThatIsNotThereIsAUsageError() async throws {
    let check = try await Program.run(["check", "--files", "/nowhere/at/all"])
    #expect(check.end == .exited(2))
    #expect(check.errors.contains("cannot read '/nowhere/at/all': No such file"))
  }

  @Test func aFolderWithoutConfigurationSaysSo() async throws {
    let folder = try TemporaryFolder()
    try folder.write("# x\n", to: "README.md")
    let check = try await Program.run(["check", "--files", folder.path])
    #expect(check.end == .exited(0), "\(check.errors)")
    #expect(check.output.contains("there is no file that configures a server"))
  }
}
