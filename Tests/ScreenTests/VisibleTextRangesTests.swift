import Glibc
import TestSupport
import Testing

@testable import Screen

/// The widths that the C library counts in the C.UTF-8 locale; -1 for what it cannot print.
///
/// One for each code point from 0 through U+10FFFF; empty where the library has no such locale.
/// `wcwidth` is looked up by name, since its header hides it from Swift.
private let libraryWidths: [Int8] = {
  typealias Width = @convention(c) (wchar_t) -> CInt
  guard let symbol = dlsym(nil, "wcwidth") else { return [] }
  let wcwidth = unsafeBitCast(symbol, to: Width.self)
  guard let locale = newlocale(1 << LC_CTYPE, "C.UTF-8", nil) else { return [] }
  let before = uselocale(locale)
  defer {
    uselocale(before)
    freelocale(locale)
  }
  return (0...0x10FFFF).map { Int8(clamping: wcwidth(wchar_t($0))) }
}()

private let libraryVersion: String = {
  var name = [UInt8](repeating: 0, count: 64)
  let length = name.withUnsafeMutableBytes {
    confstr(CInt(_CS_GNU_LIBC_VERSION), $0.baseAddress, $0.count)
  }
  return String(decoding: name.prefix(max(0, min(length, name.count) - 1)), as: UTF8.self)
}()

/// What should become of a character: the rule from which the table was made.
private func rule(_ scalar: Unicode.Scalar) -> VisibleText.Kind {
  let properties = scalar.properties
  switch scalar.value {
  case 0x20..<0x7F: return .narrow
  case 0x09: return .blank
  case 0x200C, 0x200D, 0x1F3FB...0x1F3FF: return .joiner
  default: break
  }
  if properties.isVariationSelector { return .joiner }
  let width = libraryWidths[Int(scalar.value)]
  if width < 0 || properties.isDefaultIgnorableCodePoint || properties.isNoncharacterCodePoint {
    return .spelled
  }
  switch properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
    return .spelled
  case .spaceSeparator:
    return .blank
  default:
    return width == 0 ? .mark : width == 1 ? .narrow : .wide
  }
}

/// The ranges of equal kind, as the table holds them.
private func rangesByRule() -> [UInt32] {
  var ranges: [UInt32] = []
  var last: VisibleText.Kind?
  for value in UInt32(0)...0x10FFFF {
    // Surrogates are no scalars; the range before them goes on.
    guard let scalar = Unicode.Scalar(value) else { continue }
    let kind = rule(scalar)
    if kind != last { ranges.append(value << 3 | kind.rawValue) }
    last = kind
  }
  return ranges
}

private func source(of ranges: [UInt32]) -> String {
  var lines = [
    "/// How `VisibleText` draws every character: ranges, ascending, as the first scalar shifted",
    "/// left by three bits plus the raw value of `VisibleText.Kind`.",
    "///",
    "/// Made by `VisibleTextRangesTests` with RECORD_GOLDENS=1 from the widths of glibc 2.36 (Unicode",
    "/// 14) in C.UTF-8 and the general categories, default ignorable code points and variation",
    "/// selectors of the Unicode Character Database, <https://www.unicode.org/ucd/>. Its rule stands",
    "/// in that test.",
    "let visibleTextRanges: [UInt32] = [",
  ]
  var line = " "
  for range in ranges {
    let item = " 0x" + String(range, radix: 16, uppercase: true) + ","
    if line.count + item.count > 100 {
      lines.append(line)
      line = " "
    }
    line += item
  }
  return (lines + [line, "]", ""]).joined(separator: "\n")
}

@Suite struct VisibleTextRangesTests {
  /// ncurses places cells by `wcwidth`, so that one other opinion shifts the rest of a line.
  @Test func everyCharacterLetThroughHasTheLibrarysWidth() throws {
    try #require(libraryWidths.count == 0x110000)
    var disagreements: [String] = []
    var lettered = 0
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let width: Int8
      switch VisibleText.kind(of: scalar) {
      case .mark: width = 0
      case .narrow: width = 1
      case .wide: width = 2
      case .spelled, .joiner, .blank: continue
      }
      lettered += 1
      if VisibleText.kind(of: scalar) != VisibleText.searchedKind(of: scalar) {
        disagreements.append("short way " + String(value, radix: 16))
      }
      if libraryWidths[Int(value)] != width { disagreements.append(String(value, radix: 16)) }
    }
    #expect(disagreements.isEmpty)
    #expect(lettered > 130_000)
  }

  @Test(.enabled(if: libraryVersion == "glibc 2.36"))
  func tableFollowsItsRule() throws {
    let expected = rangesByRule()
    if Golden.isRecording {
      try Golden.write(
        source(of: expected),
        to: Golden.folder(of: #filePath, above: 2)
          + "/Sources/Screen/VisibleTextRanges.swift"
      )
    }
    #expect(expected == visibleTextRanges)
  }

  /// Whatever table a later Unicode brings, these must never reach a terminal.
  @Test(
    arguments: [
      0x00...0x1F, 0x7F...0x9F, 0xAD...0xAD, 0x34F...0x34F, 0x61C...0x61C, 0x115F...0x1160,
      0x17B4...0x17B5, 0x180B...0x180F, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F,
      0x3164...0x3164, 0xD7FC...0xD7FF, 0xE000...0xF8FF, 0xFDD0...0xFDEF, 0xFE00...0xFE0F,
      0xFEFF...0xFEFF, 0xFFA0...0xFFA0, 0xFFF9...0xFFFB, 0xFFFE...0xFFFF, 0x1BCA0...0x1BCA3,
      0x1D173...0x1D17A, 0x1F3FB...0x1F3FF, 0xE0000...0xE0FFF, 0xF0000...0x10FFFF,
    ] as [ClosedRange<UInt32>]
  )
  func deceiversAreNeverLetThrough(range: ClosedRange<UInt32>) {
    let letThrough = range.compactMap { Unicode.Scalar($0) }.filter {
      ![.spelled, .joiner, .blank].contains(VisibleText.kind(of: $0))
    }
    #expect(letThrough.isEmpty)
  }
}
