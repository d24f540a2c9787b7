#!/usr/bin/env bash
# litellm 1.110.2 with prometheus-client 0.26.0 (PyPI), no extras.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: used as a library, with a cache, litellm answers the first call and
# fails every one that its cache could answer: looking at the cached answer
# imports code of the proxy, which needs fastapi, and that is an extra. The error
# reaches the caller, and the metrics count a failed call of the deployment and
# of the model's interface, though nobody was asked; hits and misses of the cache
# have no sample.
#
# Output seen:
#   call 1: hello
#   call 2: ModuleNotFoundError: No module named 'fastapi'
#   call 3: ModuleNotFoundError: No module named 'fastapi'
#   litellm_deployment_failure_responses_total 2.0
#   litellm_deployment_total_requests_total 1.0
#   litellm_deployment_total_requests_total 2.0
#   litellm_llm_api_failed_requests_metric_total 2.0
#
# Why a dashboard cares: an error rate that rises with the hit rate looks like a
# failing provider. The label exception_class tells: it is ModuleNotFoundError.
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
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
import litellm
import prometheus_client
from litellm.caching.caching import Cache

litellm.suppress_debug_info = True
litellm.callbacks = ["prometheus"]
litellm.cache = Cache(type="local")


async def ask(number):
    messages = [{"role": "user", "content": "hello"}]
    try:
        answer = await litellm.acompletion(
            model="gpt-4o", messages=messages, mock_response="hello", caching=True
        )
        print(f"call {number}: {answer.choices[0].message.content}")
    except Exception as error:
        print(f"call {number}: {type(error).__name__}: {error}")


async def main():
    for number in range(1, 4):
        await ask(number)
        await asyncio.sleep(2)


asyncio.run(main())
for line in prometheus_client.generate_latest().decode().splitlines():
    if line.startswith("litellm_") and any(
        word in line for word in ("cache_hits", "cache_misses", "deployment_total", "deployment_failure", "failed_requests")
    ) and "_created" not in line:
        print(line.partition("{")[0], line.split()[-1])
PYTHON
"$work/venv/bin/python" "$work/app.py"
