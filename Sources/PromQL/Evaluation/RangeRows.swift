/// A function of a range vector, ready to compute the row of any series.
struct RangeRows {
  let function: FunctionName
  /// Where the arguments of the call stand.
  let positions: SourcePositions
  let input: RangeVectors
  private let slope: RangeFunctions.Slope?
  private let varies: Bool
  private let body: (Int, SampleWindow) -> Double

  /// - Parameters:
  ///   - call: The call; its arguments have been evaluated.
  ///   - input: The range vector among them.
  ///   - parameters: The scalars among them, a value for each step.
  init(call: FunctionCall, input: RangeVectors, parameters: [[Double]]) {
    function = call.function
    positions = call.positions
    self.input = input
    slope = RangeFunctions.slope(call.function)
    varies = !parameters.isEmpty
    body = RangeFunctions.function(call.function, parameters)
  }

  /// Whether results have the name of their series.
  var keepsName: Bool { function == .lastOverTime || function == .firstOverTime }

  /// The values of one series, a value or absence for each step; the buffer is for its samples.
  func row(
    _ index: Int,
    _ steps: EvaluationSteps,
    _ buffer: inout SampleBuffer,
    checkpoint: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) -> [Double] {
    input.read(index, into: &buffer)
    guard let slope else {
      return try input.row(buffer, steps, varies: varies, checkpoint: checkpoint, body)
    }
    var change = buffer.withSamples { _, values in Extrapolation(values, slope) }
    return try input.row(buffer, steps, checkpoint: checkpoint) { change.value($1) }
  }
}

extension RangeFunctions {
  /// The slope of `rate`, `increase` and `delta`; `nil` for other functions.
  static func slope(_ function: FunctionName) -> Slope? {
    switch function {
    case .rate: .rate
    case .increase: .increase
    case .delta: .delta
    default: nil
    }
  }

  /// The function's value for the window of a step.
  static func function(
    _ function: FunctionName,
    _ parameters: [[Double]]
  ) -> (Int, SampleWindow) -> Double {
    switch function {
    case .sumOverTime: { _, window in sum(window) }
    case .avgOverTime: { _, window in average(window) }
    case .minOverTime: { _, window in min(window) }
    case .maxOverTime: { _, window in max(window) }
    case .countOverTime: { _, window in Double(window.count) }
    case .lastOverTime: { _, window in window.last }
    case .firstOverTime: { _, window in window.first }
    case .stdvarOverTime: { _, window in variance(window) }
    case .stddevOverTime: { _, window in variance(window).squareRoot() }
    case .madOverTime: { _, window in medianDeviation(window) }
    case .quantileOverTime: { step, window in quantile(parameters[0][step], window) }
    case .irate: { _, window in instantaneous(window, isRate: true) }
    case .idelta: { _, window in instantaneous(window, isRate: false) }
    case .resets: { _, window in resets(window) }
    case .changes: { _, window in changes(window) }
    case .deriv: { _, window in derivative(window) }
    case .predictLinear: { step, window in prediction(window, after: parameters[0][step]) }
    case .doubleExponentialSmoothing:
      { smoothed($1, smoothing: parameters[0][$0], trend: parameters[1][$0]) }
    default: moments(function)
    }
  }

  private static func moments(_ function: FunctionName) -> (Int, SampleWindow) -> Double {
    switch function {
    case .tsOfFirstOverTime: { _, window in Double(window.timestamps[window.low]) / 1000 }
    case .tsOfLastOverTime: { _, window in Double(window.timestamps[window.high - 1]) / 1000 }
    case .tsOfMaxOverTime: { _, window in moment(window) { $0 >= $1 } }
    case .tsOfMinOverTime: { _, window in moment(window) { $0 <= $1 } }
    default: { _, _ in 1 }
    }
  }
}
