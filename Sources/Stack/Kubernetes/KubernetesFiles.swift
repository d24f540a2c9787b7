/// Manifests for a cluster with the Prometheus Operator.
struct KubernetesFiles {
  let plan: StackPlan

  var all: [StackFile] {
    var files = [
      plan.file("kubernetes/rules.yml", prometheusRule),
      plan.file("kubernetes/alloy.yml", alloyManifest),
      plan.file("kubernetes/dashboard.yml", dashboardManifest),
    ]
    if !plan.scraped.isEmpty { files.insert(plan.file("kubernetes/monitors.yml", monitors), at: 0) }
    return files
  }

  /// A name that Kubernetes takes: lower-case letters, digits and hyphens.
  static func resourceName(_ name: String) -> String {
    let characters = name.lowercased().map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "-"
    }
    let trimmed = characters.drop { $0 == "-" }.prefix(63)
    let end = trimmed.lastIndex { $0 != "-" }.map { trimmed.index(after: $0) }
    let text = String(trimmed[..<(end ?? trimmed.startIndex)])
    return text.isEmpty ? "service" : text
  }

  private var monitors: String {
    """
    # A Service's pods are found by the label app. The label release is that by which the Operator of
    # kube-prometheus-stack chooses: change it to yours.
    \(named.flatMap { [serviceMonitor($0), podMonitor($0)] }.joined(separator: "---\n"))
    """
  }

  /// The services with names for Kubernetes, each one's own.
  private var named: [(name: String, service: StackService)] {
    var taken: Set<String> = []
    return plan.scraped.map { service in
      let base = Self.resourceName(service.name)
      var name = base
      var number = 2
      while !taken.insert(name).inserted {
        name = "\(base.prefix(58))-\(number)"
        number += 1
      }
      return (name, service)
    }
  }

  private func serviceMonitor(_ named: (String, StackService)) -> String {
    monitor("ServiceMonitor", named, endpoints: "endpoints")
  }

  private func podMonitor(_ named: (String, StackService)) -> String {
    let text = monitor("PodMonitor", named, endpoints: "podMetricsEndpoints")
    // Both would scrape each pod twice, and count each request twice.
    return """
      # For pods without a Service, in place of the ServiceMonitor above: with both, all counts double.
      \(text.split(separator: "\n").map { "# \($0)" }.joined(separator: "\n"))

      """
  }

  private func monitor(
    _ kind: String,
    _ named: (name: String, service: StackService),
    endpoints: String
  ) -> String {
    let name = named.name
    let address = named.service.addresses.first
    // A dollar sign would name a group of the expression.
    let job = String(named.service.name.flatMap { $0 == "$" ? "$$" : "\($0)" })
    return """
      apiVersion: monitoring.coreos.com/v1
      kind: \(kind)
      metadata:
        name: \(name)
        labels:
          release: kube-prometheus-stack
      spec:
        selector:
          matchLabels:
            app: \(StackText.quoted(name))
        \(endpoints):
          - port: metrics
            path: \(StackText.quoted(address?.path ?? "/metrics"))
            scheme: \(address?.scheme ?? "http")
            interval: 15s
            relabelings:
              - targetLabel: job
                replacement: \(StackText.quoted(job))

      """
  }

  private var prometheusRule: String {
    """
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata:
      name: goldtop
      labels:
        release: kube-prometheus-stack
    spec:
    \(StackText.indented(RuleFile(plan: plan).text, by: 2))
    """
  }

  private var dashboardManifest: String {
    let json = GrafanaFiles(plan: plan).dashboard
    return """
      # Grafana's sidecar loads what has this label.
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: goldtop-service-overview
        labels:
          grafana_dashboard: "1"
      data:
        service-overview.json: |
      \(StackText.indented(json, by: 4))
      """
  }

  private var alloyManifest: String {
    let config = Self.alloyDiscovery + AlloyFile.processing("http://loki:3100/loki/api/v1/push")
    return """
      # Logs of all pods of a node, by an Alloy on each. Loki's address is yours to change.
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: goldtop-alloy
      data:
        config.alloy: |
      \(StackText.indented(config, by: 4))
      \(Self.alloyResources)
      """
  }

  private static let alloyDiscovery = #"""
    discovery.kubernetes "pods" {
      role = "pod"

      selectors {
        role  = "pod"
        field = "spec.nodeName=" + sys.env("NODE_NAME")
      }
    }

    discovery.relabel "pods" {
      targets = discovery.kubernetes.pods.targets

      rule {
        source_labels = ["__meta_kubernetes_pod_label_app"]
        target_label  = "job"
      }

      rule {
        source_labels = ["__meta_kubernetes_namespace"]
        target_label  = "namespace"
      }

      rule {
        source_labels = ["__meta_kubernetes_pod_name"]
        target_label  = "pod"
      }
    }

    loki.source.kubernetes "pods" {
      targets    = discovery.relabel.pods.output
      forward_to = [loki.process.json.receiver]
    }

    """#

  private static let alloyResources = """
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata:
      name: goldtop-alloy
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRole
    metadata:
      name: goldtop-alloy
    rules:
      - apiGroups: [""]
        resources: [pods, pods/log, namespaces]
        verbs: [get, list, watch]
    ---
    apiVersion: rbac.authorization.k8s.io/v1
    kind: ClusterRoleBinding
    metadata:
      name: goldtop-alloy
    roleRef:
      apiGroup: rbac.authorization.k8s.io
      kind: ClusterRole
      name: goldtop-alloy
    subjects:
      - kind: ServiceAccount
        name: goldtop-alloy
        # The namespace that this is applied to.
        namespace: default
    ---
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: goldtop-alloy
    spec:
      selector:
        matchLabels:
          app: goldtop-alloy
      template:
        metadata:
          labels:
            app: goldtop-alloy
        spec:
          serviceAccountName: goldtop-alloy
          containers:
            - name: alloy
              image: \(StackImage.alloy.rawValue)
              args: [run, --storage.path=/tmp/alloy, /etc/alloy/config.alloy]
              env:
                - name: NODE_NAME
                  valueFrom:
                    fieldRef:
                      fieldPath: spec.nodeName
              volumeMounts:
                - name: config
                  mountPath: /etc/alloy
          volumes:
            - name: config
              configMap:
                name: goldtop-alloy

    """
}
