import Screen

extension Theme {
  /// On white: text contrasts at least 4.5 to 1, lines 3 to 1.
  static let light256 = Theme(
    [
      .text: Look(),
      .muted: Look(241),
      .bar: Look(234, on: 253),
      .title: Look(24, .bold),
      .border: Look(245),
      .focus: Look(26, .bold),
      .key: Look(23, .bold),
      .ok: Look(22),
      .warning: Look(94, .bold),
      .critical: Look(124, .bold),
      .warningMark: Look(94),
      .criticalMark: Look(124),
      .stale: Look(60),
      .series1: Look(25),
      .series2: Look(130),
      .series3: Look(91),
      .series4: Look(28),
      .series5: Look(125),
      .series6: Look(58),
      .cursor: Look(231, on: 94),
      .selection: Look(16, on: 153),
      .gauge: Look(24),
      .past: Look(16, on: 222),
      .shade1: Look(61),
      .shade2: Look(25),
      .shade3: Look(54),
      .shade4: Look(16),
    ],
    dimmed: 246
  )

  /// Of sixteen colours, the bright ones and green, yellow and cyan vanish on white: those are
  /// backgrounds only, and of little.
  static let light16 = light8.changing(
    [
      .cursor: Look(0, on: 11),
      .selection: Look(0, on: 14),
      .past: Look(0, on: 13),
    ],
    dimmed: 8
  )

  /// Series share the few colours that can be read on white; bold, legend and sign tell them apart.
  ///
  /// Ok is only bold: its green would have to be a background.
  static let light8 = Theme([
    .text: Look(),
    .muted: Look(nil, .dim),
    .bar: Look(7, on: 4, .bold),
    .title: Look(4, .bold),
    .border: Look(nil, .dim),
    .focus: Look(4, .bold),
    .key: Look(4),
    .ok: Look(nil, .bold),
    .warning: Look(5, .bold),
    .critical: Look(1, .bold),
    .warningMark: Look(5),
    .criticalMark: Look(1),
    .stale: Look(nil, [.dim, .underline]),
    .series1: Look(4),
    .series2: Look(5),
    .series3: Look(),
    .series4: Look(4, .bold),
    .series5: Look(5, .bold),
    .series6: Look(nil, .bold),
    .cursor: Look(0, on: 3),
    .selection: Look(0, on: 6),
    .gauge: Look(4),
    .past: Look(0, on: 5),
    .shade1: Look(5),
    .shade2: Look(5),
    .shade3: Look(4),
    .shade4: Look(),
  ])
}
