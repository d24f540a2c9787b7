/// Finds the name that somebody who mistyped probably meant.
package enum NearestName {
  /// The nearest of the names; `nil` where none is near enough to be worth suggesting.
  ///
  /// Case and the difference of `-` and `_` do not count. Up to a third of the letters may be
  /// missing, wrong, too many or swapped with a neighbour; of equally near names the first counts.
  /// A name that is the beginning of the other, as `ca` of `ca_file`, is near if no second one is.
  package static func of(_ name: String, among names: [String]) -> String? {
    let wanted = folded(name)
    let most = max(1, wanted.count / 3)
    var best: (name: String, distance: Int)?
    for candidate in names {
      let other = folded(candidate)
      guard abs(other.count - wanted.count) <= most else { continue }
      let distance = distance(wanted, other)
      if distance <= most, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name ?? onlyOne(beginningLike: wanted, among: names)
  }

  private static func onlyOne(beginningLike wanted: [Character], among names: [String]) -> String? {
    let alike = names.filter { name in
      let other = folded(name)
      return wanted.count >= 2 && other.starts(with: wanted)
        || other.count >= 3 && wanted.starts(with: other)
    }
    return alike.count == 1 ? alike.first : nil
  }

  private static func folded(_ name: String) -> [Character] {
    name.prefix(100).lowercased().map { $0 == "-" ? "_" : $0 }
  }

  /// Damerau-Levenshtein distance in its restricted form, over three rolling rows.
  private static func distance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for (row, one) in left.enumerated() {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for (column, other) in right.enumerated() {
        var cost = min(
          last[column + 1] + 1,
          current[column] + 1,
          last[column] + (one == other ? 0 : 1)
        )
        if row > 0, column > 0, one == right[column - 1], left[row - 1] == other {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[right.count]
  }
}
