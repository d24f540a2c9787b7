import FoundationEssentials
import LocalSource

/// The expressions of a dashboard of Grafana.
enum GrafanaExpressions {
  /// Reads a file.
  ///
  /// - Parameter name: A dashboard's JSON, as Grafana exports it or as its API wraps it.
  /// - Returns: Every text under `expr`, `query`, `definition` or `expression`, wherever it stands.
  /// - Throws: `CommandEnd` where it cannot be read.
  static func read(_ name: FileName) throws(CommandEnd) -> [String] {
    let file: LocalFile
    do throws(LocalFileProblem) {
      file = try LocalFile(name, limit: 64 << 20)
    } catch {
      throw CommandEnd(.usage, error.message)
    }
    do {
      return try JSONDecoder().decode(Node.self, from: Data(file.bytes)).expressions
    } catch {
      throw CommandEnd(.usage, "\(name): not the JSON of a dashboard")
    }
  }

  /// Any JSON, of which the expressions are kept.
  private struct Node: Decodable {
    var expressions: [String] = []

    private static let names: Set<String> = ["expr", "query", "definition", "expression"]

    private struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }

      init?(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
      if let object = try? decoder.container(keyedBy: Key.self) {
        for key in object.allKeys where (try? object.decodeNil(forKey: key)) != true {
          if Self.names.contains(key.stringValue),
            let text = try? object.decode(String.self, forKey: key)
          {
            expressions.append(text)
          } else {
            expressions += try object.decode(Node.self, forKey: key).expressions
          }
        }
      } else if var list = try? decoder.unkeyedContainer() {
        while !list.isAtEnd {
          guard try !list.decodeNil() else { continue }
          expressions += try list.decode(Node.self).expressions
        }
      }
    }
  }
}
