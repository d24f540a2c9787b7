package import Logs
package import Telemetry

/// Log settings of the configuration.
package struct LogsSettings: Hashable, Sendable {
  /// The zone of the files of a pattern.
  package struct FileZone: Hashable, Sendable {
    /// As the shell knows it.
    package var pattern: String
    /// The zone's name.
    package var zone: String
  }

  /// Matchers of the streams that are shown; empty for all.
  package var selector: [LabelMatcher] = []
  /// Matchers of the streams of all services; empty for all.
  package var correlationSelector: [LabelMatcher] = []
  /// Fields with a place of their own.
  package var columns: [String] = []
  /// How new lines are had.
  package var tail = TailWay.automatic
  /// The zones of times that name none, by patterns of file names; `*` stands for all files.
  package var timeZones: [FileZone] = []
  /// The most lines that are held.
  package var heldLines = 200_000
  /// The most bytes of lines that are held.
  package var heldBytes = 32 << 20
  /// The names of fields by what they mean; what is not set is left out.
  package var fields: [LogFieldTable.Role: [String]] = [:]
}

extension LogsSettings {
  /// Reads `nginx*.log=UTC, Europe/Berlin`.
  static func timeZones(_ text: String) -> [FileZone] {
    text.split(separator: ",").map { part in
      let sides = part.split(separator: "=", maxSplits: 1).map(Self.trimmed)
      return sides.count == 2
        ? FileZone(pattern: sides[0], zone: sides[1])
        : FileZone(pattern: "*", zone: sides.first ?? "")
    }
  }

  /// The problem with the text; `nil` for none.
  static func complaint(timeZones text: String) -> String? {
    for file in timeZones(text) {
      guard !file.pattern.isEmpty, isZone(file.zone) else {
        return
          "\(Words.quoted(file.zone)) is not a time zone: use 'local', 'UTC', an offset such as "
          + "'+02:00', or a name such as 'Europe/Berlin'"
      }
    }
    return nil
  }

  /// Whether a text may name a zone; whether the machine knows it is seen where it is needed.
  private static func isZone(_ text: String) -> Bool {
    if text.lowercased() == "local" || ZoneOffsets(offset: text) != nil { return true }
    return text.first?.isLetter == true
      && text.utf8.allSatisfy { byte in
        (byte | 32) &- 97 < 26 || byte &- 48 < 10 || "/_+-".utf8.contains(byte)
      }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
