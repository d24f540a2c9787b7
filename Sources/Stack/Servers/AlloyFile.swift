/// Alloy's configuration: it ships logs.
struct AlloyFile {
  let plan: StackPlan

  var file: StackFile {
    plan.file(
      "alloy/config.alloy",
      .slashes,
      #"""
      // The logs of the containers of this machine; the label job is the service of the compose file, as
      // Prometheus has it.
      discovery.docker "containers" {
        host = "unix:///var/run/docker.sock"
      }

      discovery.relabel "containers" {
        targets = discovery.docker.containers.targets

        rule {
          source_labels = ["__meta_docker_container_label_com_docker_compose_service"]
          target_label  = "job"
        }

        rule {
          source_labels = ["__meta_docker_container_name"]
          regex         = "/(.*)"
          target_label  = "container"
        }
      }

      loki.source.docker "containers" {
        host       = "unix:///var/run/docker.sock"
        targets    = discovery.relabel.containers.output
        forward_to = [loki.process.json.receiver]
      }

      """# + Self.processing("http://loki:3100/loki/api/v1/push")
    )
  }

  /// How lines become entries: the level is a label, for it has few values; IDs are structured metadata.
  static func processing(_ url: String) -> String {
    """
    loki.process "json" {
      forward_to = [loki.write.loki.receiver]

      stage.json {
        expressions = { level = "", correlation_id = "", trace_id = "" }
      }

      stage.labels {
        values = { level = "" }
      }

      stage.structured_metadata {
        values = { correlation_id = "", trace_id = "" }
      }
    }

    loki.write "loki" {
      endpoint {
        url = \(StackText.quoted(url))
      }
    }

    """
  }
}
