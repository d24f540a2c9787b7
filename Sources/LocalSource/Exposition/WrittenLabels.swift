import Telemetry

#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// The labels of a series while they are read, in the order in which they are written.
///
/// The next series mostly has the same names and some of the values: what stands there byte for byte
/// again is taken from the series before, and the order of the names with it.
struct WrittenLabels {
  /// The labels of this series, and behind them what is left of the series before.
  private var all: [LabelSet.Label] = []
  /// Where each label stands; empty ranges for what is not to be compared.
  private var places: [(name: Range<Int>, value: Range<Int>)] = []
  private var count = 0
  /// How many labels the series before had.
  private var countBefore = 0
  /// Whether all names so far are those of the series before.
  private var isAlike = false
  /// The labels of the series before in ascending order of names, which are all different.
  private var ascending: [Int] = []

  /// The labels so far.
  var labels: ArraySlice<LabelSet.Label> { all[..<count] }

  /// The labels in ascending order of names; `nil` before they are sorted.
  var order: [Int]? { isAlike && count == countBefore ? ascending : nil }

  /// Begins another series.
  mutating func begin() {
    countBefore = count
    isAlike = count > 0
    count = 0
  }

  /// Adds a label.
  ///
  /// - Parameters:
  ///   - label: Name and value.
  ///   - name: Where the name stands; empty where it is not to be found again.
  ///   - value: The same of the value, with its quotes.
  mutating func take(_ label: LabelSet.Label, name: Range<Int>, value: Range<Int>) {
    if count < all.count {
      isAlike = isAlike && ByteText.areEqual(all[count].name, label.name)
      all[count] = label
      places[count] = (name, value)
    } else {
      isAlike = false
      all.append(label)
      places.append((name, value))
    }
    count += 1
  }

  /// Adds the metric name if it is that of the series before.
  mutating func repeatsValue(_ range: Range<Int>, of bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard count < countBefore, places[count].name.isEmpty,
      places[count].value.count == range.count,
      Self.stands(places[count].value, at: range.lowerBound, bytes)
    else { return false }
    count += 1
    return true
  }

  /// The name of the next label, if it is that of the series before.
  func repeatedName(
    at start: Int,
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> (range: Range<Int>, text: String)? {
    guard count < countBefore, !places[count].name.isEmpty else { return nil }
    let name = places[count].name
    let end = start + name.count
    guard end < bytes.count, bytes[end] == Byte.equal, Self.stands(name, at: start, bytes) else {
      return nil
    }
    return (name, all[count].name)
  }

  /// Adds the label whose name was repeated, if its value is repeated too.
  ///
  /// - Returns: The place behind the value.
  mutating func repeatedValue(at start: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let value = places[count].value
    guard !value.isEmpty, Self.stands(value, at: start, bytes) else { return nil }
    count += 1
    return start + value.count
  }

  private static func stands(
    _ range: Range<Int>,
    at start: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard start + range.count <= bytes.count, let base = bytes.baseAddress else { return false }
    return memcmp(base + range.lowerBound, base + start, range.count) == 0
  }

  /// Sorts the labels by name.
  ///
  /// - Returns: A name that is there twice; `nil` for none.
  mutating func sort(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    ascending.removeAll(keepingCapacity: true)
    for index in 0..<count {
      var place = index
      while place > 0 {
        let order = compareNames(index, ascending[place - 1], bytes)
        if order == 0 { return all[index].name }
        if order > 0 { break }
        place -= 1
      }
      ascending.insert(index, at: place)
    }
    countBefore = count
    isAlike = true
    return nil
  }

  /// Below zero where the first name comes before the second one, above it where it comes behind.
  private func compareNames(
    _ one: Int,
    _ other: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> Int {
    let (left, right) = (places[one].name, places[other].name)
    guard !left.isEmpty, !right.isEmpty, let base = bytes.baseAddress else {
      let (left, right) = (all[one].name, all[other].name)
      return ByteText.areEqual(left, right) ? 0 : ByteText.isBefore(left, right) ? -1 : 1
    }
    let order = memcmp(
      base + left.lowerBound,
      base + right.lowerBound,
      min(left.count, right.count)
    )
    return order == 0 ? left.count - right.count : Int(order)
  }

  /// The set of the labels, which have been sorted; those with an empty value are left out.
  var labelSet: LabelSet {
    guard !labels.contains(where: \.value.isEmpty) else {
      return LabelSet(ascending: ascending.map { all[$0] }.filter { !$0.value.isEmpty })
    }
    return LabelSet(
      ascending: Array(unsafeUninitializedCapacity: count) { buffer, initialized in
        for (place, index) in ascending.enumerated() {
          (buffer.baseAddress.map { $0 + place })?.initialize(to: all[index])
        }
        initialized = count
      }
    )
  }
}
