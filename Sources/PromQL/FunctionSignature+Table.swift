extension FunctionSignature {
  /// The signatures of all functions, one each.
  package static let all: [FunctionSignature] =
    elementwise + clock + overTime + labelled + [
      FunctionSignature(.absent, [.vector], .vector),
      FunctionSignature(.clamp, [.vector, .scalar, .scalar], .vector),
      FunctionSignature(.clampMax, [.vector, .scalar], .vector),
      FunctionSignature(.clampMin, [.vector, .scalar], .vector),
      FunctionSignature(.histogramFraction, [.scalar, .scalar, .vector], .vector),
      FunctionSignature(.histogramQuantile, [.scalar, .vector], .vector),
      FunctionSignature(.pi, [], .scalar),
      FunctionSignature(.round, [.vector, .scalar], .vector, .optional(1)),
      FunctionSignature(.scalar, [.vector], .scalar),
      FunctionSignature(.time, [], .scalar),
      FunctionSignature(.vector, [.scalar], .vector),
    ]

  /// From an instant vector to an instant vector.
  private static let elementwise: [FunctionSignature] = {
    let names: [FunctionName] = [
      .abs, .acos, .acosh, .asin, .asinh, .atan, .atanh, .ceil, .cos, .cosh, .deg, .exp, .floor,
      .histogramAvg, .histogramCount, .histogramStddev, .histogramStdvar, .histogramSum, .ln,
      .log10, .log2, .rad, .sgn, .sin, .sinh, .sort, .sortDesc, .sqrt, .tan, .tanh, .timestamp,
    ]
    return names.map { FunctionSignature($0, [.vector], .vector) }
  }()

  /// Of times in seconds; without an argument, of the evaluation time.
  private static let clock: [FunctionSignature] = {
    let names: [FunctionName] = [
      .dayOfMonth, .dayOfWeek, .dayOfYear, .daysInMonth, .hour, .minute, .month, .year,
    ]
    return names.map { FunctionSignature($0, [.vector], .vector, .optional(1)) }
  }()

  /// From a range vector to an instant vector.
  private static let overTime: [FunctionSignature] = {
    let names: [FunctionName] = [
      .absentOverTime, .avgOverTime, .changes, .countOverTime, .delta, .deriv, .firstOverTime,
      .idelta, .increase, .irate, .lastOverTime, .madOverTime, .maxOverTime, .minOverTime,
      .presentOverTime, .rate, .resets, .stddevOverTime, .stdvarOverTime, .sumOverTime,
      .tsOfFirstOverTime, .tsOfLastOverTime, .tsOfMaxOverTime, .tsOfMinOverTime,
    ]
    return names.map { FunctionSignature($0, [.matrix], .vector) } + [
      FunctionSignature(.doubleExponentialSmoothing, [.matrix, .scalar, .scalar], .vector),
      FunctionSignature(.predictLinear, [.matrix, .scalar], .vector),
      FunctionSignature(.quantileOverTime, [.scalar, .matrix], .vector),
    ]
  }()

  /// With labels as strings.
  private static let labelled: [FunctionSignature] = [
    FunctionSignature(.labelJoin, [.vector, .string, .string, .string], .vector, .repeated),
    FunctionSignature(
      .labelReplace,
      [.vector, .string, .string, .string, .string],
      .vector
    ),
    FunctionSignature(.sortByLabel, [.vector, .string], .vector, .repeated),
    FunctionSignature(.sortByLabelDesc, [.vector, .string], .vector, .repeated),
  ]
}
