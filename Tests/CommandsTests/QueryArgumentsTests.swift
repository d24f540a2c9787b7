import Testing

@testable import Commands

/// Expressions that begin like flags.
@Suite struct QueryArgumentsTests {
  @Test(arguments: [
    (["query", "-up"], ["query", "--", "-up"]),
    (["query", "-1 / 0", "--time", "-1h"], ["query", "--time", "-1h", "--", "-1 / 0"]),
    (["query", "--output=json", "---up @ 5"], ["query", "--output=json", "--", "---up @ 5"]),
    (["query", "--time", "5", "--up > 3"], ["query", "--time", "5", "--", "--up > 3"]),
  ])
  func anExpressionWithAMinusGoesToTheEnd(_ arguments: [String], _ arranged: [String]) {
    #expect(QueryArguments.arranged(arguments) == arranged)
  }

  @Test(arguments: [
    ["query", "up"], ["query", "up", "--time", "-1h"], ["query", "--time=-1h", "up"],
    ["query", "--", "-up"], ["query", "up", "-x"], ["query", "-h"], ["query", "--help"], ["query"],
    ["query", "--tiem", "5"], ["logs", "-up"], [],
  ])
  func everythingElseStaysAsItIs(_ arguments: [String]) {
    #expect(QueryArguments.arranged(arguments) == arguments)
  }
}
