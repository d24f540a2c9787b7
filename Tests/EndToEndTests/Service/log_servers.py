"""Starts nginx, PostgreSQL and Redis on the loopback, and lets each log one event with an ID.

    log_servers.py FOLDER ID

Prints the names of the files that they wrote with the level that was set, "-" where an access log has
none. A server that is not installed has none. PostgreSQL refuses to run as root: its own user runs it.
"""

import glob
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

FOLDER, ID = sys.argv[1:]


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_until(condition):
    """The test that runs this has a limit of its own."""
    while not condition():
        time.sleep(0.05)


def listens(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def program(name):
    return shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")


NGINX = """
{user}
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{}}
http {{
  log_format json escape=json '{{"time":"$time_iso8601","status":$status,"request":"$request",'
    '"request_id":"$arg_request_id","upstream_time":"$upstream_response_time"}}';
  access_log {folder}/nginx.log combined;
  access_log {folder}/nginx-json.log json;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{ root {folder}/nothing; }}
  }}
}}
"""


def nginx():
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    path = f"{FOLDER}/nginx.conf"
    with open(path, "w") as file:
        file.write(NGINX.format(user=user, folder=FOLDER, port=port))
    server = subprocess.Popen(
        [program("nginx"), "-c", path, "-p", FOLDER, "-g", "daemon off;"], stderr=subprocess.DEVNULL
    )
    wait_until(lambda: listens(port))
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/pay?request_id={ID}")
    except urllib.error.HTTPError:
        pass
    server.terminate()
    server.wait()
    print("nginx -\nnginx-json -\nnginx-error ERROR")


def redis():
    port = free_port()
    server = subprocess.Popen(
        [program("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        + ["--dir", FOLDER, "--logfile", f"{FOLDER}/redis.log", "--enable-debug-command", "yes"]
    )
    wait_until(lambda: listens(port))
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(f'DEBUG LOG "card declined request_id={ID}"\r\n'.encode())
        client.recv(100)
    server.terminate()
    server.wait()
    print("redis WARN")


def postgresql():
    [binaries] = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1:]
    folder = tempfile.mkdtemp(prefix="goldtop-postgresql-")
    become = []
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]

    def run(*command):
        subprocess.run(
            become + list(command), check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    port = free_port()
    run(f"{binaries}/initdb", "-D", f"{folder}/data", "-A", "trust", "-U", "shop")
    zone = os.environ.get("TZ", "UTC")
    settings = {
        "listen_addresses": "127.0.0.1",
        "port": port,
        "unix_socket_directories": "",
        "logging_collector": "on",
        "log_destination": "stderr,jsonlog,csvlog",
        "log_filename": "postgresql",
        "log_timezone": zone,
        "fsync": "off",
    }
    server = subprocess.Popen(
        become
        + [f"{binaries}/postgres", "-D", f"{folder}/data"]
        + [f"--{name}={value}" for name, value in settings.items()],
        cwd=folder,
        stderr=subprocess.DEVNULL,
    )
    try:
        address = f"host=127.0.0.1 port={port} user=shop dbname=postgres"
        wait_until(lambda: subprocess.run([f"{binaries}/pg_isready", "-q", "-d", address]).returncode == 0)
        statement = f"DO $$ BEGIN RAISE EXCEPTION 'card declined request_id=%', '{ID}'; END $$"
        subprocess.run([f"{binaries}/psql", "-q", address, "-c", statement], stderr=subprocess.DEVNULL)
    finally:
        server.terminate()
        server.wait()
    for name, ending in [("postgresql", ""), ("postgresql-json", ".json")]:
        source = glob.glob(f"{folder}/data/log/postgresql{ending}")
        if not source and ending == "":
            source = glob.glob(f"{folder}/data/log/postgresql.log")
        if source:
            shutil.copy(source[0], f"{FOLDER}/{name}.log")
            print(name, "ERROR")
    shutil.rmtree(folder)


for name, write in [("nginx", nginx), ("redis-server", redis), ("setpriv", postgresql)]:
    if program(name) and (write is not postgresql or glob.glob("/usr/lib/postgresql/*/bin/postgres")):
        write()
        sys.stdout.flush()
