import TestSupport

/// Five weeks of a shop as OpenMetrics text, of which the facts are known.
///
/// - Yesterday three times the usual requests came from 14:00 to 16:00, and a fifth of them failed from
///   19:00 to 20:00.
/// - The host was down from 09:00 for 42 minutes, and Redis is down for two days.
/// - A batch job is scraped every three minutes and was down from 13:00 for an hour; its scrape 40 s before the
///   end failed, and the one after that did not.
/// - The service `vouchers` began ten days ago and went five and a half hours before the end, with its target;
///   of two hosts one is not scraped any more for twenty hours.
/// - `RedisDown` fires for two days; `HighErrorRate` fired for 46 minutes; `DiskNoise` fires four times a
///   day for ten minutes; `AlwaysOn` always fires.
/// - Checkout has become slower by half in the last week; a model costs five cents more each day; the disk
///   has 20 GiB left and loses one a day.
struct ReportHistory {
  /// The end, a midnight, in seconds since 1970.
  let end: Int

  private static let days = 36
  /// Scrapes and evaluations come this much after full minutes: one on the edge of two windows would
  /// count in both, as Prometheus 2 looks back.
  private static let lag = 7
  private var text = ""

  /// The text, as `promtool` reads it.
  static func text(end: Int) -> String {
    var history = ReportHistory(end: end)
    history.write()
    return history.text + "# EOF\n"
  }

  private init(end: Int) { self.end = end }

  /// Hours before the end.
  private func back(_ moment: Int) -> Double { Double(end - moment) / 3600 }

  private func moments(days: Int = ReportHistory.days, step: Int = 300) -> StrideThrough<Int> {
    stride(from: end - days * 86_400, through: end, by: step)
  }

  private mutating func family(_ name: String, _ type: String) {
    text += "# TYPE \(name) \(type)\n"
  }

  private mutating func put(_ series: String, _ value: Double, _ moment: Int) {
    text += "\(series) \(value) \(moment)\n"
  }

  private mutating func write() {
    writeTargets()
    writeRequests()
    writeDurations()
    writeAlerts()
    writeRest()
  }

  private mutating func writeTargets() {
    family("up", "gauge")
    for moment in moments() { put("up{job=\"shop\",instance=\"shop:8000\"}", 1, moment) }
    for moment in moments(days: 3, step: 60) {
      let isDown = back(moment) > 14.3 && back(moment) <= 15
      put("up{job=\"node\",instance=\"host:9100\"}", isDown ? 0 : 1, moment + Self.lag)
    }
    for moment in moments(days: 3, step: 60) where back(moment) > 20 {
      put("up{job=\"node\",instance=\"other:9100\"}", 1, moment + Self.lag)
    }
    for moment in moments(days: 10) where back(moment) >= 5.5 {
      put("up{job=\"vouchers\",instance=\"vouchers:8000\"}", 1, moment)
    }
    for moment in moments(days: 3, step: 180) where moment < end {
      let isDown = back(moment) > 10 && back(moment) <= 11
      put("up{job=\"batch\",instance=\"batch:8000\"}", isDown ? 0 : 1, moment + Self.lag)
    }
    for (value, moment) in [(0, end - 40), (1, end - 10)] {
      put("up{job=\"batch\",instance=\"batch:8000\"}", Double(value), moment)
    }
    for moment in moments(days: 3, step: 60) {
      let isDown = back(moment) <= 49
      put("up{job=\"redis\",instance=\"cache:9121\"}", isDown ? 0 : 1, moment + Self.lag)
    }
  }

  private static let routes = [
    (labels: "method=\"GET\",endpoint=\"/cart\"", share: 0.7, mean: 0.05),
    (labels: "method=\"POST\",endpoint=\"/checkout\"", share: 0.3, mean: 0.4),
  ]
  private static let shop = "job=\"shop\",instance=\"shop:8000\""

  /// Requests in five minutes.
  private func requests(_ moment: Int) -> Double {
    let hour = moment % 86_400 / 3600
    let usual = Double(6 + (hour < 12 ? hour : 24 - hour)) * 300
    return back(moment) >= 8 && back(moment) < 10 ? usual * 3 : usual
  }

  private func failing(_ moment: Int) -> Double {
    back(moment) >= 4 && back(moment) < 5 ? 0.2 : 0.0002
  }

