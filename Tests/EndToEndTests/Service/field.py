"""Starts real services and servers with their exporters on the loopback, and sends them requests.

    field.py FOLDER

Prints "job NAME PORT" for each that is to be scraped and then "ready". From then until it is killed, with
its process group, every second each HTTP service gets ten requests: six to /items/NUMBER, two to /slow,
one to /fail and one to /boom, so that two of ten fail and two last 0.3 s; of Django's items two of six are
in its cache. Another process asks a language model twice a second, of which one of five is refused, another asks one by
LiteLLM ten times, of which two fail, and one calls others. Servers get ten a second too:

    haproxy     eight that nginx answers, two that HAProxy answers with 500
    nginx       those eight, and what the exporter asks
    apache      ten, and what the exporter asks
    redis       ten GETs, of which two miss, an LPUSH that fails, and what the exporter asks
    postgres    ten transactions, one that is rolled back, and what the exporter asks
    mysql       ten queries, and what the exporter asks
    celery      ten tasks, of which two fail

What fills up: each second another client of Redis and another mebibyte of the folder, for three minutes.
"""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

FOLDER = sys.argv[1]
HERE = os.path.dirname(os.path.abspath(__file__))
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
ROOT = os.geteuid() == 0

LIBRARIES = [
    "fastapi-instrumentator", "starlette-exporter", "starlette-prometheus", "aioprometheus",
    "flask-exporter", "django-prometheus", "litestar", "blacksheep", "otel-fastapi", "otel-fastapi-old",
]

browser = urllib.request.build_opener(urllib.request.ProxyHandler({}))
taken = []


def free_port():
    """All are held until the last is known, so that none is given twice."""
    held = socket.socket()
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(("127.0.0.1", 0))
    taken.append(held)
    return held.getsockname()[1]


ports = {name: free_port() for name in LIBRARIES + [
    "otel-metrics", "otel-client", "genai", "litellm", "celery", "node", "redis", "redis-exporter", "postgres", "postgres-exporter",
    "broker", "mysql", "mysql-exporter", "nginx", "nginx-exporter", "apache", "apache-exporter", "haproxy",
    "haproxy-metrics",
]}
for held in taken:
    held.close()


def start(name, *command, **options):
    program = shutil.which(command[0], path=PATH)
    if not program:
        sys.exit(f"{command[0]} is not installed")
    options.setdefault("cwd", FOLDER)
    log = open(f"{FOLDER}/{name}.log", "ab")
    return subprocess.Popen(
        [program, *map(str, command[1:])], stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options
    )


def as_user(name):
    """What a server is started with that refuses to run as root."""
    if not ROOT:
        return []
    user = pwd.getpwnam(name)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def wait_for(port):
    """The test that runs this has a limit of its own."""
    while True:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def write(name, text):
    with open(f"{FOLDER}/{name}", "w") as file:
        file.write(text)
    return f"{FOLDER}/{name}"


def listen(port):
    return f"127.0.0.1:{port}"


def environment(**changes):
    return {"PATH": PATH, "LANG": "C.UTF-8", "HOME": FOLDER, **changes}


def python(name, *arguments, **changes):
    return start(name, sys.executable, f"{HERE}/http_services.py", *arguments, env=environment(**changes))


def http_services():
    for name in LIBRARIES:
        if name == "otel-fastapi":
            options = {"OTEL_SEMCONV_STABILITY_OPT_IN": "http", "METRICS_PORT": str(ports["otel-metrics"])}
            python(name, "otel-fastapi", ports[name], **options)
        else:
            python(name, name.removesuffix("-old"), ports[name])
    for name in ("genai", "litellm"):
        python(name, name, ports[name])
    options = {
        "OTEL_SEMCONV_STABILITY_OPT_IN": "http", "OTEL_EXPERIMENTAL_RESOURCE_DETECTORS": "host,otel",
    }
    python("otel-client", "otel-client", ports["otel-client"], **options)


def redis():
    for name in ("redis", "broker"):
        start(name, "redis-server", "--port", ports[name], "--bind", "127.0.0.1", "--save", "")
    start(
        "redis-exporter", "prometheus-redis-exporter", "-redis.addr", f"redis://{listen(ports['redis'])}",
        "-web.listen-address", listen(ports["redis-exporter"]),
    )


# This exporter has no collector of its own for them.
STATEMENTS = """
pg_stat_statements:
  query: >-
    SELECT datname, queryid, left(query, 60) AS query, calls, total_exec_time / 1000 AS total_time_seconds
    FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid
    ORDER BY total_exec_time DESC LIMIT 20
  metrics:
    - datname: {usage: LABEL, description: database}
    - queryid: {usage: LABEL, description: number}
    - query: {usage: LABEL, description: text}
    - calls: {usage: COUNTER, description: calls}
    - total_time_seconds: {usage: COUNTER, description: time}
"""


