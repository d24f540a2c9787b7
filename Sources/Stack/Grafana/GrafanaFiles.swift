/// What Grafana is provisioned with.
struct GrafanaFiles {
  let plan: StackPlan

  var all: [StackFile] {
    [
      plan.file("grafana/provisioning/datasources/goldtop.yml", dataSources),
      plan.file(
        "grafana/provisioning/dashboards/goldtop.yml",
        """
        apiVersion: 1
        providers:
          - name: goldtop
            type: file
            disableDeletion: true
            allowUiUpdates: false
            options:
              path: /var/lib/grafana/dashboards

        """
      ),
      plan.file(
        "grafana/dashboards/service-overview.json",
        .none,
        dashboard
      ),
    ]
  }

  /// The dashboard alone.
  var dashboard: String {
    GrafanaDashboard(
      thresholds: plan.thresholds,
      hasLogs: plan.logs != .none,
      version: plan.version
    ).text
  }

  private var dataSources: String {
    """
    apiVersion: 1
    datasources:
      - name: Prometheus
        uid: prometheus
        type: prometheus
        url: http://prometheus:9090
        isDefault: true
        jsonData:
          httpMethod: POST
          timeInterval: 15s
          # From a sample of a histogram to the trace that it is of.
          exemplarTraceIdDestinations:
            - name: trace_id
              datasourceUid: tempo
      - name: Alertmanager
        uid: alertmanager
        type: alertmanager
        url: http://alertmanager:9093
        jsonData:
          implementation: prometheus
    \(plan.logs == .none ? "" : lokiSource)  - name: Tempo
        uid: tempo
        type: tempo
        url: http://tempo:3200
        jsonData:
    \(plan.logs == .none ? "" : spansToLogs)      serviceMap:
            datasourceUid: prometheus

    """
  }

  private var lokiSource: String {
    #"""
      - name: Loki
        uid: loki
        type: loki
        url: http://loki:3100
        jsonData:
          # From a line to its trace: by its metadata, or by its JSON.
          derivedFields:
            - name: Trace
              matcherType: label
              matcherRegex: trace_id
              url: "$${__value.raw}"
              datasourceUid: tempo
            - name: Trace of the line
              matcherRegex: '"trace_id":\s*"(\w+)"'
              url: "$${__value.raw}"
              datasourceUid: tempo

    """#
  }

  private var spansToLogs: String {
    """
          tracesToLogsV2:
            datasourceUid: loki
            spanStartTimeShift: -5m
            spanEndTimeShift: 5m
            filterByTraceID: true
            tags:
              - key: service.name
                value: job

    """
  }
}
