/// The difference of two texts by lines, as `diff -u` writes it.
package struct TextDifference {
  private enum Line {
    case kept(Substring)
    case removed(Substring)
    case added(Substring)

    var isKept: Bool {
      if case .kept = self { true } else { false }
    }
  }

  private var lines: [Line] = []
  /// How many lines around a change are shown.
  private static let context = 3

  /// Compares two texts.
  package init(from old: String, to new: String) {
    let (old, new) = (Self.lines(old), Self.lines(new))
    var removed: Set<Int> = []
    var added: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): added.insert(offset)
      }
    }
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        lines.append(.removed(old[left]))
        left += 1
      } else if right < new.count, added.contains(right) {
        lines.append(.added(new[right]))
        right += 1
      } else {
        lines.append(.kept(old[left]))
        (left, right) = (left + 1, right + 1)
      }
    }
  }

  /// Lines with their ends, so that a missing last one shows.
  private static func lines(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last == "" { lines.removeLast() }
    return lines
  }

  /// The text of the difference; empty where there is none.
  package func unified(_ name: String) -> String {
    let hunks = hunks
    guard !hunks.isEmpty else { return "" }
    return "--- \(name)\n+++ \(name)\n" + hunks.map(text).joined()
  }

  /// The stretches to show: changes with the lines around them.
  private var hunks: [Range<Int>] {
    var hunks: [Range<Int>] = []
    for (index, line) in lines.enumerated() where !line.isKept {
      let start = max(0, index - Self.context)
      let end = min(lines.count, index + Self.context + 1)
      if let last = hunks.last, last.upperBound >= start {
        hunks[hunks.count - 1] = last.lowerBound..<end
      } else {
        hunks.append(start..<end)
      }
    }
    return hunks
  }

  private func text(of hunk: Range<Int>) -> String {
    var (before, after) = (0, 0)
    for line in lines[..<hunk.lowerBound] {
      switch line {
      case .kept: (before, after) = (before + 1, after + 1)
      case .removed: before += 1
      case .added: after += 1
      }
    }
    var (old, new) = (0, 0)
    var text = ""
    for line in lines[hunk] {
      switch line {
      case .kept(let words):
        (old, new) = (old + 1, new + 1)
        text += " \(words)\n"
      case .removed(let words):
        old += 1
        text += "-\(words)\n"
      case .added(let words):
        new += 1
        text += "+\(words)\n"
      }
    }
    let left = "\(old == 0 ? before : before + 1),\(old)"
    let right = "\(new == 0 ? after : after + 1),\(new)"
    return "@@ -\(left) +\(right) @@\n\(text)"
  }
}
