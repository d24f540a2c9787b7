import Telemetry

/// The text of a line as it is drawn, without what carried it.
struct LineText {
  /// How the line is written.
  let form: LineFacts.Form
  /// The JSON, the pairs, or the words behind time and level.
  let text: [UInt8]
  /// The name of the program that what carried the line gives; `nil` where it gives none.
  let service: String?

  /// Reads a line.
  init<Visitor: FieldVisitor>(_ line: [UInt8], _ arrival: Timestamp, _ visitor: inout Visitor) {
    let body =
      line.withUnsafeBufferPointer { LineBody.decoding($0).bytes } ?? line
    let reading = body.withUnsafeBufferPointer { LineReader.read($0, arrival, &visitor) }
    form = reading.form
    service = reading.wrap.service.map { String(decoding: body[$0], as: UTF8.self) }
    text = reading.textStart == 0 ? body : Array(body[min(reading.textStart, body.count)...])
  }
}
