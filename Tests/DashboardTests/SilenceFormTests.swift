import Screen
import Telemetry
import TestSupport
import Testing

@testable import Dashboard

/// Making, changing and ending silences: nothing is sent that nobody has confirmed.
@Suite struct SilenceFormTests {
  private func desk(
    _ settings: DashboardSettings = TroubledShop.writable,
    size: Size = Size(120, 36),
    keys: String = "S"
  ) -> Desk {
    var desk = TroubledShop.desk(settings, size: size)
    desk.press(keys)
    return desk
  }

  private func type(_ text: String, _ desk: inout Desk) {
    for character in text { desk.send(.key(.character(character))) }
  }

  private func orders(_ effects: [Effect]) -> [SilenceOrder] {
    effects.compactMap { if case .silence(let order) = $0 { order } else { nil } }
  }

  /// A form whose fields are all filled.
  private func filled() -> Desk {
    var desk = desk()
    #expect(orders(desk.press("g S")).isEmpty)
    desk.press("Enter")
    type("deploy of 14:00", &desk)
    desk.press("Enter")
    return desk
  }

  @Test func withoutLeaveTheKeySaysHowToGetIt() {
    var desk = desk(TroubledShop.settings)
    #expect(desk.text.contains("read-only: start goldtop with --allow-write to set silences"))
    #expect(desk.model.journey.here.view == .alerts)
    #expect(!desk.row(0).contains("may write"))
    desk.press("Enter S")
    #expect(desk.model.journey.here.view == .alert)
    #expect(desk.text.contains("--allow-write"))
    var settings = TroubledShop.writable
    settings.servers = [.prometheus]
    let without = self.desk(settings)
    #expect(without.text.contains("no Alertmanager configured"))
    #expect(without.row(0).contains("may write"))
  }

  @Test func itBeginsWithTheLabelsThatAlertmanagerKnows() {
    let desk = desk()
    #expect(desk.model.journey.here.view == .silence)
    let text = desk.text
    for part in [
      #"alertname="HighErrorRate", cluster="eu", job="backend", severity="critical""#,
      "matches 1 alert now", "2h", "until 16:02:31", "jane", "a comment is needed",
    ] {
      #expect(text.contains(part), "\(part)\n\(text)")
    }
  }

