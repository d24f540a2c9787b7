/// What to do about each alert.
struct Runbooks {
  let plan: StackPlan

  var files: [StackFile] {
    let alerts = AlertTable(plan: plan).alerts
    var names: [String] = []
    for alert in alerts where !names.contains(alert.name) { names.append(alert.name) }
    return names.map { name in
      let rows = alerts.filter { $0.name == name }
      let rules = rows.map { rule in
        """
        ### \(rule.severity), after \(rule.delay)

        ```
        \(rule.expression)
        ```

        """
      }
      return plan.file(
        "runbooks/\(name).md",
        .markup,
        """
        # \(name)

        \(Self.steps[name] ?? "")

        ## Rules

        \(rules.joined(separator: "\n"))
        """
      )
    }
  }

  private static let steps = [
    "ServiceDown": """
    1. `goldtop`, view `6`: which targets are down, and the error of the scrape. A refused connection is a
       process that is gone; a timeout is one that hangs, or a network.
    2. `docker compose ps` and `docker compose logs --tail 100 SERVICE`; in Kubernetes `kubectl describe pod`.
    3. Was something deployed? Go back first, and look for the reason afterwards.
    4. A service that pushes: does it still run, and does its exporter reach Prometheus' /api/v1/otlp?
    5. `pg_up` or `redis_up` at 0 with a target that is up: the exporter runs, and the database refuses it.
    """,
    "HighErrorRate": """
    1. `goldtop`, view `2`: which endpoints fail, since when, with which status.
    2. `Enter` on the endpoint, then `L`: its log lines; `c` on one of them shows the whole request.
    3. 502 to 504: look at what stands behind it (view `3`). 500: the stack trace says where.
    4. Did it begin with a deployment? Go back.
    """,
    "HighLatency": """
    1. `goldtop`, view `2`, sorted by p95: one endpoint, or all of them?
    2. View `3`: are queries, Redis or other services slow at the same time?
    3. View `4`: processor, memory, connections; more traffic than usual?
    4. A slow request's story: `L` on the endpoint, then `c` on a line with a large `duration_ms`.
    """,
    "TrafficStopped": """
    1. Does the service answer, when asked directly and through the way that clients take?
    2. What stands before it: load balancer, DNS, certificate, gateway.
    3. Do callers still run? Their errors are in their own figures.
    4. Where it is meant to be, silence the alert: `S` in goldtop, started with `--allow-write`.
    """,
    "LowCacheHitRate": """
    1. Was the cache emptied, restarted or evicted? `redis_evicted_keys_total`, `redis_memory_used_bytes`.
    2. Did keys or their lifetime change with a deployment?
    3. Is the database still fine without its help? View `3`.
    """,
    "SlowQueries": """
    1. `goldtop`, view `3`: which kind of query.
    2. `pg_stat_activity`: what runs long, and what waits for a lock.
    3. `EXPLAIN (ANALYZE, BUFFERS)` of the query; a plan may have changed with the amount of data.
    4. Connections at their limit make queries wait: view `4`.
    """,
    "NotificationsFailing": """
    1. `goldtop query 'increase(alertmanager_notifications_failed_total[1h]) > 0'` says which integration, and why.
    2. Its secret in `secrets/`: there, not empty, without a line end, and still valid?
    3. `docker compose logs alertmanager` has the answer of the other side.
    4. `amtool check-config alertmanager/alertmanager.yml`, where it was changed.
    """,
    "HighDailyCost": """
    1. `goldtop`, view `5`: which model and which operation, and since when.
    2. More calls, or more tokens a call? A loop of retries shows in both.
    3. Is the budget still right? It stands in the rule and in goldtop's configuration (`budget.llm_24h`).
    """,
  ]
}
