/// Instrumentation of a FastAPI application.
struct PythonFiles {
  let plan: StackPlan

  var all: [StackFile] {
    let folder = "instrumentation/python"
    return [
      plan.file("\(folder)/observability.py", PythonText.observability),
      plan.file("\(folder)/app.py", PythonText.application),
      plan.file("\(folder)/test_observability.py", PythonTest.text),
      plan.file("\(folder)/requirements.txt", PythonText.requirements),
      plan.file("\(folder)/Dockerfile", PythonText.dockerfile),
    ]
  }
}

/// The files of the Python instrumentation; its metrics have the names of the default profile.
enum PythonText {
  static let application = #"""
    """An application with logs, metrics and correlation IDs; yours takes its place."""

    from fastapi import FastAPI, HTTPException

    import observability

    app = FastAPI()
    log = observability.set_up(app)


    @app.get("/items/{item}")
    async def read_item(item: int):
        with observability.query("select"):
            found = item < 1000
        observability.look_up("get", hit=found)
        if not found:
            raise HTTPException(status_code=404, detail="no such item")
        log.info("item read", item=item)
        return {"item": item}


    @app.get("/answers/{question}")
    async def answer(question: str):
        # What a call of a model has used, as its answer says.
        observability.model_call("example", "chat", tokens_in=120, tokens_out=30, dollars=0.0004)
        return {"answer": question}


    @app.get("/fail")
    async def fail():
        raise RuntimeError("this always fails")

    """#

  static let requirements = """
    fastapi==0.165.0
    structlog==26.1.0
    prometheus-client==0.26.0
    uvicorn==0.54.0
    # The tests alone.
    httpx2==2.16.2

    """

  static let dockerfile = """
    FROM python:3.13-slim
    WORKDIR /app
    COPY requirements.txt .
    RUN pip install --no-cache-dir --requirement requirements.txt
    COPY *.py ./
    USER nobody
    EXPOSE 8000
    CMD ["uvicorn", "app:app", "--host", "0.0.0.0", "--port", "8000", "--no-access-log"]

    """

  static let observability = #"""
    """Logs, metrics and correlation IDs of a FastAPI application.

        app = FastAPI()
        log = observability.set_up(app)

    Lines are JSON on standard output, each with the correlation ID of its request. The metrics at /metrics
    are those of goldtop's default profile, so that `goldtop watch` shows every panel without configuration.
    """

    import asyncio
    import inspect
    import logging
    import os
    import re
    import sys
    import time
    import uuid
    from contextlib import contextmanager

    import structlog
    from prometheus_client import (
        CONTENT_TYPE_LATEST,
        REGISTRY,
        CollectorRegistry,
        Counter,
        Gauge,
        Histogram,
        generate_latest,
    )
    from prometheus_client.multiprocess import MultiProcessCollector
    from starlette.requests import Request
    from starlette.responses import JSONResponse, Response

    SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)

    REQUESTS = Counter(
        "http_requests_total", "Requests answered.", ["method", "endpoint", "status"]
    )
    DURATIONS = Histogram(
        "http_request_duration_seconds",
        "Time until a request was answered.",
        ["method", "endpoint"],
        buckets=SECONDS,
    )
    QUERIES = Histogram(
        "db_query_duration_seconds",
        "Time until a query was answered.",
        ["query_type"],
        buckets=(0.001, 0.0025, 0.005) + SECONDS,
    )
    CONNECTIONS = Gauge(
        "db_connections_active", "Connections in use.", multiprocess_mode="livesum"
    )
    LOOK_UPS = Counter(
        "cache_operations_total", "Look-ups in caches.", ["operation", "result"]
    )
    TOKENS = Counter(
        "llm_tokens_used_total", "Tokens of models.", ["model", "operation", "token_type"]
    )
    DOLLARS = Counter("llm_cost_dollars_total", "Cost of models.", ["model", "operation"])

    METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    KNOWN_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
    TRACE = re.compile(r"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")

    log = structlog.get_logger("request")


    def set_up(app, level=logging.INFO):
        """Adds middleware and /metrics to an application, and returns its logger."""
        set_up_logs(level)
        app.add_route("/metrics", metrics, include_in_schema=False)
        # What is added last is asked first: add other middleware before this.
        app.add_middleware(Observability)
        return structlog.get_logger("app")


    def set_up_logs(level=logging.INFO):
        """Writes the lines of structlog and of every other library as JSON."""
        shared = [
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ExtraAdder(),
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
        ]
        structlog.configure(
            processors=shared[:3]
            + shared[4:]
            + [structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
            logger_factory=structlog.stdlib.LoggerFactory(),
            wrapper_class=structlog.stdlib.BoundLogger,
            cache_logger_on_first_use=True,
        )
        handler = logging.StreamHandler(sys.stdout)
        handler.setFormatter(
            structlog.stdlib.ProcessorFormatter(
                foreign_pre_chain=shared,
                processors=[
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            )
        )
        root = logging.getLogger()
        root.handlers = [handler]
        root.setLevel(level)
        for name in ("uvicorn", "uvicorn.error"):
            logging.getLogger(name).handlers = []
            logging.getLogger(name).propagate = True
        # The middleware writes a line a request, with its duration and correlation ID.
        logging.getLogger("uvicorn.access").disabled = True


    def metrics(request):
        """Answers with all metrics, of all worker processes where there are several."""
        registry = REGISTRY
        if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)
        return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)


    class Observability:
        """Counts and logs each request, under a correlation ID that callers may choose."""

        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            if scope["type"] != "http" or scope["path"] == "/metrics":
                await self.app(scope, receive, send)
                return
            correlation = begin(scope)
            start = time.perf_counter()
            status = None

            async def answer(message):
                nonlocal status
                if message["type"] == "http.response.start":
                    status = message["status"]
                    header = (b"x-correlation-id", correlation.encode())
                    message = {**message, "headers": [*message["headers"], header]}
                await send(message)

            try:
                await self.app(scope, receive, answer)
            except asyncio.CancelledError:
                # The client has gone.
                status = status or 499
                raise
            except Exception as error:
                log.exception("request failed", path=scope["path"])
                if status is not None:
                    # The answer has begun, and cannot become another.
                    status = 500
                    raise
                response = await failed(Request(scope, receive), error, correlation)
                await response(scope, receive, answer)
            finally:
                end(scope, status or 500, time.perf_counter() - start)
                # The next request of this task must not have this one's ID.
                structlog.contextvars.clear_contextvars()


    async def failed(request, error, correlation):
        """Answers as the application's own handler of exceptions does, if there is one."""
        handlers = request.app.exception_handlers
        handler = handlers.get(500) or handlers.get(Exception)
        if handler is None:
            body = {"detail": "Internal Server Error", "correlation_id": correlation}
            return JSONResponse(body, status_code=500)
        answer = handler(request, error)
        return await answer if inspect.isawaitable(answer) else answer


    def begin(scope):
        """Takes the caller's correlation ID or makes one, and puts it into each line."""
        headers = dict(scope["headers"])
        given = headers.get(b"x-correlation-id") or headers.get(b"x-request-id") or b""
        given = given.decode("latin-1")
        correlation = given if KNOWN_ID.fullmatch(given) else str(uuid.uuid4())
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(correlation_id=correlation)
        trace = TRACE.fullmatch(headers.get(b"traceparent", b"").decode("latin-1"))
        if trace:
            structlog.contextvars.bind_contextvars(trace_id=trace.group(1))
        return correlation


    def end(scope, status, seconds):
        """Counts a request by its route, never by its path, and writes its line."""
        method = scope["method"] if scope["method"] in METHODS else "OTHER"
        route = getattr(scope.get("route"), "path", None)
        endpoint = "unmatched" if route is None else scope.get("root_path", "") + route
        REQUESTS.labels(method, endpoint, str(status)).inc()
        DURATIONS.labels(method, endpoint).observe(seconds)
        write = log.error if status >= 500 else log.info
        write(
            "request",
            method=scope["method"],
            path=scope["path"],
            status=status,
            duration_ms=round(seconds * 1000, 1),
        )


    @contextmanager
    def query(kind):
        """Measures a query: `with query("select"): …`; failed ones count too."""
        start = time.perf_counter()
        try:
            yield
        finally:
            QUERIES.labels(kind).observe(time.perf_counter() - start)


    def look_up(operation, hit):
        """Counts a look-up in a cache."""
        LOOK_UPS.labels(operation, "hit" if hit else "miss").inc()


    def model_call(model, operation, tokens_in, tokens_out, dollars):
        """Counts what a call of a model has used and cost."""
        TOKENS.labels(model, operation, "input").inc(tokens_in)
        TOKENS.labels(model, operation, "output").inc(tokens_out)
        DOLLARS.labels(model, operation).inc(dollars)

    """#
}
