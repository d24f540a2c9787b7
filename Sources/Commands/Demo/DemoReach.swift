import Telemetry

/// Whether an expression looks back beyond the newest quarter of an hour.
enum DemoReach {
  /// Any duration of ten minutes or more in the text counts, be it of a range or an offset.
  static func isFar(_ expression: String) -> Bool {
    expression.split { !$0.isASCII || !($0.isLetter || $0.isNumber) }.contains { word in
      guard word.first?.isNumber == true, word.last?.isLetter == true else { return false }
      return Duration(prometheusText: String(word)).map { $0 >= .seconds(600) } ?? false
    }
  }
}
