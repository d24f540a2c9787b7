import Screen
import Telemetry

/// What an act of the mouse means, by what is drawn under it.
struct Pointing {
  /// The rows that a notch of the wheel scrolls by.
  static let rowsOfNotch = 3

  /// The meaning.
  private enum Meaning {
    case action(Action)
    /// The overlay is scrolled to a line.
    case overlay(Int)
    /// The mark of an index is chosen among those listed.
    case mark(Int)
    /// The cursor of the line that is typed goes before a character.
    case character(Int)
  }

  private let pointer: Pointer
  private let scene: Scene
  /// What stands under the pointer, what is in front first.
  private let targets: [Target]

  private init(_ pointer: Pointer, _ scene: Scene, _ view: View) {
    self.pointer = pointer
    self.scene = scene
    targets = ScreenDrawing(scene: scene, view: view).targets(under: pointer)
  }

  /// Handles an act of the mouse.
  static func take(_ pointer: Pointer, _ model: inout Model) -> [Effect] {
    guard model.settings.isPointing else { return [] }
    let pointing = Pointing(pointer, model.scene, model.currentView)
    // A remark is about the key before.
    if model.notice?.isKept == false { model.notice = nil }
    switch pointing.meaning {
    case .action(let action)?: return model.perform(action)
    case .overlay(let offset)?: model.journey.overlay?.offset = offset
    case .mark(let index)?:
      guard let list = MarkList(pointing.scene) else { return [] }
      (model.journey.overlay, model.journey.here.timeline) = list.choosing(index)
      return model.replan() + model.settle(.change)
    case .character(let index)?: model.typing.place(at: index)
    case nil: break
    }
    return []
  }

  private var meaning: Meaning? {
    switch pointer.act {
    case .press: scene.prompt != nil ? character : scene.overlay != nil ? inOverlay : choice
    case .wheel(let notches): scene.prompt == nil ? scrolling(notches) : nil
    }
  }

  private var character: Meaning? {
    for case .character(let index) in targets { return .character(index) }
    return nil
  }

  /// A press beside an overlay closes it, and does nothing to what it hides.
  private var inOverlay: Meaning? {
    guard targets.contains(.cover) else { return .action(.back) }
    if case .row(let index)? = targets.first { return .mark(index) }
    return nil
  }

  private var choice: Meaning? {
    for target in targets {
      switch target {
      case .row(let index): return .action(.point(.row(index)))
      case .column(let index): return .action(.point(.column(index)))
      case .part(let name): return .action(.point(.part(name)))
      case .place(let start, let end):
        let (start, end) = (Timestamp(nanoseconds: start), Timestamp(nanoseconds: end))
        return .action(.point(.moment(after: start, through: end, in: part)))
      case .cover: return nil
      case .rows, .character: continue
      }
    }
    return nil
  }

  /// The part under the pointer.
  private var part: String? {
    for case .part(let name) in targets { return name }
    return nil
  }

  private func scrolling(_ notches: Int) -> Meaning? {
    guard scene.overlay == nil || targets.contains(.cover) else { return nil }
    let distance = max(-10_000, min(10_000, notches)) * Self.rowsOfNotch
    if let list = MarkList(scene) { return list.index.map { .mark($0 + distance) } }
    for case .rows(let shown) in targets {
      return scene.overlay != nil
        ? .overlay(shown.first(scrolledBy: distance))
        : .action(.point(.scroll(shown, by: distance)))
    }
    return nil
  }
}
