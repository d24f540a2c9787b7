extension CaseIterable where Self: RawRepresentable<String> {
  /// The raw values of all cases, for people: `5m, 15m, 1h`.
  package static var words: String { allCases.map(\.rawValue).joined(separator: ", ") }
}
