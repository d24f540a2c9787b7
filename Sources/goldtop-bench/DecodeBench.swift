import PrometheusAPI
import Telemetry

/// How fast a matrix is decoded.
enum DecodeBench {
  static func run() async {
    let body = matrix(series: 100, points: 360)
    let megabytes = Double(body.count) / 1_048_576
    let seconds = Bench.fastest(of: 10) {
      guard QueryAnswerDecoder.result(of: body) != nil else {
        print("the matrix could not be decoded")
        return
      }
    }
    Bench.report(
      "decoding a matrix of \(Bench.text(megabytes)) MB",
      "\(Bench.text(seconds * 1000)) ms, \(Bench.text(megabytes / seconds, 0)) MB/s"
    )
  }

  /// A matrix as Prometheus writes it, 36,000 points, about a megabyte.
  private static func matrix(series: Int, points: Int) -> [UInt8] {
    var text = #"{"status":"success","data":{"resultType":"matrix","result":["#
    for index in 0..<series {
      text += index == 0 ? "" : ","
      text += #"{"metric":{"endpoint":"/api/items/\#(index)","method":"GET"},"values":["#
      for point in 0..<points {
        let value = Double(index * 7919 + point * 104_729 % 1_000_003) / 977
        text += (point == 0 ? "" : ",") + "[\(1_790_000_000 + point * 15),\"\(value)\"]"
      }
      text += "]}"
    }
    return Array((text + "]}}").utf8)
  }
}
