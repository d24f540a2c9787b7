import Telemetry
import Testing

@testable import Signals

/// The columns of language models on what libraries and servers expose; a rate times 240 s is what was
/// counted.
@Suite struct ModelFigureTests {
  private func values(
    _ figure: ModelFigure,
    of name: String,
    _ exposition: String? = nil
  ) throws -> [String: Double] {
    let services = try ScrapedServices(exposition == nil ? [name] : [])
    if let exposition { services.scrape(exposition, job: name) }
    let profile = try #require(MetricProfile.all.first { $0.name == name })
    var context = QueryContext(profile: profile, rateWindow: ScrapedServices.window)
    context.inventory = services.names
    guard let text = figure.expression(context, month: .seconds(86_400)) else { return [:] }
    return Dictionary(
      try services.vector(text).map {
        ($0.labels[profile.model.modelLabel ?? ""] ?? "", $0.value * 240)
      },
      uniquingKeysWith: +
    )
  }

  private func expect(_ values: [String: Double], _ wanted: [String: Double]) {
    #expect(Set(values.keys) == Set(wanted.keys), "\(values)")
    for (name, value) in wanted {
      #expect(((values[name] ?? .nan) - value).magnitude < 1e-6, "\(values)")
    }
  }

  /// As litellm 1.110.2 exposes without its proxy: calls that went well and those that failed apart, and the
  /// model of what was refused under another label.
  private static let litellm = """
    litellm_requests_metric_total{api_provider="openai",model="gpt-4o",requested_model=""} 240
    litellm_requests_metric_total{api_provider="openai",model="o3",requested_model=""} 24
    litellm_llm_api_failed_requests_metric_total{model="gpt-4o"} 60
    litellm_deployment_failure_responses_total{exception_status="429",litellm_model_name="",requested_model="gpt-4o"} 48
    litellm_deployment_failure_responses_total{exception_status="500",litellm_model_name="",requested_model="gpt-4o"} 12
    litellm_deployment_total_requests_total{litellm_model_name="gpt-4o",requested_model=""} 240
    """

  @Test func callsOfLiteLLMAreThoseThatWentWellAndThoseThatFailed() throws {
    expect(try values(.calls, of: "litellm-sdk", Self.litellm), ["gpt-4o": 300, "o3": 24])
    expect(try values(.failures, of: "litellm-sdk", Self.litellm), ["gpt-4o": 60])
    expect(try values(.rateLimits, of: "litellm-sdk", Self.litellm), ["gpt-4o": 48])
  }

  /// LiteLLM 1.110.2 behind its Router: what was refused has the model's name too, beside that of the group.
  @Test func whatRoutersRefusedIsOfTheModelAndNotOfItsGroup() throws {
    let text = """
      litellm_requests_metric_total{model="gpt-4o",requested_model="fast"} 240
      litellm_deployment_failure_responses_total{exception_status="429",litellm_model_name="gpt-4o",requested_model="fast"} 36
      litellm_deployment_failure_responses_total{exception_status="429",litellm_model_name="",requested_model="gpt-4o"} 12
      litellm_deployment_total_requests_total{litellm_model_name="gpt-4o",requested_model="fast"} 240
      """
    expect(try values(.rateLimits, of: "litellm-sdk", text), ["gpt-4o": 48])
  }

  @Test func callsOfOpenTelemetryAreTheirDurations() throws {
    let text = """
      gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_request_model="large-1",error_type=""} 180
      gen_ai_client_operation_duration_seconds_bucket{gen_ai_operation_name="chat",gen_ai_request_model="large-1",error_type="",le="+Inf"} 180
      gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_request_model="large-1",error_type="RateLimitError"} 36
      gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_request_model="large-1",error_type="openai.RateLimitError"} 12
      gen_ai_client_operation_duration_seconds_count{gen_ai_operation_name="chat",gen_ai_request_model="large-1",error_type="APITimeoutError"} 12
      """
    expect(try values(.calls, of: "otel-genai", text), ["large-1": 240])
    expect(try values(.failures, of: "otel-genai", text), ["large-1": 60])
    expect(try values(.rateLimits, of: "otel-genai", text), ["large-1": 48])
  }

  @Test func callsOfVLLMAreItsSuccessesOfWhichSomeAreNone() throws {
    let text = """
      vllm:request_success_total{model_name="llama",engine="0",finished_reason="stop"} 180
      vllm:request_success_total{model_name="llama",engine="0",finished_reason="length"} 36
      vllm:request_success_total{model_name="llama",engine="0",finished_reason="abort"} 24
      vllm:prompt_tokens_total{model_name="llama",engine="0"} 2400
      vllm:generation_tokens_total{model_name="llama",engine="0"} 480
      """
    expect(try values(.calls, of: "vllm", text), ["llama": 240])
    expect(try values(.failures, of: "vllm", text), ["llama": 24])
    expect(try values(.tokens, of: "vllm", text), ["llama": 2880])
    #expect(try values(.rateLimits, of: "vllm", text).isEmpty)
    #expect(try values(.hour, of: "vllm", text).isEmpty)
  }

  @Test func thePaceOfHoursIsKnownWhereTwoAreRemembered() {
    #expect(MonthForecast.hours(of: .seconds(6 * 3600 + 5)) == 5)
    #expect(MonthForecast.hours(of: .seconds(2 * 3600)) == 1)
    #expect(MonthForecast.hours(of: .seconds(7100)) == nil)
    let context = QueryContext(rateWindow: .seconds(60))
    #expect(MonthForecast.expression(context, reach: .seconds(3600)) == nil)
    #expect(
      MonthForecast.expression(context, reach: .seconds(6 * 3600))?.contains("[5h:1h]") == true
    )
    #expect(MonthForecast.expression(context)?.contains("[7d:1d]") == true)
  }
}
