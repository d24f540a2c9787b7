/// The functions that are known, by the names that PromQL has for them.
///
/// A `switch` over it without a default is how an evaluator shows that it has them all.
package enum FunctionName: String, Hashable, Sendable, CaseIterable {
  case abs, absent
  case absentOverTime = "absent_over_time"
  case acos, acosh, asin, asinh, atan, atanh
  case avgOverTime = "avg_over_time"
  case ceil, changes, clamp
  case clampMax = "clamp_max"
  case clampMin = "clamp_min"
  case cos, cosh
  case countOverTime = "count_over_time"
  case dayOfMonth = "day_of_month"
  case dayOfWeek = "day_of_week"
  case dayOfYear = "day_of_year"
  case daysInMonth = "days_in_month"
  case deg, delta, deriv
  case doubleExponentialSmoothing = "double_exponential_smoothing"
  case exp
  case firstOverTime = "first_over_time"
  case floor
  case histogramAvg = "histogram_avg"
  case histogramCount = "histogram_count"
  case histogramFraction = "histogram_fraction"
  case histogramQuantile = "histogram_quantile"
  case histogramStddev = "histogram_stddev"
  case histogramStdvar = "histogram_stdvar"
  case histogramSum = "histogram_sum"
  case hour, idelta, increase, irate
  case labelJoin = "label_join"
  case labelReplace = "label_replace"
  case lastOverTime = "last_over_time"
  case ln, log10, log2
  case madOverTime = "mad_over_time"
  case maxOverTime = "max_over_time"
  case minOverTime = "min_over_time"
  case minute, month, pi
  case predictLinear = "predict_linear"
  case presentOverTime = "present_over_time"
  case quantileOverTime = "quantile_over_time"
  case rad, rate, resets, round, scalar, sgn, sin, sinh, sort
  case sortByLabel = "sort_by_label"
  case sortByLabelDesc = "sort_by_label_desc"
  case sortDesc = "sort_desc"
  case sqrt
  case stddevOverTime = "stddev_over_time"
  case stdvarOverTime = "stdvar_over_time"
  case sumOverTime = "sum_over_time"
  case tan, tanh, time, timestamp
  case tsOfFirstOverTime = "ts_of_first_over_time"
  case tsOfLastOverTime = "ts_of_last_over_time"
  case tsOfMaxOverTime = "ts_of_max_over_time"
  case tsOfMinOverTime = "ts_of_min_over_time"
  case vector, year

  /// The signature of the function.
  package var signature: FunctionSignature {
    FunctionSignature.ofName[self] ?? FunctionSignature(self, [], .scalar)
  }
}
