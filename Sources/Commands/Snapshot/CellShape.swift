/// A character of lines, blocks or dots as a path, so that neighbouring cells meet whatever the font.
struct CellShape {
  /// Columns and rows have this size; both are even, so that lines are sharp.
  static let (width, height) = (8, 18)

  /// The path with its place.
  private(set) var path = ""
  private let x, y: Int

  /// The shape of a character; `nil` where it is none of lines, blocks or dots.
  ///
  /// - Parameters:
  ///   - scalar: The character.
  ///   - column: Its column.
  ///   - row: Its row.
  init?(_ scalar: UInt32, column: Int, row: Int) {
    (x, y) = (column * Self.width, row * Self.height)
    switch scalar {
    case 0x2581...0x2588:
      let filled = Self.height * (Int(scalar) - 0x2580) / 8
      rect(0, Self.height - filled, Self.width, filled)
    case 0x2589...0x258F: rect(0, 0, Self.width * (0x2590 - Int(scalar)) / 8, Self.height)
    case 0x2591...0x2593: shade(Int(scalar) - 0x2590)
    case 0x2800...0x28FF: dots(Int(scalar) - 0x2800)
    default:
      guard let arms = Self.arms[scalar] else { return nil }
      draw(arms)
    }
  }

  private mutating func rect(_ left: Int, _ top: Int, _ width: Int, _ height: Int) {
    path += "M\(x + left) \(y + top)h\(width)v\(height)h-\(width)z"
  }

  // MARK: - Lines

  /// Which ways lines go from the middle, and how thick they are; broken ones have gaps.
  private struct Arms {
    var left = 0, right = 0, up = 0, down = 0
    var gaps = 0
  }

  private static let arms: [UInt32: Arms] = {
    var arms: [UInt32: Arms] = [:]
    // Light ones, and the heavy one of the same form.
    let forms: [(UInt32, UInt32, Arms)] = [
      (0x2500, 0x2501, Arms(left: 1, right: 1)), (0x2502, 0x2503, Arms(up: 1, down: 1)),
      (0x250C, 0x250F, Arms(right: 1, down: 1)), (0x2510, 0x2513, Arms(left: 1, down: 1)),
      (0x2514, 0x2517, Arms(right: 1, up: 1)), (0x2518, 0x251B, Arms(left: 1, up: 1)),
      (0x251C, 0x2523, Arms(right: 1, up: 1, down: 1)),
      (0x2524, 0x252B, Arms(left: 1, up: 1, down: 1)),
      (0x252C, 0x2533, Arms(left: 1, right: 1, down: 1)),
      (0x2534, 0x253B, Arms(left: 1, right: 1, up: 1)),
      (0x253C, 0x254B, Arms(left: 1, right: 1, up: 1, down: 1)),
    ]
    for (light, heavy, form) in forms {
      arms[light] = form
      arms[heavy] = Arms(
        left: 2 * form.left,
        right: 2 * form.right,
        up: 2 * form.up,
        down: 2 * form.down
      )
    }
    arms[0x2504] = Arms(left: 1, right: 1, gaps: 3)
    arms[0x250A] = Arms(up: 1, down: 1, gaps: 4)
    arms[0x254C] = Arms(left: 1, right: 1, gaps: 2)
    arms[0x254E] = Arms(up: 1, down: 1, gaps: 2)
    return arms
  }()

  private mutating func draw(_ arms: Arms) {
    let (midX, midY) = (Self.width / 2, Self.height / 2)
    if arms.gaps > 0 {
      for part in 0..<arms.gaps {
        if arms.left > 0 {
          let length = Self.width / arms.gaps
          rect(part * Self.width / arms.gaps, midY, max(1, length - 1), 1)
        } else {
          let length = Self.height / arms.gaps
          rect(midX, part * Self.height / arms.gaps, 1, max(1, length - 2))
        }
      }
      return
    }
    // An arm reaches over the middle as far as the others are thick.
    let (across, along) = (max(arms.left, arms.right), max(arms.up, arms.down))
    if arms.left > 0 { rect(0, midY, midX + max(1, along), arms.left) }
    if arms.right > 0 { rect(midX, midY, Self.width - midX, arms.right) }
    if arms.up > 0 { rect(midX, 0, arms.up, midY + max(1, across)) }
    if arms.down > 0 { rect(midX, midY, arms.down, Self.height - midY) }
  }

  // MARK: - Dots

  /// Braille: bits go down the left column, then the right one; the fourth row comes last.
  private mutating func dots(_ bits: Int) {
    let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)]
    for (bit, (column, row)) in places.enumerated() where bits >> bit & 1 == 1 {
      rect(1 + 4 * column, 1 + row * Self.height / 4, 2, 2)
    }
  }

  /// A quarter, a half or three quarters of a raster of squares.
  private mutating func shade(_ quarters: Int) {
    for row in 0..<(Self.height / 2) {
      for column in 0..<(Self.width / 2) {
        let isSet =
          switch quarters {
          case 1: row.isMultiple(of: 2) && (column + row / 2).isMultiple(of: 2)
          case 2: (row + column).isMultiple(of: 2)
          default: !(row.isMultiple(of: 2) && (column + row / 2).isMultiple(of: 2))
          }
        if isSet { rect(2 * column, 2 * row, 2, 2) }
      }
    }
  }
}
