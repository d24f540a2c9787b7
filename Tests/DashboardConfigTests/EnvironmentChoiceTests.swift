import DashboardConfig
import Signals
import Telemetry
import Testing

@Suite struct EnvironmentChoiceTests {
  private let file = """
    {"environment": "prod", "selector": "a=\\"top\\"",
     "prometheus": {"url": "http://top"}, "alertmanager": {"url": "http://top-am"},
     "environments": {
       "prod": {"prometheus": {"url": "http://prod"}, "selector": "a=\\"prod\\""},
       "staging": {"prometheus": {"url": "http://staging"}}}}
    """

  @Test func theFilesOwnChoiceHolds() throws {
    let settings = try #require(resolve(file).settings)
    #expect(settings.environment == "prod")
    #expect(settings.environments == ["prod", "staging"])
    #expect(settings.prometheus?.url == "http://prod")
    #expect(settings.selector.map(\.value) == ["prod"])
  }

  @Test func aNamedEnvironmentTakesNoServerFromTheTop() throws {
    #expect(try #require(resolve(file).settings).alertmanager == nil)
  }

  @Test func aNamedEnvironmentTakesTheSelectorWhereItHasNone() throws {
    let settings = try #require(resolve(file, flags: ["env": "staging"]).settings)
    #expect(settings.prometheus?.url == "http://staging")
    #expect(settings.selector.map(\.value) == ["top"])
  }

  @Test func variablesAndFlagsGoBeforeTheFile() throws {
    let byVariable = resolve(file, variables: ["GOLDTOP_ENVIRONMENT": "staging"]).settings
    #expect(byVariable?.environment == "staging")
    let byFlag = resolve(
      file,
      variables: ["GOLDTOP_ENVIRONMENT": "staging"],
      flags: ["env": "prod"]
    ).settings
    #expect(byFlag?.environment == "prod")
    let selector = resolve(file, flags: ["selector": "a=\"flag\""]).settings
    #expect(selector?.selector.map(\.value) == ["flag"])
  }

  @Test func aVariablesURLReplacesTheServerOfTheFilesChoiceAndSaysSo() throws {
    let resolution = resolve(file, variables: ["PROMETHEUS_URL": "http://elsewhere"])
    #expect(resolution.settings?.prometheus?.url == "http://elsewhere")
    #expect(
      resolution.warnings.map(\.description) == [
        "environment variable PROMETHEUS_URL: prometheus.url: overrides the server of the "
          + "environment 'prod' at etc/goldtop.json:4:35"
      ]
    )
  }

  @Test func anEnvironmentNamedLaterGoesBeforeAVariablesURL() throws {
    let variables = [
      "PROMETHEUS_URL": "http://elsewhere", "ALERTMANAGER_URL": "http://elsewhere-am",
    ]
    let settings = try #require(
      resolve(file, variables: variables, flags: ["env": "staging"]).settings
    )
    #expect(settings.prometheus?.url == "http://staging")
    #expect(settings.alertmanager == nil)
  }

  @Test func aSecretInAVariableReachesTheChosenEnvironment() throws {
    let settings = try #require(
      resolve(
        file,
        variables: ["GOLDTOP_PROMETHEUS_BEARER_TOKEN": "t"],
        flags: ["env": "staging"]
      ).settings
    )
    #expect(settings.prometheus?.access.authorization != nil)
  }

  @Test func theOnlyEnvironmentNeedsNoChoice() throws {
    let one = #"{"environments": {"prod": {"prometheus": {"url": "http://prod"}}}}"#
    #expect(resolve(one).settings?.environment == "prod")
    #expect(resolve(one).settings?.prometheus?.url == "http://prod")
    let other = resolve(one, flags: ["prometheus": "http://h"]).settings
    #expect(other?.environment == nil)
    #expect(other?.prometheus?.url == "http://h")
  }

  @Test func ofSeveralEnvironmentsNoneIsGuessed() throws {
    let two = #"{"environments": {"a": {"prometheus": {"url": "http://a"}}, "b": {}}}"#
    let settings = try #require(resolve(two).settings)
    #expect(settings.environment == nil && settings.prometheus == nil)
    #expect(settings.missingServerAdvice?.contains("--env with one of 'a', 'b'") == true)
  }

  @Test func withoutAnyServerTheAdviceNamesTheWays() {
    #expect(resolve().settings?.missingServerAdvice?.contains("--prometheus URL") == true)
  }

  @Test func anUnknownNameIsAnsweredWithTheNearest() {
    #expect(
      problems(file, flags: ["env": "stagign"]) == [
        "flag --env: environment: unknown environment 'stagign': did you mean 'staging'?"
      ]
    )
    #expect(
      problems(flags: ["env": "prod"]) == [
        "flag --env: environment: unknown environment 'prod': "
          + "write it under 'environments' in the config file"
      ]
    )
  }
}
