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
  private struct Entry {
    var label: LabelSet.Label
    /// Where the name stands; empty for the metric name, and for what is not to be found again.
    var name: Range<Int>
    /// Where the value stands, with its quotes; empty for what is not to be found again.
    var value: Range<Int>
  }

  /// The labels of this series, and behind them what is left of series before.
  private var entries: [Entry] = []
  private var count = 0
  /// How many labels the series before had.
  private var countBefore = 0
  /// Whether all names so far are those of the series before.
  private var isAlike = false
  /// The labels of the series before in ascending order of names, which are all different.
  private var ascending: [Int] = []

  /// Whether the names are those of the series before, whose order is known.
  var isSorted: Bool { isAlike && count == countBefore }

  /// Whether a metric name is among the labels.
  var hasMetricName: Bool { entries[..<count].contains { $0.label.name == "__name__" } }

  /// Begins another series.
  mutating func begin() {
    countBefore = count
    isAlike = count > 0
    count = 0
  }

  /// Adds a label that is not that of the series before at this place.
  ///
  /// - Parameters:
  ///   - label: Name and value.
  ///   - name: Where the name stands; empty where it is not to be found again, and then the value
  ///     is not either.
  ///   - value: Where the value stands, with its quotes.
  mutating func take(_ label: LabelSet.Label, name: Range<Int>, value: Range<Int>) {
    isAlike = false
    let entry = Entry(label: label, name: name, value: value)
    if count < entries.count { entries[count] = entry } else { entries.append(entry) }
    count += 1
  }

  /// Adds the metric name in front of all labels.
  mutating func take(metricName text: String, at range: Range<Int>) {
    if hadMetricName {
      take(value: text, at: range)
    } else {
      take(.init(name: "__name__", value: text), name: 0..<0, value: range)
    }
  }

  /// Adds the metric name if it is that of the series before.
  ///
  /// - Returns: The place behind the name.
  mutating func repeatedMetricName(
    at start: Int,
    of bytes: UnsafeBufferPointer<UInt8>
  ) -> Int? {
    guard hadMetricName else { return nil }
    let value = entries[0].value
    let end = start + value.count
    guard end < bytes.count, bytes[end] == Byte.openBrace || bytes[end] == Byte.space,
      Self.stands(value, at: start, bytes)
    else { return nil }
    count = 1
    return end
  }

  /// Whether the series before has its metric name in front.
  private var hadMetricName: Bool {
    countBefore > 0 && entries[0].name.isEmpty && !entries[0].value.isEmpty
  }

  /// Adds a label whose name is that of the series before at this place.
  mutating func take(value text: String, at value: Range<Int>) {
    entries[count].label.value = text
    entries[count].value = value
    count += 1
  }

  /// The place behind the name of the next label, if it is that of the series before.
  func endOfRepeatedName(at start: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard count < countBefore else { return nil }
    let name = entries[count].name
    let end = start + name.count
    guard !name.isEmpty, end < bytes.count, bytes[end] == Byte.equal,
      Self.stands(name, at: start, bytes)
    else { return nil }
    return end
  }

  /// Adds the label whose name was repeated, if its value is repeated too.
  ///
  /// - Returns: The place behind the value.
  mutating func repeatedValue(at start: Int, of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    let value = entries[count].value
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
        if order == 0 { return entries[index].label.name }
        if order > 0 { break }
        place -= 1
      }
      if place == index { ascending.append(index) } else { ascending.insert(index, at: place) }
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
    guard let left = nameBytes(one, bytes), let right = nameBytes(other, bytes) else {
      let (left, right) = (entries[one].label.name, entries[other].label.name)
      return ByteText.areEqual(left, right) ? 0 : ByteText.isBefore(left, right) ? -1 : 1
    }
    let order = memcmp(left.start, right.start, min(left.count, right.count))
    return order == 0 ? left.count - right.count : Int(order)
  }

  /// Where the bytes of a name are; `nil` for what stood in quotes.
  private func nameBytes(
    _ index: Int,
    _ bytes: UnsafeBufferPointer<UInt8>
  ) -> (start: UnsafePointer<UInt8>, count: Int)? {
    let name = entries[index].name
    guard name.isEmpty else { return bytes.baseAddress.map { ($0 + name.lowerBound, name.count) } }
    guard !entries[index].value.isEmpty else { return nil }
    return (Self.metricLabel.utf8Start, Self.metricLabel.utf8CodeUnitCount)
  }

  private static let metricLabel: StaticString = "__name__"

  /// The set of the labels, which have been sorted; those with an empty value are left out.
  var labelSet: LabelSet {
    var labels: [LabelSet.Label] = []
    labels.reserveCapacity(count)
    for index in ascending where !entries[index].label.value.isEmpty {
      labels.append(entries[index].label)
    }
    return LabelSet(ascending: labels)
  }
}
