import Telemetry
import Testing

@Suite struct AlertTests {
  @Test func theNameIsALabel() {
    let alert = Alert(
      labels: LabelSet(["alertname": "HighErrorRate"]),
      state: .firing,
      activeAt: nil
    )
    #expect(alert.name == "HighErrorRate")
    #expect(Alert(labels: .empty, state: .pending, activeAt: nil).name == "")
  }
}
