/// A function of a range vector, which computes the row of one series after the other.
struct RangeRows: ~Copyable {
  let function: FunctionName
  /// Where the arguments of the call stand.
  let positions: SourcePositions
  let input: RangeVectors
  private let steps: EvaluationSteps
  private let body: (Int, SampleWindow) -> Double
  /// The function, where it is one of a slope.
  private var extrapolation: Extrapolation?
  private var windows = StepWindows()
  private var buffer = SampleBuffer()
  /// The values of the last series, a value or `StepVectors.absent` for each step.
  private(set) var row: [Double]
  /// How many steps differ from each other.
  private let count: Int

  /// How many steps are made between two looks whether to go on.
  private static var block: Int { 256 }

  /// - Parameters:
  ///   - call: The call; its arguments have been evaluated.
  ///   - input: The range vector among them.
  ///   - parameters: The scalars among them, a value for each step.
  ///   - steps: The moments.
  init(
    call: FunctionCall,
    input: RangeVectors,
    parameters: [[Double]],
    _ steps: EvaluationSteps
  ) {
    function = call.function
    positions = call.positions
    self.input = input
    self.steps = steps
    extrapolation = RangeFunctions.slope(call.function).map(Extrapolation.init)
    body = RangeFunctions.function(call.function, parameters)
    row = [Double](repeating: StepVectors.absent, count: steps.count)
    count = input.span.isFixed && parameters.isEmpty ? min(1, steps.count) : steps.count
  }

  /// Whether results have the name of their series.
  var keepsName: Bool { function == .lastOverTime || function == .firstOverTime }

  /// Computes the row of a series.
  ///
  /// - Parameters:
  ///   - index: The series.
  ///   - checkpoint: Called now and then; what it throws ends the work.
  /// - Throws: What the checkpoint throws.
  mutating func compute(
    _ index: Int,
    checkpoint: () throws(EvaluationError) -> Void
  ) throws(EvaluationError) {
    input.read(index, into: &buffer)
    let areOthers = buffer.withSamples { times, _ in windows.move(to: times, input.span, steps) }
    if areOthers { extrapolation?.adopt(windows, of: buffer, input.span, steps) }
    extrapolation?.begin(buffer)
    for first in stride(from: 0, to: count, by: Self.block) {
      if first > 0 { try checkpoint() }
      let block = first..<min(count, first + Self.block)
      if extrapolation == nil { fill(block) } else { extrapolation?.fill(&row, block, buffer) }
    }
    for step in count..<steps.count { row[step] = row[0] }
  }

  private mutating func fill(_ block: Range<Int>) {
    let (windows, body, steps) = (windows, body, steps)
    row.withUnsafeMutableBufferPointer { row in
      buffer.withSamples { timestamps, values in
        var window = SampleWindow(timestamps: timestamps, values: values)
        for step in block {
          (window.low, window.high) = (Int(windows.lows[step]), Int(windows.highs[step]))
          window.time = steps[step]
          row[step] = window.count > 0 ? body(step, window) : StepVectors.absent
        }
      }
    }
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
