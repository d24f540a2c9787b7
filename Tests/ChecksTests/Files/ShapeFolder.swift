import Checks
import FoundationEssentials

/// A folder of `Shapes`, with all that is below it.
struct ShapeFolder {
  let path: String
  let files: [ConfigurationFile]

  init(_ name: String) throws {
    let source = #filePath.split(separator: "/").dropLast(2)
    let path = "/" + (source + ["Shapes", Substring(name)]).joined(separator: "/")
    self.path = path
    let names = try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
    files = try names.filter { $0.contains(".") }.map { name in
      let data = try Data(contentsOf: URL(filePath: "\(path)/\(name)"))
      return ConfigurationFile(name: name, text: String(decoding: data, as: UTF8.self))
    }
  }
}
