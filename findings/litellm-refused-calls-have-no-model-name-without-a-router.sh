#!/usr/bin/env bash
# litellm 1.110.2 with prometheus-client 0.26.0 (PyPI), no extras.
# Tried 2026-11-29 with Python 3.11.
#
# Behaviour: where litellm.acompletion is called directly, the callback
# "prometheus" names the model of a call that went well litellm_model_name and
# leaves requested_model empty. Of a call that the provider refused it leaves
# litellm_model_name, api_base and api_provider empty and puts the model's name
# into requested_model. Through litellm's Router both labels are there in both
# cases, and requested_model is the group's name.
#
# Output seen after two good calls, a 429 and a 500 each way:
#   direct success {litellm_model_name="gpt-4o",requested_model=""} 2
#   direct failure 429 {litellm_model_name="",requested_model="gpt-4o"} 1
#   direct failure 500 {litellm_model_name="",requested_model="gpt-4o"} 1
#   router success {litellm_model_name="gpt-4o",requested_model="fast"} 2
#   router failure 429 {litellm_model_name="gpt-4o",requested_model="fast"} 1
#   router failure 500 {litellm_model_name="gpt-4o",requested_model="fast"} 1
#
# Why a dashboard cares: an error ratio by litellm_model_name is 0 for every
# model and 1 for a row without a name; by requested_model it is the other way
# round. Neither label alone fits both ways: the model is litellm_model_name, or
# requested_model where that is empty. litellm_requests_metric_total and
# litellm_llm_api_failed_requests_metric_total have it as "model" in all cases.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
# The rest of what it asks for, such as boto3 and tokenizers, changes nothing and takes longer.
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-compile \
    prometheus-client==0.26.0 openai==3.57.0 "httpx[http2]==0.28.1" aiohttp==3.14.5 fastuuid==0.14.0 \
    importlib-metadata==8.9.0 pydantic-settings==2.16.3 tiktoken==0.14.0 jinja2==3.1.6 \
    pyyaml==6.0.4 packaging==26.4
"$work/venv/bin/pip" install --quiet --disable-pip-version-check --no-compile --no-deps \
    litellm==1.110.2

cat > "$work/app.py" <<'PYTHON'
import asyncio
import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
import litellm
import prometheus_client


class Provider(BaseHTTPRequestHandler):
    """Answers with the status that the message asks for."""

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = int(asked["messages"][0]["content"])
        message = {"role": "assistant", "content": "hello"}
        answer = {
            "id": "1", "object": "chat.completion", "created": 1, "model": asked["model"],
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
        } if status == 200 else {"error": {"message": "no", "type": "refused", "code": str(status)}}
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


way = sys.argv[1]
server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
threading.Thread(target=server.serve_forever, daemon=True).start()
model = {
    "model": "openai/gpt-4o", "api_key": "none", "api_base": f"http://127.0.0.1:{server.server_port}", "max_retries": 0,
}
litellm.suppress_debug_info = True
litellm.callbacks = ["prometheus"]
router = litellm.Router(model_list=[{"model_name": "fast", "litellm_params": model}], num_retries=0)


def samples():
    for metric in prometheus_client.REGISTRY.collect():
        for sample in metric.samples:
            if sample.name.startswith("litellm_deployment_") and sample.name.endswith("_responses_total"):
                yield sample


async def main():
    for status in (200, 200, 429, 500):
        messages = [{"role": "user", "content": str(status)}]
        try:
            if way == "router":
                await router.acompletion(model="fast", messages=messages)
            else:
                await litellm.acompletion(messages=messages, **model)
        except (litellm.RateLimitError, litellm.InternalServerError):
            pass
    # They are counted in the background.
    for _ in range(100):
        if sum(sample.value for sample in samples()) == 4:
            break
        await asyncio.sleep(0.1)


asyncio.run(main())
lines = []
for sample in samples():
    labels = sample.labels
    kind = "success" if "success" in sample.name else "failure " + labels["exception_status"]
    names = ",".join(f'{name}="{labels[name]}"' for name in ("litellm_model_name", "requested_model"))
    lines.append(f"{way} {kind} {{{names}}} {sample.value:.0f}")
print(*sorted(lines, key=lambda line: "failure" in line), sep="\n")
PYTHON
for way in direct router; do
    "$work/venv/bin/python" "$work/app.py" "$way" 2>> "$work/err" || {
        cat "$work/err" >&2
        exit 1
    }
done > "$work/seen"

echo "litellm 1.110.2, litellm_deployment_success_responses_total and _failure_responses_total:"
cat "$work/seen"

changed() {
    echo "CHANGED: $1" >&2
    exit 1
}

expect() {
    grep -qxF "$1" "$work/seen" || changed "not as stated: $1"
}

expect 'direct success {litellm_model_name="gpt-4o",requested_model=""} 2'
expect 'router success {litellm_model_name="gpt-4o",requested_model="fast"} 2'
for status in 429 500; do
    expect "direct failure $status {litellm_model_name=\"\",requested_model=\"gpt-4o\"} 1"
    expect "router failure $status {litellm_model_name=\"gpt-4o\",requested_model=\"fast\"} 1"
done
echo "As stated: without a router, refused calls have their model under another label."
