/// Promtail's configuration, for stacks that have it.
struct PromtailFile {
  let plan: StackPlan

  var file: StackFile {
    plan.file(
      "promtail/promtail.yml",
      """
      # Promtail gets no new releases: for stacks that have it already. Without --promtail there is Alloy.
      server:
        http_listen_port: 9080
        grpc_listen_port: 0
      positions:
        filename: /var/lib/promtail/positions.yml
      clients:
        - url: http://loki:3100/loki/api/v1/push
      scrape_configs:
        - job_name: containers
          docker_sd_configs:
            - host: unix:///var/run/docker.sock
          relabel_configs:
            - source_labels: [__meta_docker_container_label_com_docker_compose_service]
              target_label: job
            - source_labels: [__meta_docker_container_name]
              regex: "/(.*)"
              target_label: container
          pipeline_stages:
            - json:
                expressions:
                  level:
                  correlation_id:
                  trace_id:
            - labels:
                level:
            - structured_metadata:
                correlation_id:
                trace_id:

      """
    )
  }
}
