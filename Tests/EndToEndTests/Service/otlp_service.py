"""A service whose metrics OpenTelemetry's SDK pushes over OTLP, with its defaults.

    otlp_service.py URL...

Each URL is that of a Prometheus; OTEL_SERVICE_NAME and the like name the service, and OTEL_METRIC_EXPORT_INTERVAL
is the time between two pushes, without which it is a minute. Every second the service gets ten requests: five to
/items/NUMBER, two to /slow, which last 0.3 s, one to /pay, which calls another service, one to /fail and one to
/boom, so that two of ten fail. It asks a language model once a second, with a hundred tokens in and twenty out.
"""

import asyncio
import json
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
import uvicorn
from fastapi import FastAPI, Response
from openai import OpenAI
from opentelemetry import metrics
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
from opentelemetry.instrumentation.requests import RequestsInstrumentor
from opentelemetry.instrumentation.system_metrics import SystemMetricsInstrumentor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

metrics.set_meter_provider(
    MeterProvider(
        metric_readers=[
            PeriodicExportingMetricReader(OTLPMetricExporter(endpoint=f"{url}/api/v1/otlp/v1/metrics"))
            for url in sys.argv[1:]
        ]
    )
)
for instrumentor in (RequestsInstrumentor, OpenAIInstrumentor, SystemMetricsInstrumentor):
    instrumentor().instrument()


class Others(BaseHTTPRequestHandler):
    """The other service and the model."""

    def do_GET(self):
        self.answer(b"ok")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        answer = {
            "id": "1", "object": "chat.completion", "created": 1, "model": "large-1",
            "choices": [
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}
            ],
            "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
        }
        self.answer(json.dumps(answer).encode())

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


others = ThreadingHTTPServer(("127.0.0.1", 0), Others)
threading.Thread(target=others.serve_forever, daemon=True).start()
OTHERS = f"http://127.0.0.1:{others.server_port}"
app = FastAPI()


@app.get("/items/{number}")
async def items(number: int):
    return "ok"


@app.get("/slow")
async def slow():
    await asyncio.sleep(0.3)
    return "ok"


@app.get("/pay")
def pay():
    requests.get(f"{OTHERS}/charge", proxies={"http": ""}, timeout=5)
    return "ok"


@app.get("/fail")
async def fail():
    return Response("no", status_code=500)


@app.get("/boom")
async def boom():
    raise RuntimeError


FastAPIInstrumentor.instrument_app(app)
model = OpenAI(base_url=f"{OTHERS}/v1", api_key="none")
browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
listener = socket.create_server(("127.0.0.1", 0))


def get(path):
    try:
        browser.open(f"http://127.0.0.1:{listener.getsockname()[1]}{path}", timeout=5).read()
    except urllib.error.HTTPError as error:
        error.read()
    except OSError:
        pass


def load():
    due = time.monotonic()
    while True:
        waiting = [threading.Thread(target=get, args=("/slow",)) for _ in range(2)]
        for thread in waiting:
            thread.start()
        for path in [f"/items/{number}" for number in range(5)] + ["/pay", "/fail", "/boom"]:
            get(path)
        model.chat.completions.create(model="large-1", messages=[{"role": "user", "content": "hello"}])
        for thread in waiting:
            thread.join()
        due += 1
        time.sleep(max(0, due - time.monotonic()))


threading.Thread(target=load, daemon=True).start()
uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listener])
