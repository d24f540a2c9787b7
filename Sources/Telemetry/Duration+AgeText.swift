extension Duration {
  /// How long ago something was, in few columns: `45s`, `3m12s`, `11m`, `2h`, `4d`; rounded down.
  ///
  /// Negative spans, which two clocks can make, read `0s`.
  package var ageText: String {
    let seconds = max(0, components.seconds)
    switch seconds {
    case ..<60: return "\(seconds)s"
    case ..<600:
      let rest = seconds % 60
      return "\(seconds / 60)m\(rest < 10 ? "0" : "")\(rest)s"
    case ..<3600: return "\(seconds / 60)m"
    case ..<86_400: return "\(seconds / 3600)h"
    default: return "\(seconds / 86_400)d"
    }
  }
}
