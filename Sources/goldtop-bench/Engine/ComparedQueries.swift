import Dashboard
import Screen
import Telemetry

/// The questions that the embedded engine and Prometheus both answer.
enum ComparedQueries {
  /// Those of the overview, each over its range.
  static var panels: [String] {
    var texts: [String] = []
    for poll in FedDashboard(Size(120, 36), range: .hour).model.world.plan.polls {
      switch poll.question {
      case .instant(let expression, _) where !texts.contains(expression): texts.append(expression)
      case .range(let window) where !texts.contains(window.expression):
        texts.append(window.expression)
      default: break
      }
    }
    return Array(texts.prefix(20))
  }

  /// In the manner of the rules and dashboards that come with Kubernetes, node-exporter and
  /// Prometheus.
  static let rules = [
    "sum by (namespace) (rate(container_cpu_usage_seconds_total[5m]))",
    "sum by (namespace, pod, container) (irate(container_cpu_usage_seconds_total[5m])) "
      + "* on (namespace, pod) group_left (node) max by (namespace, pod, node) (kube_pod_info)",
    "container_memory_working_set_bytes * on (namespace, pod) group_left (node) "
      + "topk by (namespace, pod) (1, max by (namespace, pod, node) (kube_pod_info))",
    "sum by (namespace) (container_memory_working_set_bytes) "
      + "/ sum by (namespace) (kube_pod_container_resource_requests{resource=\"memory\"})",
    "quantile by (namespace) (0.9, rate(container_cpu_usage_seconds_total[5m]))",
    "1 - avg by (instance) (rate(node_cpu_seconds_total{mode=\"idle\"}[5m]))",
    "sum by (instance, mode) (rate(node_cpu_seconds_total{mode!=\"idle\"}[5m]))",
    "count without (cpu, mode) (node_cpu_seconds_total{mode=\"idle\"})",
    "1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes",
    "node_filesystem_avail_bytes / node_filesystem_size_bytes * 100 < 90",
    "predict_linear(node_filesystem_avail_bytes[30m], 4 * 3600)",
    "sum without (device) (rate(node_network_receive_bytes_total[5m]))",
    "histogram_quantile(0.99, sum by (le, endpoint) "
      + "(rate(http_request_duration_seconds_bucket[5m])))",
    "sum by (endpoint) (rate(http_requests_total{status=~\"5..\"}[5m])) "
      + "/ sum by (endpoint) (rate(http_requests_total[5m]))",
    "(sum(rate(http_request_duration_seconds_bucket{le=\"0.5\"}[30m])) "
      + "/ sum(rate(http_request_duration_seconds_count[30m]))) < 0.999",
    "sum by (endpoint) (rate(http_request_duration_seconds_sum[5m])) "
      + "/ sum by (endpoint) (rate(http_request_duration_seconds_count[5m]))",
    "topk(5, sum by (endpoint) (rate(http_requests_total[5m])))",
    "avg_over_time(up[10m]) < 1 or absent(up)",
    "max_over_time(sum by (instance) (rate(http_requests_total[1m]))[10m:1m])",
    "sum by (instance) (increase(http_requests_total[1h])) "
      + "- sum by (instance) (increase(http_requests_total[1h] offset 5m))",
  ]
}
