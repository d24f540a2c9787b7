#!/usr/bin/env bash
# ddtrace 4.16.0 and structlog 26.1.0 (PyPI), log injection as it is by default
# under ddtrace.auto.
# Tried 2026-11-28 with Python 3.11.
#
# Behaviour: one trace has an ID in three forms. Logs have dd.trace_id as 32
# hexadecimal digits and, beside it, dd.span_id as a decimal number. The headers
# that go to the next service are x-datadog-trace-id, the lower half of the trace
# ID in decimal, and x-datadog-parent-id in decimal; traceparent has both in
# hexadecimal. A line outside of any trace has "0" for both, not no field. In
# structlog's JSON "dd.trace_id" is one flat key with a dot.
#
# Output seen for one span:
#   {"event": "inside", "dd.trace_id": "6b0adf4c000000001af1a66b126763be",
#       "dd.span_id": "1981030512369039158", ...}
#   {"event": "outside", "dd.trace_id": "0", "dd.span_id": "0", ...}
#   x-datadog-trace-id: 1941515893173871550
#   traceparent: 00-6b0adf4c000000001af1a66b126763be-1b7e08c14af77736-01
#
# Why a dashboard cares: a gateway that logs x-datadog-trace-id and the service
# behind it have no text in common: a search for the one finds nothing of the
# other. The trace ID of logs fits traceparent, the span ID of the same line
# does not. And "all lines of this request" for a line outside of a trace is a
# search for 0, which returns every start-up and background line: 0 must be
# read as no ID.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check ddtrace==4.16.0 structlog==26.1.0

cat > "$work/app.py" <<'PYTHON'
import ddtrace.auto  # noqa: F401
import json
import sys

import structlog
from ddtrace.propagation.http import HTTPPropagator
from ddtrace.trace import tracer

structlog.configure(processors=[structlog.processors.JSONRenderer()])
log = structlog.get_logger()
log.info("outside")
with tracer.trace("shop.order") as span:
    log.info("inside")
    headers = {}
    HTTPPropagator.inject(span.context, headers)
json.dump(headers, sys.stderr)
sys.stderr.write("\n")
sys.stderr.flush()
PYTHON

cat > "$work/check.py" <<'PYTHON'
import json
import re
import sys

outside, inside = (json.loads(line) for line in open(sys.argv[1]) if line.startswith("{"))
headers = next(json.loads(line) for line in open(sys.argv[2]) if line.startswith("{"))


def check(condition, what):
    if not condition:
        sys.exit("CHANGED: " + what)


trace, span = inside["dd.trace_id"], inside["dd.span_id"]
_, parent_trace, parent_span, _ = headers["traceparent"].split("-")
check(outside["dd.trace_id"] == outside["dd.span_id"] == "0", "a line outside of a trace has no 0")
check(re.fullmatch("[0-9a-f]{32}", trace), "the logged trace ID is not 32 hexadecimal digits")
check(span.isdigit() and int(span) == int(parent_span, 16), "the logged span ID is not decimal")
check(span == headers["x-datadog-parent-id"], "the logged span ID is not the header's")
check(trace == parent_trace, "the logged trace ID is not traceparent's")
check(headers["x-datadog-trace-id"] == str(int(trace[16:], 16)), "the header is not the lower half in decimal")
check(headers["x-datadog-trace-id"] not in json.dumps(inside), "the header's trace ID is in the log")
print("As stated: hexadecimal in logs, its lower half in decimal in the header, 0 outside.")
PYTHON

DD_INSTRUMENTATION_TELEMETRY_ENABLED=false DD_REMOTE_CONFIGURATION_ENABLED=false \
    "$work/venv/bin/python" "$work/app.py" > "$work/log" 2> "$work/headers"
echo "ddtrace 4.16.0:"
cut -c 1-130 "$work/log"
grep '^{' "$work/headers"
"$work/venv/bin/python" "$work/check.py" "$work/log" "$work/headers"