def postgres():
    [binaries] = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]
    # Its own user has no way into the test's folder.
    folder = f"{FOLDER}/postgresql"
    os.mkdir(folder)
    become = as_user("postgres")
    if ROOT:
        os.chmod(FOLDER, 0o711)
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    subprocess.run(
        become + [f"{binaries}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "shop", "--no-sync"],
        check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    settings = [
        "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off",
        "shared_preload_libraries=pg_stat_statements",
    ]
    start(
        "postgres", *become, f"{binaries}/postgres", "-D", f"{folder}/data", "-p", ports["postgres"],
        *[word for setting in settings for word in ("-c", setting)], cwd=folder,
    )
    address = f"postgresql://shop@{listen(ports['postgres'])}/postgres?sslmode=disable"
    queries = write("queries.yaml", STATEMENTS)
    start(
        "postgres-exporter", "prometheus-postgres-exporter", f"--extend.query-path={queries}",
        f"--web.listen-address={listen(ports['postgres-exporter'])}",
        env=environment(DATA_SOURCE_NAME=address),
    )


def mysql():
    folder = f"{FOLDER}/mysql"
    os.mkdir(folder)
    start(
        "mysql", "mariadbd", "--no-defaults", "--skip-grant-tables", f"--datadir={folder}",
        f"--socket={folder}/socket", f"--pid-file={folder}/pid", "--bind-address=127.0.0.1",
        f"--port={ports['mysql']}", *["--user=root"] * ROOT,
    )
    file = write(
        "my.cnf", f"[client]\nuser=shop\npassword=none\nhost=127.0.0.1\nport={ports['mysql']}\n"
    )
    wait_for(ports["mysql"])
    start(
        "mysql-exporter", "prometheus-mysqld-exporter", f"--config.my-cnf={file}",
        f"--web.listen-address={listen(ports['mysql-exporter'])}",
    )


NGINX = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
daemon off;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx-1;
  proxy_temp_path {folder}/nginx-2;
  fastcgi_temp_path {folder}/nginx-3;
  uwsgi_temp_path {folder}/nginx-4;
  scgi_temp_path {folder}/nginx-5;
  server {{
    listen 127.0.0.1:{port};
    location / {{ return 200 ok; }}
    location = /status {{ stub_status; }}
  }}
}}
"""

HAPROXY = """
global
  maxconn 100
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
frontend shop
  bind 127.0.0.1:{port}
  http-request return status 500 if {{ path /fail }}
  default_backend nginx
backend nginx
  server one 127.0.0.1:{nginx}
frontend metrics
  bind 127.0.0.1:{metrics}
  http-request use-service prometheus-exporter if {{ path /metrics }}
"""

APACHE = """
ServerRoot {folder}
ServerName shop
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
Listen 127.0.0.1:{port}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule status_module /usr/lib/apache2/modules/mod_status.so
ErrorLog {folder}/apache-error.log
ExtendedStatus On
DocumentRoot {folder}/page
<Location /server-status>
  SetHandler server-status
</Location>
{user}
"""


def proxies():
    user = "user root;" if ROOT else ""
    file = write("nginx.conf", NGINX.format(user=user, folder=FOLDER, port=ports["nginx"]))
    start("nginx", "nginx", "-c", file, "-p", FOLDER)
    start(
        "nginx-exporter", "prometheus-nginx-exporter",
        f"-nginx.scrape-uri=http://{listen(ports['nginx'])}/status",
        f"-web.listen-address={listen(ports['nginx-exporter'])}", "-nginx.retries=50",
        "-nginx.retry-interval=200ms",
    )
    file = write(
        "haproxy.cfg",
        HAPROXY.format(port=ports["haproxy"], nginx=ports["nginx"], metrics=ports["haproxy-metrics"]),
    )
    start("haproxy", "haproxy", "-db", "-f", file)
    os.mkdir(f"{FOLDER}/page")
    write("page/index.html", "ok")
    os.chmod(f"{FOLDER}/page", 0o755)
    file = write(
        "apache.conf",
        APACHE.format(
            folder=FOLDER, port=ports["apache"], user="User www-data\nGroup www-data" if ROOT else ""
        ),
    )
    start("apache", "apache2", "-D", "FOREGROUND", "-f", file)
    start(
        "apache-exporter", "prometheus-apache-exporter",
        f"--scrape_uri=http://{listen(ports['apache'])}/server-status?auto",
        f"--telemetry.address={listen(ports['apache-exporter'])}",
    )
    start("node", "prometheus-node-exporter", f"--web.listen-address={listen(ports['node'])}")


CELERY = """
from celery import Celery

