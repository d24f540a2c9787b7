import Screen

extension Theme {
  /// On black: text contrasts at least 4.5 to 1, lines 3 to 1.
  static let dark256 = Theme([
    .text: Look(),
    .muted: Look(246),
    .bar: Look(254, on: 237),
    .title: Look(153, .bold),
    .border: Look(242),
    .focus: Look(75, .bold),
    .key: Look(80, .bold),
    .ok: Look(114),
    .warning: Look(221, .bold),
    .critical: Look(203, .bold),
    .stale: Look(146),
    .series1: Look(81),
    .series2: Look(215),
    .series3: Look(141),
    .series4: Look(120),
    .series5: Look(212),
    .series6: Look(229),
    .cursor: Look(16, on: 186),
    .selection: Look(231, on: 25),
    .gauge: Look(74),
    .past: Look(16, on: 179),
  ])

  /// Bright black is left alone: some palettes make it the background.
  static let dark16 = Theme([
    .text: Look(),
    .muted: Look(nil, .dim),
    .bar: Look(15, on: 4),
    .title: Look(14, .bold),
    .border: Look(nil, .dim),
    .focus: Look(14, .bold),
    .key: Look(14),
    .ok: Look(10),
    .warning: Look(11, .bold),
    .critical: Look(9, .bold),
    .stale: Look(6),
    .series1: Look(14),
    .series2: Look(3),
    .series3: Look(13),
    .series4: Look(10),
    .series5: Look(12),
    .series6: Look(15),
    .cursor: Look(0, on: 11),
    .selection: Look(0, on: 14),
    .gauge: Look(6),
    .past: Look(0, on: 13),
  ])

  /// Plain blue and red are hard to read on black: blue is a background only, red is bold.
  static let dark8 = Theme([
    .text: Look(),
    .muted: Look(nil, .dim),
    .bar: Look(7, on: 4, .bold),
    .title: Look(6, .bold),
    .border: Look(nil, .dim),
    .focus: Look(6, .bold),
    .key: Look(6),
    .ok: Look(2),
    .warning: Look(3, .bold),
    .critical: Look(1, .bold),
    .stale: Look(5),
    .series1: Look(6),
    .series2: Look(3),
    .series3: Look(5),
    .series4: Look(2),
    .series5: Look(7),
    .series6: Look(6, .bold),
    .cursor: Look(0, on: 3),
    .selection: Look(0, on: 6),
    .gauge: Look(6),
    .past: Look(0, on: 5),
  ])
}