  private mutating func writeRequests() {
    family("http_requests", "counter")
    for route in Self.routes {
      for isFailed in [false, true] {
        let labels = "\(Self.shop),\(route.labels),status=\"\(isFailed ? 500 : 200)\""
        var total = 0.0
        for moment in moments() {
          let share = isFailed ? failing(moment) : 1 - failing(moment)
          total += requests(moment) * route.share * share
          put("http_requests_total{\(labels)}", total, moment)
        }
      }
    }
    let vouchers =
      "job=\"vouchers\",instance=\"vouchers:8000\",method=\"GET\",endpoint=\"/\",status=\"200\""
    for (count, moment) in moments(days: 10).enumerated() where back(moment) >= 5.5 {
      put("http_requests_total{\(vouchers)}", Double(count * 60), moment)
    }
  }

  private mutating func writeDurations() {
    family("http_request_duration_seconds", "histogram")
    for route in Self.routes {
      let isSlower = route.mean > 0.1
      for (bound, steps) in [("0.1", 0.1), ("0.5", 0.5), ("1.0", 1), ("2.5", 2.5), ("+Inf", 1e9)] {
        var total = 0.0
        for moment in moments() {
          let mean = isSlower && back(moment) < 168 ? route.mean * 1.5 : route.mean
          // Evenly spread from nothing to twice the mean.
          total += requests(moment) * route.share * min(1, steps / (2 * mean))
          put(
            "http_request_duration_seconds_bucket{\(Self.shop),\(route.labels),le=\"\(bound)\"}",
            total,
            moment
          )
        }
      }
      var count = 0.0
      for moment in moments() {
        count += requests(moment) * route.share
        put("http_request_duration_seconds_count{\(Self.shop),\(route.labels)}", count, moment)
      }
    }
  }

  private mutating func alert(_ labels: String, days: Int, _ fires: (Int) -> Bool) {
    for moment in moments(days: days, step: 60) where fires(moment) {
      put("ALERTS{\(labels),alertstate=\"firing\"}", 1, moment + Self.lag)
    }
  }

  private mutating func writeAlerts() {
    family("ALERTS", "gauge")
    let redis =
      "alertname=\"RedisDown\",severity=\"critical\",job=\"redis\",instance=\"cache:9121\""
    // What says when alerts fire must not look at what is being written.
    let history = self
    alert(redis, days: 3) { history.back($0) <= 48 }
    alert("alertname=\"HighErrorRate\",severity=\"critical\",job=\"shop\"", days: 1) {
      history.back($0) <= 4.75 && history.back($0) >= 4
    }
    alert("alertname=\"DiskNoise\",severity=\"warning\",instance=\"host:9100\"", days: 30) {
      $0 % 21_600 / 60 < 10 && $0 < history.end
    }
    alert("alertname=\"AlwaysOn\",severity=\"warning\"", days: 31) { _ in true }
    family("ALERTS_FOR_STATE", "gauge")
    for moment in moments(days: 2, step: 60) {
      put("ALERTS_FOR_STATE{\(redis)}", Double(end - 49 * 3600), moment)
    }
  }

  private mutating func writeRest() {
    family("llm_cost_dollars", "counter")
    var cost = 0.0
    for moment in moments() {
      let day = Double(moment - (end - Self.days * 86_400)) / 86_400
      cost += (2 + 0.05 * day) / 288
      put("llm_cost_dollars_total{\(Self.shop),model=\"large\",operation=\"chat\"}", cost, moment)
    }
    let disk = "job=\"node\",instance=\"host:9100\",mountpoint=\"/\",fstype=\"ext4\""
    family("node_filesystem_avail_bytes", "gauge")
    for moment in moments() {
      let free = 20 + back(moment) / 24
      put("node_filesystem_avail_bytes{\(disk)}", free * 1_073_741_824, moment)
    }
    family("node_filesystem_size_bytes", "gauge")
    for moment in moments() {
      put("node_filesystem_size_bytes{\(disk)}", 100 * 1_073_741_824, moment)
    }
    family("scrape_samples_post_metric_relabeling", "gauge")
    for moment in moments() {
      let day = Double(moment - (end - Self.days * 86_400)) / 86_400
      put("scrape_samples_post_metric_relabeling{\(Self.shop)}", 500 + 10 * day, moment)
    }
    family("prometheus_build_info", "gauge")
    for moment in moments(days: 1) {
      put("prometheus_build_info{job=\"prometheus\",version=\"2.42.0\"}", 1, moment)
    }
    family("lonely_metric", "gauge")
    for part in 0..<3 {
      for moment in moments(days: 1) {
        put("lonely_metric{job=\"shop\",part=\"\(part)\"}", 1, moment)
      }
    }
  }
}
