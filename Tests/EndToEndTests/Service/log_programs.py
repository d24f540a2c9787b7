"""Writes one error with an ID through each of the common Python loggers, each into a file of its own.

    log_programs.py FOLDER ID

uvicorn serves one request and a celery worker works off one task for theirs. Prints the names of the
files that it wrote with the level that was set; a library that is not installed has none.
"""

import asyncio
import importlib.util
import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time


def stdlib(name, path, formatter, extra):
    logger = logging.getLogger(name)
    handler = logging.FileHandler(path)
    handler.setFormatter(formatter)
    logger.handlers = [handler]
    logger.propagate = False
    logger.error("card declined", extra=extra)
    handler.close()


def structlog_json(path, request):
    import structlog

    with open(path, "w") as file:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.JSONRenderer(),
            ],
            logger_factory=structlog.PrintLoggerFactory(file=file),
        )
        structlog.get_logger().error("card declined", request_id=request)


def structlog_console(path, request):
    import structlog

    with open(path, "w") as file:
        structlog.configure(
            processors=[
                structlog.processors.add_log_level,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.dev.ConsoleRenderer(colors=True),
            ],
            logger_factory=structlog.PrintLoggerFactory(file=file),
        )
        structlog.get_logger().error("card declined", request_id=request)


def pythonjsonlogger(path, request):
    from pythonjsonlogger.json import JsonFormatter

    formatter = JsonFormatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    stdlib("pythonjsonlogger", path, formatter, {"request_id": request})


def ecs_logging(path, request):
    import ecs_logging

    stdlib("ecs_logging", path, ecs_logging.StdlibFormatter(), {"request_id": request})


def logfmter(path, request):
    from logfmter import Logfmter

    formatter = Logfmter(keys=["ts", "at"], mapping={"ts": "asctime", "at": "levelname"})
    stdlib("logfmter", path, formatter, {"request_id": request})


def loguru_json(path, request):
    from loguru import logger

    logger.remove()
    logger.add(path, serialize=True)
    logger.bind(request_id=request).error("card declined")
    logger.remove()


def loguru_text(path, request):
    from loguru import logger

    logger.remove()
    logger.add(path)
    logger.error("card declined request_id={}", request)
    logger.remove()


CELERY_APP = """
from celery import Celery

app = Celery("shop", broker="filesystem://", set_as_current=True)
app.conf.broker_transport_options = {{"data_folder_in": {queue!r}, "data_folder_out": {queue!r}}}


@app.task(name="shop.pay")
def pay():
    raise ValueError("card declined")
"""


def celery_worker(path, request):
    folder = path + ".celery"
    queue = folder + "/queue"
    os.makedirs(queue)
    with open(folder + "/shop.py", "w") as file:
        file.write(CELERY_APP.format(queue=queue))
    send = f"import shop; shop.pay.apply_async(task_id={request!r})"
    subprocess.run([sys.executable, "-c", send], cwd=folder, check=True)
    options = ["--pool=solo", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with open(path, "w") as file:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "shop", "worker", "--loglevel=INFO"] + options,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=file,
        )
        wait_for(path, "ValueError: card declined")
        worker.send_signal(signal.SIGTERM)
        worker.wait()


def wait_for(path, text):
    """Waits until a file has a text; the test has a limit of its own."""
    while True:
        with open(path, errors="replace") as file:
            if text in file.read():
                return
        time.sleep(0.05)


def uvicorn_server(path, request, config):
    """One request to an application that logs and fails."""
    import urllib.error
    import urllib.request

    import uvicorn

    async def app(scope, receive, send):
        raise ValueError("card declined request_id=" + request)

    handlers = {"file": {"class": "logging.FileHandler", "filename": path, "formatter": "default"}}
    access = dict(handlers["file"], formatter="access")
    config["handlers"] = {"default": handlers["file"], "access": access}
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=config, lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/pay?request_id={request}")
    except urllib.error.HTTPError:
        pass
    server.should_exit = True
    thread.join()


def uvicorn_default(path, request):
    import copy

    import uvicorn.config

    config = copy.deepcopy(uvicorn.config.LOGGING_CONFIG)
    for formatter in config["formatters"].values():
        formatter["use_colors"] = True
    uvicorn_server(path, request, config)


def uvicorn_timed(path, request):
    import copy

    import uvicorn.config

    config = copy.deepcopy(uvicorn.config.LOGGING_CONFIG)
    for formatter in config["formatters"].values():
        formatter["fmt"] = "%(asctime)s " + formatter["fmt"]
        formatter["use_colors"] = False
    uvicorn_server(path, request, config)


def stdlib_trace(path, request):
    logger = logging.getLogger("trace")
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger.handlers = [handler]
    logger.propagate = False
    try:
        json.loads("{")
    except ValueError:
        logger.exception("card declined request_id=%s", request)
    handler.close()


PROGRAMS = {
    "structlog-json": ("structlog", structlog_json),
    "structlog-console": ("structlog", structlog_console),
    "python-json-logger": ("pythonjsonlogger", pythonjsonlogger),
    "ecs-logging": ("ecs_logging", ecs_logging),
    "logfmter": ("logfmter", logfmter),
    "loguru-json": ("loguru", loguru_json),
    "loguru-text": ("loguru", loguru_text),
    "celery": ("celery", celery_worker),
    "uvicorn": ("uvicorn", uvicorn_timed),
    "uvicorn-default": ("uvicorn", uvicorn_default),
    "logging": ("logging", stdlib_trace),
}

for name, (module, write) in PROGRAMS.items():
    if importlib.util.find_spec(module) is None:
        continue
    write(f"{sys.argv[1]}/{name}.log", sys.argv[2])
    print(name, "ERROR" if name != "uvicorn-default" else "ERROR untimed")
