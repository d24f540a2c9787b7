import Screen
import Testing

@testable import Terminal

@Suite struct LookTableTests {
  private func table(
    _ name: ThemeName = .dark,
    depth: ColourDepth = .full,
    hasDefaultColours: Bool = true,
    canDim: Bool = true
  ) -> LookTable {
    LookTable(
      Theme(name, depth: depth),
      abilities: LookTable.Abilities(
        depth: depth,
        hasDefaultColours: hasDefaultColours,
        canDim: canDim
      )
    )
  }

  private func entry(_ style: Style, in table: LookTable) -> LookTable.Entry {
    table.entries[LookTable.look(of: style)]
  }

  @Test func everyStyleHasALookWithinWhatCursesTakes() {
    for name in ThemeName.allCases {
      for depth in ColourDepth.allCases {
        let table = table(name, depth: depth)
        #expect(table.entries.count == Role.allCases.count * 16)
        #expect(table.entries.count <= 1024 && table.pairs.count < 64)
        #expect(table.entries.allSatisfy { (0...table.pairs.count).contains($0.pair) })
      }
    }
  }

  @Test func aLookAddsTheCellsEmphasisToTheRoles() {
    let table = table()
    let plain = entry(Style(.critical), in: table)
    #expect(plain.emphasis == .bold)
    #expect(entry(Style(.critical, .reverse), in: table).emphasis == [.bold, .reverse])
    #expect(entry(Style(.critical, .reverse), in: table).pair == plain.pair)
    #expect(table.pairs[plain.pair - 1] == LookTable.Pair(foreground: 203, background: -1))
  }

  @Test func plainTextHasAPairOfTheTerminalsOwnColours() {
    let table = table()
    let plain = entry(.plain, in: table)
    #expect(plain.emphasis == [])
    #expect(table.pairs[plain.pair - 1] == LookTable.Pair(foreground: -1, background: -1))
    let opaque = self.table(.dark, depth: .eight, hasDefaultColours: false)
    #expect(entry(.plain, in: opaque) == LookTable.Entry(pair: 0, emphasis: []))
  }

  @Test func withoutDefaultColoursThereAreNoMinusOnes() {
    let table = table(.dark, depth: .eight, hasDefaultColours: false)
    #expect(table.pairs.allSatisfy { $0.foreground >= 0 && $0.background >= 0 })
  }

  @Test func whereNothingDimsOldDataTakesTheMutedColour() {
    let table = table(canDim: false)
    let dimmed = entry(Style(.series1, .dim), in: table)
    #expect(dimmed == entry(Style(.muted), in: table))
    #expect(table.entries.allSatisfy { !$0.emphasis.contains(.dim) })
    // A bar keeps its background.
    #expect(entry(Style(.bar, .dim), in: table).pair == entry(Style(.bar), in: table).pair)
  }

  @Test func onALightBackgroundDimIsAColour() {
    let dimmed = entry(Style(.series1, .dim), in: table(.light))
    #expect(dimmed.emphasis == [])
    #expect(table(.light).pairs[dimmed.pair - 1].foreground == 246)
  }

  @Test func blackIsNeverBold() {
    let table = table(depth: .eight)
    let chosen = entry(Style(.selection, .bold), in: table)
    #expect(table.pairs[chosen.pair - 1] == LookTable.Pair(foreground: 0, background: 6))
    #expect(!chosen.emphasis.contains(.bold))
  }

  @Test func withoutColoursThereAreNoPairs() {
    let table = table(.mono, depth: .none)
    #expect(table.pairs.isEmpty)
    #expect(entry(Style(.text, .dim), in: table).emphasis == .dim)
  }
}
