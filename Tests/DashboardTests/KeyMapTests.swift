import Dashboard
import Screen
import Testing

@Suite struct KeyMapTests {
  @Test func noKeyStandsTwice() {
    let keys = KeyMap.standard.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
    for binding in KeyMap.standard.bindings {
      for key in binding.keys { #expect(KeyMap.standard.action(for: key) == binding.action) }
    }
  }

  @Test func everyActionHasOneRowWithAKeyAndWords() {
    let views = ViewCatalog.standard.views.filter { $0.key != nil }.map { Action.view($0.id) }
    #expect(Set(KeyMap.standard.bindings.map(\.action)) == Set(Action.standing + views))
    #expect(KeyMap.standard.bindings.count == Action.standing.count + views.count)
    for binding in KeyMap.standard.bindings {
      #expect(!binding.keys.isEmpty && !binding.description.isEmpty, "\(binding.action.name)")
      #expect(!binding.description.hasSuffix("."))
    }
  }

  @Test func keysAreReadBackFromTheirText() {
    for key in KeyMap.standard.bindings.flatMap(\.keys) { #expect(Key(text: key.text) == key) }
  }

  @Test func helpListsEveryKeyAndWhatItDoes() {
    var desk = Desk.settled(size: Size(140, 70))
    desk.press("?")
    for binding in KeyMap.standard.bindings {
      #expect(desk.text.contains(binding.description), "\(binding.action.name)")
      #expect(desk.text.contains(binding.keyText), "\(binding.action.name)")
    }
  }

  @Test func aChangedKeyMovesAndTheOldOneIsFree() {
    let map = KeyMap(changing: ["pause": "p"])
    #expect(map.action(for: .character("p")) == .pause)
    #expect(map.action(for: .character(" ")) == nil)
    #expect(map.binding(of: .pause)?.keyText == "p")
    #expect(map.action(for: .character("q")) == .quit)
  }

  @Test func aKeyThatIsGivenAwayLeavesItsAction() {
    let map = KeyMap(changing: ["cost": "q"])
    #expect(map.action(for: .character("q")) == .cost)
    #expect(map.action(for: .control("c")) == .quit)
    #expect(map.binding(of: .quit)?.keys == [.control("c")])
    let keys = map.bindings.flatMap(\.keys)
    #expect(Set(keys).count == keys.count)
  }

  @Test func keysCanBeSwapped() {
    let map = KeyMap(changing: ["left": "l", "right": "h"])
    #expect(map.action(for: .character("l")) == .left)
    #expect(map.action(for: .character("h")) == .right)
  }

  @Test func namesAndTextsThatMeanNothingChangeNothing() {
    #expect(KeyMap(changing: ["explode": "x", "pause": "hyper-7"]) == KeyMap.standard)
    #expect(KeyMap(changing: [:]) == KeyMap.standard)
  }

  @Test func remarksAndFooterNameTheKeysInForce() {
    var settings = Desk.settings
    settings.keys = ["live": "L", "help": "H"]
    var desk = Desk.settled(SimulatedShop(), settings)
    #expect(desk.row(35).contains("H help"))
    desk.press("[ Space")
    #expect(desk.row(35).contains("L goes back to live"))
    desk.press("L")
    #expect(!desk.model.timeline.isPast)
  }
}