app = Celery("shop", broker="redis://{redis}/1")
app.conf.update(worker_send_task_events=True, task_send_sent_event=True, broker_connection_retry_on_startup=True)


@app.task
def pay(fails):
    if fails:
        raise ValueError("card declined")
"""


def celery():
    write("tasks.py", CELERY.format(redis=listen(ports["broker"])))
    wait_for(ports["broker"])
    module = [sys.executable, "-m"]
    start("celery-worker", *module, "celery", "-A", "tasks", "worker", "--pool", "solo", "--loglevel", "error")
    start(
        "celery-exporter", sys.executable, "-c", "from src.cli import cli; cli()",
        f"--broker-url=redis://{listen(ports['broker'])}/1", "--host=127.0.0.1",
        f"--port={ports['celery']}",
    )


def get(port, path):
    try:
        browser.open(f"http://{listen(port)}{path}", timeout=5).read()
    except urllib.error.HTTPError as error:
        error.read()
    except OSError:
        pass


def every_second(work):
    """Begins now; what takes longer than a second is not made up for."""

    def run():
        due = time.monotonic()
        while True:
            work()
            due = max(due + 1, time.monotonic() - 1)
            time.sleep(max(0, due - time.monotonic()))

    threading.Thread(target=run, daemon=True).start()


def ask_service(port):
    slow = [threading.Thread(target=get, args=(port, "/slow")) for _ in range(2)]
    for thread in slow:
        thread.start()
    for number in range(3):
        get(port, f"/items/{number}")
    get(port, "/fail")
    for number in range(3, 6):
        get(port, f"/items/{number}")
    get(port, "/boom")
    for thread in slow:
        thread.join()


def ask_proxy():
    for index in range(10):
        get(ports["haproxy"], "/fail" if index < 2 else "/")
        get(ports["apache"], "/index.html")


def load():
    for name in LIBRARIES:
        every_second(lambda port=ports[name]: ask_service(port))
    every_second(ask_proxy)
    client = socket.create_connection(("127.0.0.1", ports["redis"]))
    client.sendall(b"SET there 1\r\n")
    client.recv(100)

    def ask_redis():
        for index in range(10):
            client.sendall(b"GET nowhere\r\n" if index < 2 else b"GET there\r\n")
            client.recv(100)
        client.sendall(b"LPUSH there 1\r\n")
        client.recv(100)

    every_second(ask_redis)
    import pymysql

    connection = pymysql.connect(host="127.0.0.1", port=ports["mysql"], user="shop", password="none")

    def ask_mysql():
        for _ in range(10):
            connection.cursor().execute("SELECT 1")

    every_second(ask_mysql)
    [binaries] = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]
    address = f"host=127.0.0.1 port={ports['postgres']} user=shop dbname=postgres"
    shell = subprocess.Popen(
        [f"{binaries}/psql", "-q", address], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )

    shell.stdin.write(b"CREATE EXTENSION pg_stat_statements;\n")

    def ask_postgres():
        # Statements without a table are not counted before the session has one.
        shell.stdin.write(b"SELECT 1 FROM pg_class LIMIT 1;\n" * 10 + b"BEGIN; SELECT 2; ROLLBACK;\n")
        shell.stdin.flush()

    every_second(ask_postgres)
    sys.path.insert(0, FOLDER)
    from tasks import pay

    def send_tasks():
        for index in range(10):
            pay.delay(index < 2)

    every_second(send_tasks)
    held = []

    def fill():
        if len(held) < 180:
            held.append(socket.create_connection(("127.0.0.1", ports["redis"])))
            with open(f"{FOLDER}/filling", "ab") as file:
                file.write(b"x" * 2**20)

    every_second(fill)


# None of the servers has anything to save, and some take their time to end.
signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
os.environ["PATH"] = PATH
http_services()
redis()
proxies()
celery()
threads = [threading.Thread(target=begin) for begin in (postgres, mysql)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
metrics = {
    "otel-fastapi": "otel-metrics", "redis": "redis-exporter", "postgres": "postgres-exporter",
    "mysql": "mysql-exporter", "nginx": "nginx-exporter", "apache": "apache-exporter",
    "haproxy": "haproxy-metrics",
}
jobs = LIBRARIES + ["otel-client", "genai", "litellm", "celery", "node", *list(metrics)[1:]]
for name in jobs:
    print("job", name, ports[metrics.get(name, name)], flush=True)
for port in ports.values():
    wait_for(port)
load()
print("ready", flush=True)
threading.Event().wait()
