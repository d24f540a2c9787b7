"""A small service on a web framework, measured by one of the libraries that people measure it with.

    http_services.py LIBRARY PORT

Every service has the same routes: /items/NUMBER answers at once, /slow after 0.3 s, /fail with 500, and
/boom raises. The other names, /metrics among them, are those that the library gives them by default.
"""

import asyncio
import logging
import os
import sys
import time

LIBRARY, PORT = sys.argv[1], int(sys.argv[2])
SLOW = 0.3


class Boom(Exception):
    pass


def serve(app):
    """An ASGI application."""
    import uvicorn

    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="critical", lifespan="auto")


def starlette_app():
    from starlette.applications import Starlette
    from starlette.responses import PlainTextResponse
    from starlette.routing import Route

    async def items(request):
        return PlainTextResponse("ok")

    async def slow(request):
        await asyncio.sleep(SLOW)
        return PlainTextResponse("ok")

    async def fail(request):
        return PlainTextResponse("no", status_code=500)

    async def boom(request):
        raise Boom

    return Starlette(
        routes=[
            Route("/items/{number}", items),
            Route("/slow", slow),
            Route("/fail", fail),
            Route("/boom", boom),
        ]
    )


def fastapi_app():
    from fastapi import FastAPI, Response

    app = FastAPI()

    @app.get("/items/{number}")
    async def items(number: int):
        return "ok"

    @app.get("/slow")
    async def slow():
        await asyncio.sleep(SLOW)
        return "ok"

    @app.get("/fail")
    async def fail():
        return Response("no", status_code=500)

    @app.get("/boom")
    async def boom():
        raise Boom

    return app


def fastapi_instrumentator():
    from prometheus_fastapi_instrumentator import Instrumentator

    app = fastapi_app()
    Instrumentator().instrument(app).expose(app)
    serve(app)


def starlette_exporter():
    from starlette_exporter import PrometheusMiddleware, handle_metrics

    app = starlette_app()
    app.add_middleware(PrometheusMiddleware)
    app.add_route("/metrics", handle_metrics)
    serve(app)


def starlette_prometheus():
    from starlette_prometheus import PrometheusMiddleware, metrics

    app = starlette_app()
    app.add_middleware(PrometheusMiddleware)
    app.add_route("/metrics", metrics)
    serve(app)


def aioprometheus():
    from aioprometheus import MetricsMiddleware
    from aioprometheus.asgi.starlette import metrics

    app = starlette_app()
    app.add_middleware(MetricsMiddleware)
    app.add_route("/metrics", metrics)
    serve(app)


def otel_fastapi():
    """OTEL_SEMCONV_STABILITY_OPT_IN chooses between the old names, its default, and the new ones; the
    metrics are on METRICS_PORT, or mounted on the service itself."""
    from opentelemetry import metrics
    from opentelemetry.exporter.prometheus import PrometheusMetricReader
    from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
    from opentelemetry.sdk.metrics import MeterProvider
    from prometheus_client import make_asgi_app, start_http_server

    metrics.set_meter_provider(MeterProvider(metric_readers=[PrometheusMetricReader()]))
    app = fastapi_app()
    if "METRICS_PORT" in os.environ:
        start_http_server(int(os.environ["METRICS_PORT"]), "127.0.0.1")
    else:
        app.mount("/metrics", make_asgi_app())
    FastAPIInstrumentor.instrument_app(app)
    serve(app)


def flask_exporter():
    from flask import Flask
    from prometheus_flask_exporter import PrometheusMetrics
    from werkzeug.serving import run_simple

    app = Flask("shop")
    PrometheusMetrics(app)

    @app.route("/items/<int:number>")
    def items(number):
        return "ok"

    @app.route("/slow")
    def slow():
        time.sleep(SLOW)
        return "ok"

    @app.route("/fail")
    def fail():
        return "no", 500

    @app.route("/boom")
    def boom():
        raise Boom

    app.logger.disabled = True
    run_simple("127.0.0.1", PORT, app, threaded=True)


def django_prometheus():
    import django
    from django.conf import settings
    from django.http import HttpResponse

    settings.configure(
        SECRET_KEY="shop",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="shop_urls",
        INSTALLED_APPS=["django_prometheus"],
        MIDDLEWARE=[
            "django_prometheus.middleware.PrometheusBeforeMiddleware",
            "django_prometheus.middleware.PrometheusAfterMiddleware",
        ],
        CACHES={"default": {"BACKEND": "django_prometheus.cache.backends.locmem.LocMemCache"}},
        LOGGING_CONFIG=None,
    )
    django.setup()
    from django.core.cache import cache
    from django.core.wsgi import get_wsgi_application
    from django.urls import include, path
    from werkzeug.serving import run_simple

    def items(request, number):
        # Of three numbers, one is in the cache.
        cache.set("item 0", number)
        cache.get(f"item {number % 3}")
        return HttpResponse("ok")

    def slow(request):
        time.sleep(SLOW)
        return HttpResponse("ok")

    def fail(request):
        return HttpResponse("no", status=500)

    def boom(request):
        raise Boom

    urls = type(sys)("shop_urls")
    urls.urlpatterns = [
        path("items/<int:number>", items, name="items"),
        path("slow", slow, name="slow"),
        path("fail", fail, name="fail"),
        path("boom", boom, name="boom"),
        path("", include("django_prometheus.urls")),
    ]
    sys.modules["shop_urls"] = urls
    run_simple("127.0.0.1", PORT, get_wsgi_application(), threaded=True)


