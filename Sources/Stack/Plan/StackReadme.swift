/// How to start the stack, and what it is.
struct StackReadme {
  let plan: StackPlan

  var file: StackFile {
    let names = plan.services.map { "`\($0.name)`" + ($0.isPushing ? " (pushes)" : "") }
    return plan.file(
      "README.md",
      .markup,
      """
      # Monitoring

      Watches \(names.joined(separator: ", "))\(plan.exporters.isEmpty ? "" : ", and by plan.exporters ")\
      \(plan.exporters.map { "`\($0)`" }.joined(separator: " and ")).

      1. `secrets/README.md` says which secrets to write where.
      2. `alertmanager/alertmanager.yml`: addresses and the channel are yours to change.
      3. `docker compose up --detach`
      4. `goldtop --prometheus http://127.0.0.1:9090 --alertmanager http://127.0.0.1:9093\
      \(plan.logs == .none ? "" : " --loki http://127.0.0.1:3100")`

      Grafana is at http://127.0.0.1:3001, user `admin`. A service of another compose project has to join the network
      `monitoring_default`; one that runs on this machine is `host.docker.internal` to the containers.
      \(push)\(instrumentation)\(kubernetes)
      ## Checked by

      ```
      promtool check config prometheus/prometheus.yml
      promtool check rules prometheus/rules/*.yml
      promtool test rules prometheus/tests/*.yml
      amtool check-config alertmanager/alertmanager.yml
      ```

      Each file says which goldtop wrote it. `goldtop init --upgrade DIR` shows what a newer one would change,
      and which files are edited; `goldtop-init.json` has what this stack was made with.

      """
    )
  }

  private var instrumentation: String {
    var lines: [String] = []
    if plan.hasPython {
      lines.append(
        """
        - `instrumentation/python/observability.py` goes into a FastAPI application; `app.py` shows how. Its tests:
          `python -m unittest`, with what `requirements.txt` names.
        """
      )
    }
    if plan.hasNode {
      lines.append(
        """
        - `instrumentation/node/observability.js` goes into an Express application; `app.js` shows how. Its tests:
          `npm install && npm test`.
        """
      )
    }
    return lines.isEmpty ? "" : "\n" + lines.joined(separator: "\n") + "\n"
  }

  private var kubernetes: String {
    guard plan.hasKubernetes else { return "" }
    return """

      In a cluster with the Prometheus Operator: `kubectl apply --filename kubernetes/`, after a look at the labels and
      addresses that its files say are yours to change.

      """
  }

  private var push: String {
    guard !plan.pushed.isEmpty else { return "" }
    return """

      Services that push send OTLP to `http://127.0.0.1:9090/api/v1/otlp/v1/metrics`, with `service.name` as
      named above (`service.namespace/service.name` where there is a namespace) and a `service.instance.id`
      each: two instances without one write one series. Temporality has to be cumulative.

      """
  }
}
