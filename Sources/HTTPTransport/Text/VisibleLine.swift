/// Finds the one line in a page that says what it is.
package enum VisibleLine {
  private static let limit = 200

  /// The first line of a text, or the title or first visible text of an HTML page, without secrets
  /// that were sent; cut at 200 characters, and the status' name where there is nothing to see.
  package static func first(of response: HTTPResponse) -> String {
    let text = String(decoding: response.body.prefix(16 << 10), as: UTF8.self)
    let line = response.words(isHTML(response) ? page(text) : plain(text))
    // Go's own pages begin with the status, which is told beside the line.
    let named = line.hasPrefix("\(response.status) ") ? String(line.dropFirst(4)) : line
    guard !named.isEmpty else { return statusText(response.status) }
    return shortened(named)
  }

  private static func shortened(_ line: String) -> String {
    line.count > limit ? line.prefix(limit) + "…" : line
  }

  /// Whether a response is a page for browsers.
  package static func isHTML(_ response: HTTPResponse) -> Bool {
    if response.mediaType == "text/html" { return true }
    let start = response.body.prefix(256).drop { $0 <= 0x20 }
    let text = String(decoding: start, as: UTF8.self).lowercased()
    return text.hasPrefix("<!doctype html") || text.hasPrefix("<html")
  }

  private static func plain(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).lazy.map(collapsed).first { !$0.isEmpty } ?? ""
  }

  private static func page(_ text: String) -> String {
    let title = between("<title", "</title", in: text).map { collapsed(withoutTags("<title" + $0)) }
    if let title, !title.isEmpty { return title }
    let body = between("<body", "</body", in: text).map { "<body" + $0 } ?? text
    let lines = withoutTags(body).split(whereSeparator: \.isNewline)
    return lines.lazy.map { collapsed($0) }.first { !$0.isEmpty } ?? ""
  }

  /// The text between two marks, whatever their case; up to the end where the second is missing.
  private static func between(_ start: String, _ end: String, in text: String) -> Substring? {
    let lowered = Array(text.utf8).map { $0 >= 65 && $0 <= 90 ? $0 | 0x20 : $0 }
    guard let from = position(of: start, in: lowered[...]) else { return nil }
    let after = from + start.utf8.count
    let to = position(of: end, in: lowered[after...]) ?? lowered.count
    let utf8 = text.utf8
    return text[
      utf8.index(utf8.startIndex, offsetBy: after)..<utf8.index(utf8.startIndex, offsetBy: to)
    ]
  }

  private static func position(of mark: String, in bytes: ArraySlice<UInt8>) -> Int? {
    let mark = Array(mark.utf8)
    return bytes.indices.first { bytes[$0...].starts(with: mark) }
  }

  /// The text outside of tags, each of which ends a line.
  private static func withoutTags(_ text: String) -> String {
    var visible = ""
    var isInside = false
    for character in text {
      switch character {
      case "<": isInside = true
      case ">" where isInside:
        isInside = false
        visible.append("\n")
      default:
        if !isInside { visible.append(character) }
      }
    }
    return visible
  }

  private static func collapsed(_ text: some StringProtocol) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static func statusText(_ status: Int) -> String {
    switch status {
    case 200...299: "empty response"
    case 400: "bad request"
    case 401: "unauthorized"
    case 403: "forbidden"
    case 404: "not found"
    case 405: "method not allowed"
    case 407: "proxy authentication required"
    case 429: "too many requests"
    case 500: "internal server error"
    case 502: "bad gateway"
    case 503: "service unavailable"
    case 504: "gateway timeout"
    default: "no reason given"
    }
  }
}
