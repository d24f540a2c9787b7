/// A value that is to be written as JSON.
package enum JSONValue {
  /// Nothing.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number; one that JSON does not have becomes the text `NaN`, `+Inf` or `-Inf`.
  case number(Double)
  /// A number as it is written, of which the caller knows that it is one of JSON's.
  case digits(String)
  /// A text, as hostile as may be.
  case text(String)
  /// JSON that others have written, of which the caller knows that it is sound.
  case foreign(String)
  /// Values in order, made when they are written.
  case list(any Collection<JSONValue>)
  /// Named values in order.
  case object([Member])

  /// A named value.
  package typealias Member = (name: String, value: JSONValue)

  /// Labels by name.
  package static func labels(_ labels: LabelSet) -> JSONValue {
    .object(labels.labels.map { ($0.name, .text($0.value)) })
  }
}

extension JSONValue: ExpressibleByDictionaryLiteral {
  /// An object of the members that are not `nil`.
  package init(dictionaryLiteral members: (String, JSONValue?)...) {
    self = .object(members.compactMap { name, value in value.map { (name, $0) } })
  }
}
