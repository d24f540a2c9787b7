// A stand-in for npm's prom-client, which Debian does not have: the parts of its interface that the
// instrumentation uses, in the text format.

class Registry {
  constructor() {
    this.metrics_ = [];
    this.contentType = 'text/plain; version=0.0.4; charset=utf-8';
  }

  async metrics() {
    return `${this.metrics_.map((metric) => metric.text()).join('\n')}\n`;
  }
}

const quoted = (value) =>
  `"${String(value).replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/"/g, '\\"')}"`;

function line(name, labels, value) {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}=${quoted(text)}`);
  return `${name}${pairs.length ? `{${pairs.join(',')}}` : ''} ${value}`;
}

class Metric {
  constructor(type, { name, help, labelNames = [], registers = [], buckets = [] }) {
    Object.assign(this, { type, name, help, labelNames, buckets, children: new Map() });
    registers.forEach((register) => register.metrics_.push(this));
    if (labelNames.length === 0) this.child({});
  }

  child(labels) {
    const unknown = Object.keys(labels).find((name) => !this.labelNames.includes(name));
    if (unknown) throw new Error(`label ${unknown} is not one of ${this.labelNames}`);
    const key = JSON.stringify(this.labelNames.map((name) => labels[name]));
    if (!this.children.has(key)) {
      const counts = this.buckets.map(() => 0);
      this.children.set(key, { labels, value: 0, sum: 0, counts });
    }
    return this.children.get(key);
  }

  inc(labels = {}, amount = 1) {
    this.child(labels).value += amount;
  }

  set(labels, value) {
    this.child(typeof labels === 'number' ? {} : labels).value = value ?? labels;
  }

  observe(labels, value) {
    const child = this.child(labels);
    child.value += 1;
    child.sum += value;
    this.buckets.forEach((bound, index) => {
      if (value <= bound) child.counts[index] += 1;
    });
  }

  startTimer(labels) {
    const start = process.hrtime.bigint();
    return () => this.observe(labels, Number(process.hrtime.bigint() - start) / 1e9);
  }

  text() {
    const lines = [`# HELP ${this.name} ${this.help}`, `# TYPE ${this.name} ${this.type}`];
    for (const { labels, value, sum, counts } of this.children.values()) {
      if (this.type !== 'histogram') {
        lines.push(line(this.name, labels, value));
        continue;
      }
      this.buckets.forEach((bound, index) => {
        lines.push(line(`${this.name}_bucket`, { ...labels, le: bound }, counts[index]));
      });
      lines.push(line(`${this.name}_bucket`, { ...labels, le: '+Inf' }, value));
      lines.push(line(`${this.name}_sum`, labels, sum), line(`${this.name}_count`, labels, value));
    }
    return lines.join('\n');
  }
}

class Counter extends Metric {
  constructor(options) {
    super('counter', options);
  }
}

class Gauge extends Metric {
  constructor(options) {
    super('gauge', options);
  }
}

class Histogram extends Metric {
  constructor(options) {
    super('histogram', options);
  }
}

function collectDefaultMetrics({ register }) {
  const registers = [register];
  const gauge = new Gauge({
    name: 'process_resident_memory_bytes',
    help: 'Resident memory.',
    registers,
  });
  gauge.set(process.memoryUsage().rss);
  const cpu = new Counter({ name: 'process_cpu_user_seconds_total', help: 'CPU.', registers });
  cpu.inc({}, process.cpuUsage().user / 1e6);
  const total = new Counter({ name: 'process_cpu_seconds_total', help: 'CPU.', registers });
  total.inc({}, process.cpuUsage().user / 1e6);
  const start = new Gauge({
    name: 'process_start_time_seconds',
    help: 'When it was started.',
    registers,
  });
  start.set(Math.floor(Date.now() / 1000 - process.uptime()));
}

module.exports = { Registry, Counter, Gauge, Histogram, collectDefaultMetrics };