  @Test func whatMatchersMatchIsCountedWhileTheyAreTyped() {
    var desk = desk()
    desk.press("g Enter Ctrl-U")
    type(#"severity="warning""#, &desk)
    #expect(desk.text.contains("matches 3 alerts now"), "\(desk.text)")
    type(#",cluster!="eu""#, &desk)
    #expect(desk.text.contains("matches 1 alert now"))
    type(#",job=~"x("#, &desk)
    desk.press("Enter")
    #expect(desk.model.typing.prompt != nil, "what cannot be read stays to be corrected")
    desk.press("Esc")
    #expect(desk.text.contains("matches 1 alert now") && desk.text.contains("cluster=\"eu\""))
    desk.press("Enter Ctrl-U")
    type(#"job="nobody""#, &desk)
    desk.press("Enter")
    #expect(desk.text.contains("▲ matches no alert now"))
  }

  @Test func theQuestionFitsANarrowTerminal() {
    for author in ["jane", "jane.doe.of.the.night.shift@operations.example.com"] {
      var settings = TroubledShop.writable
      settings.author = author
      for width in [60, 80] {
        var desk = desk(settings, size: Size(width, 24), keys: "S g S Enter")
        type("deploy", &desk)
        desk.press("Enter S")
        let row = desk.row(23)
        #expect(row.contains(" silence 1 alert until 16:02:31 as jane"), "\(row)")
        #expect(row.contains("? y sends it"), "\(row)")
      }
    }
  }

  @Test func nothingIsSentBeforeYConfirmsIt() throws {
    var desk = filled()
    #expect(orders(desk.press("S")).isEmpty)
    #expect(
      desk.row(35).contains("silence 1 alert until 16:02:31 as jane? y sends it"),
      "\(desk.row(35))"
    )
    #expect(orders(desk.press("n")).isEmpty)
    desk.press("S")
    #expect(orders(desk.send(.key(.paste("y")))).isEmpty)
    desk.press("S")
    #expect(orders(desk.press("Enter")).isEmpty)
    desk.press("S")
    let sent = orders(desk.press("y"))
    let content = SilenceContent(
      LabelSet([
        "alertname": "HighErrorRate", "cluster": "eu", "job": "backend", "severity": "critical",
      ]).equalMatchers,
      from: desk.now,
      to: desk.now + .seconds(7200),
      author: "jane",
      comment: "deploy of 14:00"
    )
    #expect(sent == [.set(content, changing: nil)])
    #expect(desk.text.contains("sending"))
    #expect(orders(desk.press("S y")).isEmpty, "not twice")
  }

  @Test func theAnswersIDIsShownAndTheFormCloses() {
    var desk = filled()
    guard let order = orders(desk.press("S y")).first else {
      Issue.record("nothing was sent")
      return
    }
    let effects = desk.send(.silence(SilenceOutcome(order, at: desk.now, .success("0f11-9066"))))
    #expect(effects.contains(.refresh))
    #expect(desk.model.journey.here.view == .alerts)
    #expect(desk.text.contains("silence 0f11-9066 created"))
  }

  @Test func aRefusalIsInTheServersWordsAndKeepsWhatWasTyped() {
    var desk = filled()
    guard let order = orders(desk.press("S y")).first else {
      Issue.record("nothing was sent")
      return
    }
    let refusal = SourceError.http(status: 400, message: "end time can't be in the past")
    desk.send(.silence(SilenceOutcome(order, at: desk.now, .failure(refusal))))
    #expect(desk.model.journey.here.view == .silence)
    #expect(desk.text.contains("silence not created: HTTP 400 end time can't be in the past"))
    #expect(desk.text.contains("deploy of 14:00"))
    #expect(orders(desk.press("S y")).count == 1, "it can be sent again")
    let lost = SilenceOutcome(order, at: desk.now, .failure(.timedOut(after: .seconds(10))))
    desk.send(.silence(lost))
    #expect(desk.text.contains("see whether the silence was created"))
  }

  @Test func aSilencedAlertsSilenceIsExtendedOrEnded() throws {
    var desk = desk(keys: "j j j S")
    #expect(desk.text.contains("Silence s-slow"))
    #expect(desk.text.contains("1h56m  until 15:59:11"))
    let same = orders(desk.press("S y")).first
    guard case .set(let kept, "s-slow")? = same else {
      Issue.record("\(String(describing: same))")
      return
    }
    #expect(kept.end == desk.now + .seconds(7000) && kept.start == desk.now - .seconds(600))
    desk.send(.silence(SilenceOutcome(.expire("s-slow"), at: desk.now, .failure(.notReady("x")))))
    desk.press("g j Enter Ctrl-U")
    type("4h", &desk)
    desk.press("Enter")
    guard case .set(let longer, "s-slow")? = orders(desk.press("S y")).first else {
      Issue.record("not sent")
      return
    }
    #expect(longer.end == desk.now + .seconds(14_400) && longer.start == kept.start)
    desk.send(.silence(SilenceOutcome(.expire("s-slow"), at: desk.now, .failure(.notReady("x")))))
    desk.press("G Enter")
    #expect(desk.row(35).contains("end this silence now?"))
    #expect(orders(desk.press("y")) == [.expire("s-slow")])
  }

  @Test func aSilenceOfTheListIsOpenedToo() {
    var desk = desk(keys: "Tab Tab Tab G Enter")
    #expect(desk.text.contains("Silence s-old"))
    #expect(desk.text.contains(#"job=~"legacy.*""#))
    #expect(desk.text.contains("matches no alert now"))
    desk.press("Esc")
    #expect(desk.model.journey.here.view == .alerts)
  }

  @Test func withoutLeaveNoOrderLeavesTheModel() {
    var desk = filled()
    desk.model.settings.allowsWriting = false
    #expect(orders(desk.press("S y")).isEmpty)
  }

  @Test(arguments: [Size(40, 12), Size(80, 24), Size(120, 36)])
  func itLooksSo(_ size: Size) throws {
    try Golden.expect(desk(size: size).model.view(), "alerts/silence")
  }

  @Test func everySizeIsDrawn() {
    var desk = desk()
    for size in [Size(1, 1), Size(10, 3), Size(20, 8), Size(300, 100)] {
      desk.send(.resized(size))
      #expect(desk.model.view().size == size)
    }
  }
}
