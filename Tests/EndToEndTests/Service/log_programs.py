"""Writes one error with an ID through each of the common Python loggers, each into a file of its own.

    log_programs.py FOLDER ID

Prints the names of the files that it wrote; a library that is not installed has none.
"""

import importlib.util
import json
import logging
import sys


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


def celery_text(path, request):
    from celery.app import defaults

    formats = {option: value.default for option, value in defaults.flatten(defaults.NAMESPACES)}
    text = formats["worker_log_format"]
    logger = logging.getLogger("celery")
    handler = logging.FileHandler(path)
    handler.setFormatter(logging.Formatter(text))
    logger.handlers = [handler]
    logger.propagate = False
    logger.error("Task shop.pay[%s] raised unexpected: card declined", request)
    handler.close()


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
    "celery": ("celery", celery_text),
    "logging": ("logging", stdlib_trace),
}

for name, (module, write) in PROGRAMS.items():
    if importlib.util.find_spec(module) is None:
        continue
    write(f"{sys.argv[1]}/{name}.log", sys.argv[2])
    print(name)
