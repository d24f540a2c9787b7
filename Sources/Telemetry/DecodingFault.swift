/// Words for what a decoder throws.
package enum DecodingFault {
  /// The problem and its path, without the document itself.
  package static func text(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "'\(key.stringValue)' is missing\(place(context))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      "unexpected type\(place(context))"
    case DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty:
      "\(context.debugDescription)\(place(context))"
    default:
      "not valid JSON"
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }
    return path.isEmpty ? "" : " at \(path.joined().drop { $0 == "." })"
  }
}

extension DecodingError {
  /// The error for a value of the right type without a meaning.
  ///
  /// - Parameters:
  ///   - words: The problem.
  ///   - decoder: Where.
  /// - Returns: The error.
  package static func meaningless(_ words: String, in decoder: any Decoder) -> DecodingError {
    .dataCorrupted(Context(codingPath: decoder.codingPath, debugDescription: words))
  }
}
