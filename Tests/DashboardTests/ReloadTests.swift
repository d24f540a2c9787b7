import Dashboard
import Screen
import Signals
import Telemetry
import Testing

@Suite struct ReloadTests {
  private var changed: DashboardSettings {
    var settings = Desk.settings
    settings.selector = [LabelMatcher("job", .equal, "other")]
    settings.range = .hour
    settings.hiddenPanels = ["cache"]
    return settings
  }

  @Test func aChangedConfigurationIsOfferedAndLoadedByItsKey() {
    var desk = Desk.settled()
    desk.wait(.seconds(2))
    desk.press("Tab f")
    #expect(desk.send(.configurationChanged(.ready(changed))).isEmpty)
    #expect(desk.row(35).contains("configuration changed: Ctrl-R loads it"))
    #expect(desk.model.settings == Desk.settings)
    let effects = desk.press("Ctrl-R")
    #expect(effects == [.poll(desk.model.plan), .pointing(false), .refresh])
    #expect(desk.model.settings == changed)
    #expect(desk.instant("traffic")?.expression.contains("other") == true)
    #expect(desk.window("traffic.range")?.length == .seconds(3600))
    #expect(desk.state("traffic") == .waiting, "what is known of another job says nothing")
    #expect(desk.model.fullScreen == nil)
    desk.press("Ctrl-R")
    #expect(desk.row(35).contains("the configuration file is unchanged"))
  }

  @Test func whatCountsAtTheNextStartAloneIsSaid() {
    var desk = Desk.settled()
    var changed = changed
    changed.notices = ["theme: takes effect after a restart"]
    desk.send(.configurationChanged(.ready(changed)))
    desk.press("Ctrl-R")
    #expect(desk.row(35).contains("theme: takes effect after a restart"))
    #expect(desk.model.settings.range == .hour)
  }

  @Test func aRemarkOfTheProgramIsShownWhateverKeysArePressed() {
    var desk = Desk.settled()
    #expect(desk.send(.remark("cannot write the debug log '/a': No space left")).isEmpty)
    desk.press("Tab")
    #expect(desk.row(35).contains("cannot write the debug log '/a': No space left"))
    desk.wait(.seconds(31))
    #expect(!desk.row(35).contains("debug log"))
  }

  @Test func aBrokenConfigurationChangesNothingAndSaysWhy() {
    var desk = Desk.settled()
    desk.send(.configurationChanged(.ready(changed)))
    desk.send(.configurationChanged(.broken("panels[0].unit: unknown 'sec' (and 2 more)")))
    #expect(desk.row(35).contains("configuration not loaded: panels[0].unit: unknown 'sec'"))
    desk.press("Ctrl-R")
    #expect(desk.model.settings == Desk.settings)
  }

  @Test func anAlertmanagerThatIsNoLongerAskedSilencesNothing() {
    var settings = Desk.settings
    settings.servers = [.prometheus, .alertmanager]
    var desk = Desk.settled(SimulatedShop(isIncident: true), settings)
    var silenced = SimulatedShop.alert("HighErrorRate", "critical", .firing, nil)
    silenced.state = .suppressed(silenced: true, inhibited: false)
    desk.answer("suppressions", .alerts([silenced]))
    #expect(desk.model.alertBoard.firing.map(\.name) == ["SlowQueries"])
    desk.send(.configurationChanged(.ready(Desk.settings)))
    desk.press("Ctrl-R")
    #expect(desk.model.alertBoard.firing.map(\.name) == ["HighErrorRate", "SlowQueries"])
  }
}
