package import Telemetry

/// Decodes the answers of `query` and `query_range` in one pass over their bytes.
///
/// Members may come in any order, and unknown ones are skipped anywhere.
package struct QueryAnswerDecoder {
  private let limits: QueryLimits
  private var envelope = QueryEnvelope()
  private var samples = 0

  private init(_ limits: QueryLimits) {
    self.limits = limits
  }

  /// The result in a JSON body; `nil` where it holds none or cannot be read.
  package static func result(of body: [UInt8]) -> QueryValue? {
    (try? decode(body))?.result
  }

  /// Decodes a body.
  ///
  /// - Parameters:
  ///   - body: JSON.
  ///   - limits: What to hold at most.
  /// - Returns: The envelope; samples of a series ascend, with no moment twice.
  /// - Throws: `ScanError`.
  static func decode(
    _ body: [UInt8],
    limits: QueryLimits = QueryLimits()
  ) throws(ScanError) -> QueryEnvelope {
    let outcome = body.withUnsafeBufferPointer { bytes -> Result<QueryEnvelope, ScanError> in
      var decoder = QueryAnswerDecoder(limits)
      var scanner = ByteScanner(bytes)
      do throws(ScanError) {
        try decoder.readEnvelope(&scanner)
        guard scanner.peek() == nil else { throw scanner.fault("trailing text") }
        return .success(decoder.envelope)
      } catch {
        return .failure(error)
      }
    }
    return try outcome.get()
  }

  private mutating func readEnvelope(_ scanner: inout ByteScanner) throws(ScanError) {
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "data" {
        try readData(&scanner)
      } else if key == "status" {
        envelope.status = try scanner.takeString()
      } else if key == "errorType" {
        envelope.errorType = try readErrorType(&scanner)
      } else if key == "error" {
        envelope.error = scanner.takeNull() ? nil : try scanner.takeString()
      } else if key == "warnings" {
        envelope.warnings += try scanner.takeStrings()
      } else if key == "infos" {
        envelope.infos += try scanner.takeStrings()
      } else if key == "isPartial" {
        // VictoriaMetrics' cluster says so when storage nodes did not answer.
        if scanner.peek() == UInt8(ascii: "t") {
          envelope.warnings.append("partial response")
        }
        try scanner.skipValue()
      } else {
        try scanner.skipValue()
      }
    }
  }

  /// VictoriaMetrics puts the status there, as a string or as a number.
  private func readErrorType(_ scanner: inout ByteScanner) throws(ScanError) -> String {
    guard scanner.peek() != UInt8(ascii: "\"") else { return try scanner.takeString() }
    let start = scanner.at
    try scanner.skipValue()
    return String(decoding: scanner.bytes[start..<scanner.at].prefix(64), as: UTF8.self)
  }

  private mutating func readData(_ scanner: inout ByteScanner) throws(ScanError) {
    guard !scanner.takeNull() else { return }
    var type: String?
    var unread: Int?
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "resultType" {
        type = try scanner.takeString()
      } else if key == "result" {
        if let type {
          envelope.result = try readResult(type, &scanner)
        } else {
          _ = scanner.peek()
          unread = scanner.at
          try scanner.skipValue()
        }
      } else {
        try scanner.skipValue()
      }
    }
    guard let place = unread, let type, envelope.result == nil else { return }
    // The result came before its type: go back for it.
    let end = scanner.at
    scanner.move(to: place)
    envelope.result = try readResult(type, &scanner)
    scanner.move(to: end)
  }

  private mutating func readResult(
    _ type: String,
    _ scanner: inout ByteScanner
  ) throws(ScanError) -> QueryValue {
    // An empty list is none; nothing in place of a list is no answer.
    guard scanner.peek() != UInt8(ascii: "n") else { throw scanner.fault("the result is null") }
    switch type {
    case "matrix":
      return .matrix(try readMatrix(&scanner))
    case "vector":
      return .vector(try readVector(&scanner))
    case "scalar":
      return .scalar(try readSample(&scanner))
    case "string":
      try scanner.expect(UInt8(ascii: "["))
      _ = try scanner.takeTimestamp()
      try scanner.expect(UInt8(ascii: ","))
      let text = try scanner.takeString()
      try scanner.expect(UInt8(ascii: "]"))
      return .string(text)
    default:
      throw scanner.fault("unknown result type '\(type)'")
    }
  }

  // MARK: Series

  private mutating func readMatrix(
    _ scanner: inout ByteScanner
  ) throws(ScanError) -> [TimeSeries] {
    var series: [TimeSeries] = []
    try scanner.eachElement { (scanner) throws(ScanError) in
      try checkCount(series.count)
      series.append(try readSeries(&scanner))
    }
    return series
  }

  private mutating func readSeries(_ scanner: inout ByteScanner) throws(ScanError) -> TimeSeries {
    var series = TimeSeries(samples: [])
    var isAscending = true
    var hasSamples = false
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "metric" {
        series.labels = try readLabels(&scanner)
      } else if key == "values" {
        hasSamples = true
        try scanner.eachElement { (scanner) throws(ScanError) in
          let sample = try readSample(&scanner)
          if let last = series.samples.last, last.timestamp >= sample.timestamp {
            isAscending = false
          }
          series.samples.append(sample)
        }
      } else if key == "histograms" {
        hasSamples = true
        try scanner.eachElement { (scanner) throws(ScanError) in
          let (moment, histogram) = try readHistogramSample(&scanner)
          if let last = series.samples.last, last.timestamp >= moment { isAscending = false }
          series.samples.append(Sample(moment, histogram.mean))
          series.histograms.append(HistogramSample(moment, histogram))
          samples += histogram.buckets.count
        }
      } else {
        try scanner.skipValue()
      }
    }
    guard hasSamples else { throw scanner.fault("a series has no values") }
    samples += series.samples.count
    guard samples <= limits.samples else {
      throw .tooMuch("more than \(limits.samples) samples; use a longer step")
    }
    if !isAscending { series.samples = Self.ordered(series.samples) }
    return series
  }

  /// Samples in ascending order; of one moment the sample that came last counts.
  private static func ordered(_ samples: [Sample]) -> [Sample] {
    var ordered: [Sample] = []
    ordered.reserveCapacity(samples.count)
    let indexed = samples.enumerated().sorted {
      ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset)
    }
    for (_, sample) in indexed {
      if ordered.last?.timestamp == sample.timestamp { ordered.removeLast() }
      ordered.append(sample)
    }
    return ordered
  }

  private mutating func readVector(
    _ scanner: inout ByteScanner
  ) throws(ScanError) -> [VectorSample] {
    var elements: [VectorSample] = []
    try scanner.eachElement { (scanner) throws(ScanError) in
      try checkCount(elements.count)
      var labels = LabelSet.empty
      var sample: Sample?
      var histogram: NativeHistogram?
      try scanner.eachMember { (scanner, key) throws(ScanError) in
        if key == "metric" {
          labels = try readLabels(&scanner)
        } else if key == "value" {
          sample = try readSample(&scanner)
        } else if key == "histogram" {
          let (moment, read) = try readHistogramSample(&scanner)
          histogram = read
          sample = sample ?? Sample(moment, read.mean)
        } else {
          try scanner.skipValue()
        }
      }
      guard let sample else { throw scanner.fault("an element has no value") }
      elements.append(
        VectorSample(
          labels: labels,
          timestamp: sample.timestamp,
          value: sample.value,
          histogram: histogram
        )
      )
    }
    return elements
  }

  private func checkCount(_ count: Int) throws(ScanError) {
    guard count < limits.series else {
      throw .tooMuch(
        "more than \(limits.series) series; aggregate, for example with sum by (…), or select fewer"
      )
    }
  }

  private func readLabels(_ scanner: inout ByteScanner) throws(ScanError) -> LabelSet {
    var labels: [LabelSet.Label] = []
    try scanner.expect(UInt8(ascii: "{"))
    guard !scanner.take(UInt8(ascii: "}")) else { return .empty }
    repeat {
      guard labels.count < limits.labels else {
        throw .tooMuch("a series has more than \(limits.labels) labels")
      }
      let name = try scanner.takeString(limit: limits.labelBytes)
      try scanner.expect(UInt8(ascii: ":"))
      labels.append(
        LabelSet.Label(name: name, value: try scanner.takeString(limit: limits.labelBytes))
      )
    } while scanner.take(UInt8(ascii: ","))
    try scanner.expect(UInt8(ascii: "}"))
    return LabelSet(labels)
  }

  // MARK: Samples

  /// Reads `[seconds,"value"]`.
  private func readSample(_ scanner: inout ByteScanner) throws(ScanError) -> Sample {
    try scanner.expect(UInt8(ascii: "["))
    let moment = try scanner.takeTimestamp()
    try scanner.expect(UInt8(ascii: ","))
    let value = try scanner.takeNumber()
    try scanner.expect(UInt8(ascii: "]"))
    return Sample(moment, value)
  }

  /// Reads `[seconds,{"count":"…","sum":"…","buckets":[[rule,"lower","upper","count"],…]}]`.
  private func readHistogramSample(
    _ scanner: inout ByteScanner
  ) throws(ScanError) -> (Timestamp, NativeHistogram) {
    var histogram = NativeHistogram(count: 0, sum: 0, buckets: [])
    try scanner.expect(UInt8(ascii: "["))
    let moment = try scanner.takeTimestamp()
    try scanner.expect(UInt8(ascii: ","))
    try scanner.eachMember { (scanner, key) throws(ScanError) in
      if key == "count" {
        histogram.count = try scanner.takeNumber()
      } else if key == "sum" {
        histogram.sum = try scanner.takeNumber()
      } else if key == "buckets" {
        try scanner.eachElement { (scanner) throws(ScanError) in
          histogram.buckets.append(try readBucket(&scanner))
        }
      } else {
        try scanner.skipValue()
      }
    }
    try scanner.expect(UInt8(ascii: "]"))
    return (moment, histogram)
  }

  private func readBucket(
    _ scanner: inout ByteScanner
  ) throws(ScanError) -> NativeHistogram.Bucket {
    try scanner.expect(UInt8(ascii: "["))
    let rule = try scanner.takeNumber()
    var bounds: [Double] = []
    while scanner.take(UInt8(ascii: ",")) {
      let number = try scanner.takeNumber()
      if bounds.count < 3 { bounds.append(number) }
    }
    try scanner.expect(UInt8(ascii: "]"))
    guard bounds.count == 3, (0...3).contains(rule) else {
      throw scanner.fault("a histogram bucket does not have four members")
    }
    return NativeHistogram.Bucket(
      boundaryRule: Int(saturating: rule),
      lower: bounds[0],
      upper: bounds[1],
      count: bounds[2]
    )
  }
}
