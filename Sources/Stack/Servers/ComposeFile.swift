/// The compose file.
struct ComposeFile {
  let plan: StackPlan

  var file: StackFile {
    let secrets =
      ["grafana_password"] + AlertmanagerFiles.alertmanagerSecrets
      + (plan.hasPostgres ? ["postgres_password"] : [])
    let services = composeServices.map { StackText.indented($0, by: 2) }
    return plan.file(
      "compose.yml",
      """
      # Ports are open to this machine alone. secrets/README.md says what to put there first.
      name: monitoring
      services:
      \(services.joined(separator: "\n"))
      secrets:
      \(secrets.map { "  \($0):\n    file: ./secrets/\($0)" }.joined(separator: "\n"))
      volumes:
      \(volumes.map { "  \($0): {}" }.joined(separator: "\n"))

      """
    )
  }

  private var volumes: [String] {
    ["prometheus", "alertmanager", "grafana", "tempo"]
      + (plan.logs == .none ? [] : ["loki", plan.logs.rawValue])
  }

  private var composeServices: [String] {
    var services = [prometheusService, alertmanagerService]
    if plan.logs != .none { services += [lokiService, shippingService] }
    services += [tempoService, grafanaService]
    if plan.hasPostgres { services.append(postgresService) }
    if plan.hasRedis { services.append(redisService) }
    if plan.hasExamples, plan.hasPython {
      services.append(example(StackPlan.backend, "python", 8000))
    }
    if plan.hasExamples, plan.hasNode {
      services.append(example(StackPlan.frontend, "node", 3000))
    }
    return services
  }

  private var prometheusService: String {
    let receiver = plan.pushed.isEmpty ? "" : "\n    - --web.enable-otlp-receiver"
    return """
      prometheus:
        image: \(StackImage.prometheus.rawValue)
        command:
          - --config.file=/etc/prometheus/prometheus.yml
          - --storage.tsdb.path=/prometheus
          - --storage.tsdb.retention.time=30d\(StackText.indented(receiver, by: 2))
        volumes:
          - ./prometheus:/etc/prometheus:ro
          - prometheus:/prometheus
        ports: ["127.0.0.1:9090:9090"]
        # What runs beside the containers on this machine is host.docker.internal to them.
        extra_hosts: ["host.docker.internal:host-gateway"]
        restart: unless-stopped
      """
  }

  private var alertmanagerService: String {
    """
    alertmanager:
      image: \(StackImage.alertmanager.rawValue)
      command:
        - --config.file=/etc/alertmanager/alertmanager.yml
        - --storage.path=/alertmanager
      volumes:
        - ./alertmanager:/etc/alertmanager:ro
        - alertmanager:/alertmanager
      secrets: [\(AlertmanagerFiles.alertmanagerSecrets.joined(separator: ", "))]
      ports: ["127.0.0.1:9093:9093"]
      restart: unless-stopped
    """
  }

  private var lokiService: String {
    """
    loki:
      image: \(StackImage.loki.rawValue)
      command: ["-config.file=/etc/loki/loki.yml"]
      volumes:
        - ./loki:/etc/loki:ro
        - loki:/loki
      ports: ["127.0.0.1:3100:3100"]
      restart: unless-stopped
    """
  }

  private var shippingService: String {
    let isAlloy = plan.logs == .alloy
    let image = isAlloy ? StackImage.alloy : .promtail
    let command =
      isAlloy
      ? """
      ["run", "--server.http.listen-addr=0.0.0.0:12345", \
      "--storage.path=/var/lib/alloy", "/etc/alloy/config.alloy"]
      """
      : #"["-config.file=/etc/promtail/promtail.yml"]"#
    return """
      \(plan.logs.rawValue):
        image: \(image.rawValue)
        command: \(command)
        volumes:
          - ./\(plan.logs.rawValue):/etc/\(plan.logs.rawValue):ro
          - \(plan.logs.rawValue):/var/lib/\(plan.logs.rawValue)
          # It reads the containers' logs. Who reaches this socket is root on this machine.
          - /var/run/docker.sock:/var/run/docker.sock:ro
        depends_on: [loki]
        restart: unless-stopped
      """
  }

  private var tempoService: String {
    """
    tempo:
      image: \(StackImage.tempo.rawValue)
      command: ["-config.file=/etc/tempo/tempo.yml"]
      volumes:
        - ./tempo:/etc/tempo:ro
        - tempo:/var/tempo
      # Spans by OTLP, from services on this machine.
      ports: ["127.0.0.1:4317:4317", "127.0.0.1:4318:4318"]
      restart: unless-stopped
    """
  }

  private var grafanaService: String {
    """
    grafana:
      image: \(StackImage.grafana.rawValue)
      environment:
        GF_SECURITY_ADMIN_PASSWORD__FILE: /run/secrets/grafana_password
        GF_AUTH_ANONYMOUS_ENABLED: "false"
        GF_USERS_ALLOW_SIGN_UP: "false"
        GF_ANALYTICS_REPORTING_ENABLED: "false"
      secrets: [grafana_password]
      volumes:
        - ./grafana/provisioning:/etc/grafana/provisioning:ro
        - ./grafana/dashboards:/var/lib/grafana/dashboards:ro
        - grafana:/var/lib/grafana
      ports: ["127.0.0.1:3001:3000"]
      restart: unless-stopped
    """
  }

  private var postgresService: String {
    """
    postgres-exporter:
      image: \(StackImage.postgresExporter.rawValue)
      environment:
        # HOST:PORT/DATABASE, and a user with the role pg_monitor.
        DATA_SOURCE_URI: ${POSTGRES_ADDRESS:-postgres:5432/postgres?sslmode=disable}
        DATA_SOURCE_USER: ${POSTGRES_USER:-monitoring}
        DATA_SOURCE_PASS_FILE: /run/secrets/postgres_password
      secrets: [postgres_password]
      extra_hosts: ["host.docker.internal:host-gateway"]
      restart: unless-stopped
    """
  }

  private var redisService: String {
    """
    redis-exporter:
      image: \(StackImage.redisExporter.rawValue)
      environment:
        REDIS_ADDR: ${REDIS_ADDRESS:-redis://redis:6379}
      extra_hosts: ["host.docker.internal:host-gateway"]
      restart: unless-stopped
    """
  }

  private func example(_ name: String, _ folder: String, _ port: Int) -> String {
    """
    \(name):
      build: ./instrumentation/\(folder)
      ports: ["127.0.0.1:\(port):\(port)"]
      restart: unless-stopped
    """
  }
}