def litestar():
    from litestar import Litestar, Response, get
    from litestar.plugins.prometheus import PrometheusConfig, PrometheusController

    @get("/items/{number:int}")
    async def items(number: int) -> str:
        return "ok"

    @get("/slow")
    async def slow() -> str:
        await asyncio.sleep(SLOW)
        return "ok"

    @get("/fail")
    async def fail() -> Response:
        return Response("no", status_code=500)

    @get("/boom")
    async def boom() -> str:
        raise Boom

    serve(
        Litestar(
            [items, slow, fail, boom, PrometheusController],
            middleware=[PrometheusConfig().middleware],
            logging_config=None,
        )
    )


def blacksheep():
    from blacksheep import Application, Response, TextContent
    from blacksheep_prometheus import PrometheusMiddleware, metrics

    app = Application()
    app.middlewares.append(PrometheusMiddleware())
    app.router.add_get("/metrics/", metrics)

    @app.router.get("/items/{number}")
    async def items(number: int):
        return Response(200, content=TextContent("ok"))

    @app.router.get("/slow")
    async def slow():
        await asyncio.sleep(SLOW)
        return Response(200, content=TextContent("ok"))

    @app.router.get("/fail")
    async def fail():
        return Response(500, content=TextContent("no"))

    @app.router.get("/boom")
    async def boom():
        raise Boom

    serve(app)


def genai():
    """Calls to a language model, of which one of five is refused as too many; the model is a server in this
    process."""
    import json
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    from openai import OpenAI, RateLimitError
    from opentelemetry import metrics
    from opentelemetry.exporter.prometheus import PrometheusMetricReader
    from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor
    from opentelemetry.sdk.metrics import MeterProvider
    from prometheus_client import start_http_server

    metrics.set_meter_provider(MeterProvider(metric_readers=[PrometheusMetricReader()]))
    OpenAIInstrumentor().instrument()
    start_http_server(PORT, "127.0.0.1")

    class Model(BaseHTTPRequestHandler):
        calls = 0

        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            Model.calls += 1
            if Model.calls % 5 == 0:
                self.send_response(429)
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            answer = {
                "id": "1", "object": "chat.completion", "created": 1, "model": "large-1",
                "choices": [
                    {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "ok"}}
                ],
                "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120},
            }
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    model = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    client = OpenAI(
        base_url=f"http://127.0.0.1:{model.server_port}/v1", api_key="none", max_retries=0
    )
    while True:
        try:
            client.chat.completions.create(
                model="large-1", messages=[{"role": "user", "content": "hello"}]
            )
        except RateLimitError:
            pass
        time.sleep(0.5)


def otel_client():
    """Nine calls a second to others, of which one is answered with 404, one with 503, and one not at all, since
    nobody listens there; beside them what OpenTelemetry measures of machine and process."""
    import threading
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    from opentelemetry import metrics
    from opentelemetry.exporter.prometheus import PrometheusMetricReader
    from opentelemetry.instrumentation.requests import RequestsInstrumentor
    from opentelemetry.instrumentation.system_metrics import SystemMetricsInstrumentor
    from opentelemetry.sdk.metrics import MeterProvider
    from prometheus_client import start_http_server
    import requests

    metrics.set_meter_provider(MeterProvider(metric_readers=[PrometheusMetricReader()]))
    SystemMetricsInstrumentor().instrument()
    RequestsInstrumentor().instrument()
    start_http_server(PORT, "127.0.0.1")

    class Other(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(int(self.path[1:]))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    other = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{other.server_port}"
    client = requests.Session()
    client.trust_env = False
    while True:
        for url in [f"{address}/200"] * 6 + [f"{address}/404", f"{address}/503", "http://localhost:9"]:
            try:
                client.get(url, timeout=2)
            except requests.ConnectionError:
                pass
        time.sleep(1)


def litellm():
    """Calls to a model without LiteLLM's proxy, ten a second of which two fail; each that does not has ten
    tokens in and twenty out, and costs what LiteLLM's own prices make of them."""
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    import litellm
    from prometheus_client import start_http_server

    litellm.suppress_debug_info = True
    litellm.callbacks = ["prometheus"]
    start_http_server(PORT, "127.0.0.1")
    messages = [{"role": "user", "content": "hello"}]

    async def call(answer):
        try:
            await litellm.acompletion(model="gpt-4o", messages=messages, mock_response=answer)
        except litellm.RateLimitError:
            pass

    async def calls():
        due = time.monotonic()
        while True:
            for number in range(10):
                await call("litellm.RateLimitError" if number < 2 else "hello")
            due = max(due + 1, time.monotonic() - 1)
            await asyncio.sleep(max(0, due - time.monotonic()))

    asyncio.run(calls())


logging.getLogger("werkzeug").disabled = True
globals()[LIBRARY.replace("-", "_")]()
