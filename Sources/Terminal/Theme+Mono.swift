import Screen

extension Theme {
  /// Judgement and place by bold, underline and reverse; series by legend and sign.
  static let mono = Theme([
    .text: Look(),
    .muted: Look(nil, .dim),
    .bar: Look(nil, .reverse),
    .title: Look(nil, .bold),
    .border: Look(nil, .dim),
    .focus: Look(nil, .bold),
    .key: Look(nil, .bold),
    .ok: Look(),
    .warning: Look(nil, [.bold, .underline]),
    .critical: Look(nil, [.bold, .reverse]),
    .warningMark: Look(nil, .dim),
    .criticalMark: Look(),
    .stale: Look(nil, [.dim, .underline]),
    .series1: Look(nil, .bold),
    .series2: Look(),
    .series3: Look(nil, .dim),
    .series4: Look(nil, .bold),
    .series5: Look(),
    .series6: Look(nil, .dim),
    .cursor: Look(nil, .reverse),
    .selection: Look(nil, .reverse),
    .gauge: Look(),
    .past: Look(nil, [.bold, .reverse, .underline]),
    .shade1: Look(),
    .shade2: Look(),
    .shade3: Look(),
    .shade4: Look(),
  ])
}
