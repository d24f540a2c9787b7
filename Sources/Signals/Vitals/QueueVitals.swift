import Telemetry

/// Queues, as exporters tell of them.
enum QueueVitals {
  private static let rabbitmq = Vital.Kind("queue", .dependencies, ["vhost", "queue"])
  private static let kafka = Vital.Kind(
    "kafka",
    .dependencies,
    ["consumergroup", "group", "topic"]
  )
  private static let celery = Vital.Kind("celery", .dependencies, ["job", "queue_name", "queue"])
  private static let sidekiq = Vital.Kind("sidekiq", .dependencies, ["job", "name", "queue"])
  private static let bullmq = Vital.Kind("bullmq", .dependencies, ["job", "queue"])
  private static let sqs = Vital.Kind("sqs", .dependencies, ["dimension_QueueName", "queue_name"])

  /// Every row.
  static let rows: [Vital] = brokers + tasks + cloud

  /// RabbitMQ and Kafka.
  ///
  /// - Source: the plugin `rabbitmq_prometheus`; the READMEs of kbudde/rabbitmq_exporter, danielqsj/kafka_exporter
  ///   and seglo/kafka-lag-exporter.
  private static let brokers: [Vital] =
    [("", "rabbitmq_queue"), (" in detail", "rabbitmq_detailed_queue")].flatMap { variant, prefix in
      let kind = rabbitmq.variant(variant)
      return [
        kind.vital("messages", .count, .sum("\(prefix)_messages_ready"), in: .queue),
        kind.vital("not acknowledged", .count, .sum("\(prefix)_messages_unacked")),
        kind.vital("consumers", .count, .sum("\(prefix)_consumers")),
      ]
    } + [
      rabbitmq.variant(" of kbudde").vital(
        "not acknowledged",
        .count,
        .sum("rabbitmq_queue_messages_unacknowledged")
      ),
      rabbitmq.vital(
        "oldest message",
        .seconds,
        .other(["rabbitmq_queue_head_message_timestamp"]) {
          context,
          labels in
          // Only messages with a time of their own have one.
          let sent = context.exporterGauge("rabbitmq_queue_head_message_timestamp")
          return context.aggregated("max", "time() - (\(sent) > 0)", by: labels)
        },
        in: .age
      ) { _ in .old },
      kafka.vital("lag", .count, .sum("kafka_consumergroup_lag"), in: .queue),
      kafka.variant(" of groups").vital(
        "lag",
        .count,
        .sum("kafka_consumergroup_group_lag"),
        in: .queue
      ),
      kafka.vital(
        "behind",
        .seconds,
        .most("kafka_consumergroup_group_lag_seconds"),
        in: .age
      ) { _ in .old },
      kafka.vital("consumed", .perSecond, .rate("kafka_consumergroup_current_offset"), in: .rate),
    ]

  /// Queues of tasks.
  ///
  /// - Source: Celery's exporters as they run; the READMEs of sidekiq-prometheus-exporter, discourse's
  ///   prometheus_exporter and BullMQ.
  private static let tasks: [Vital] = [
    celery.vital("tasks", .count, .sum("celery_queue_length"), in: .queue),
    celery.vital(
      "done",
      .perSecond,
      .other(["celery_task_succeeded_total", "celery_task_failed_total"]) { context, labels in
        let good = context.sum(context.exporterRate("celery_task_succeeded_total"), by: labels)
        let bad = context.sum(context.exporterRate("celery_task_failed_total"), by: labels)
        return "\(good) + \(bad)"
      },
      in: .rate
    ),
    celery.vital(
      "failed",
      .ratio,
      .share("celery_task_failed_total", and: "celery_task_succeeded_total"),
      in: .errors
    ) { $0.errorRatio },
    celery.vital("retried", .perSecond, .rate("celery_task_retried_total")),
    celery.vital(
      "waited",
      .seconds,
      .perRate("celery_task_queuetime_seconds_sum", of: "celery_task_queuetime_seconds_count"),
      in: .age
    ) { _ in .old },
    celery.vital("workers", .count, .sum("celery_active_worker_count")),
    sidekiq.vital("jobs", .count, .sum("sidekiq_queue_enqueued_jobs"), in: .queue),
    sidekiq.variant(" of discourse").vital(
      "jobs",
      .count,
      .sum("sidekiq_queue_backlog"),
      in: .queue
    ),
    sidekiq.vital("oldest job", .seconds, .most("sidekiq_queue_latency_seconds"), in: .age) {
      _ in .old
    },
    sidekiq.vital("done", .perSecond, .rate("sidekiq_processed_jobs_total"), in: .rate),
    sidekiq.vital(
      "failed",
      .ratio,
      .perRate("sidekiq_failed_jobs_total", of: "sidekiq_processed_jobs_total"),
      in: .errors
    ) { $0.errorRatio },
    sidekiq.vital("dead jobs", .count, .sum("sidekiq_dead_jobs")),
    jobs("jobs", "waiting|prioritized|paused", in: .queue), jobs("active jobs", "active"),
    jobs("delayed jobs", "delayed"), jobs("failed jobs", "failed"),
  ]

  /// BullMQ's jobs in some states.
  private static func jobs(
    _ title: String,
    _ states: String,
    in column: Vital.Column? = nil
  ) -> Vital {
    bullmq.vital(
      title,
      .count,
      .other(["bullmq_job_count"]) { context, labels in
        let matcher = LabelMatcher("state", .matches, states)
        return context.sum(context.exporterGauge("bullmq_job_count", [matcher]), by: labels)
      },
      in: column
    )
  }

  /// SQS by the exporters of CloudWatch, which name the statistic that they were told to ask for.
  private static let cloud: [Vital] = ["maximum", "average", "sum"].flatMap { statistic in
    let kind = sqs.variant(" \(statistic)")
    return [
      kind.vital(
        "messages",
        .count,
        .most("aws_sqs_approximate_number_of_messages_visible_\(statistic)"),
        in: .queue
      ),
      kind.vital(
        "oldest message",
        .seconds,
        .most("aws_sqs_approximate_age_of_oldest_message_\(statistic)"),
        in: .age
      ) { _ in .old },
    ]
  }
}
