/// Instrumentation of an Express application.
struct NodeFiles {
  let plan: StackPlan

  var all: [StackFile] {
    let folder = "instrumentation/node"
    return [
      plan.file("\(folder)/observability.js", .slashes, NodeText.observability),
      plan.file("\(folder)/app.js", .slashes, NodeText.application),
      plan.file("\(folder)/observability.test.js", .slashes, NodeText.test),
      plan.file("\(folder)/package.json", .none, package),
      plan.file("\(folder)/Dockerfile", NodeText.dockerfile),
    ]
  }

  private var package: String {
    """
    {
      "name": "frontend",
      "version": "1.0.0",
      "description": "\(StackMark.unsealed(plan.version)).",
      "private": true,
      "main": "app.js",
      "scripts": {
        "start": "node app.js",
        "test": "node --test"
      },
      "dependencies": {
        "express": "^5.3.0",
        "prom-client": "^15.1.3",
        "winston": "^3.19.0"
      }
    }

    """
  }
}

/// The files of the Node.js instrumentation; its metrics have the names of the default profile.
enum NodeText {
  static let dockerfile = """
    FROM node:24-slim
    WORKDIR /app
    COPY package.json .
    RUN npm install --omit=dev
    COPY *.js ./
    USER node
    EXPOSE 3000
    CMD ["node", "app.js"]

    """

  static let application = #"""
    // An application with logs, metrics and correlation IDs; yours takes its place.
    'use strict';

    const express = require('express');
    const observability = require('./observability');

    function makeApp() {
      const app = express();
      observability.before(app);

      app.get('/pages/:page', (request, response) => {
        observability.lookUp('get', true);
        observability.log.info('page read', { page: request.params.page });
        response.json({ page: request.params.page });
      });

      app.get('/fail', () => {
        throw new Error('this always fails');
      });

      observability.after(app);
      return app;
    }

    module.exports = { makeApp };

    if (require.main === module) {
      const port = Number(process.env.PORT || 3000);
      makeApp().listen(port, () => observability.log.info('listening', { port }));
    }

    """#

  static let observability = #"""
    // Logs, metrics and correlation IDs of an Express application:
    //
    //     const app = express();
    //     observability.before(app);
    //     … routes …
    //     observability.after(app);
    //
    // Lines are JSON on standard output, each with the correlation ID of its request. The metrics at
    // /metrics are those of goldtop's default profile: `goldtop watch` shows every panel without
    // configuration.
    'use strict';

    const { AsyncLocalStorage } = require('node:async_hooks');
    const { randomUUID } = require('node:crypto');
    const prometheus = require('prom-client');
    const winston = require('winston');

    const context = new AsyncLocalStorage();
    const register = new prometheus.Registry();
    prometheus.collectDefaultMetrics({ register });

    const seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
    const requests = new prometheus.Counter({
      name: 'http_requests_total',
      help: 'Requests answered.',
      labelNames: ['method', 'endpoint', 'status'],
      registers: [register],
    });
    const durations = new prometheus.Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time until a request was answered.',
      labelNames: ['method', 'endpoint'],
      buckets: seconds,
      registers: [register],
    });
    const queries = new prometheus.Histogram({
      name: 'db_query_duration_seconds',
      help: 'Time until a query was answered.',
      labelNames: ['query_type'],
      buckets: [0.001, 0.0025, 0.005, ...seconds],
      registers: [register],
    });
    const connections = new prometheus.Gauge({
      name: 'db_connections_active',
      help: 'Connections in use.',
      registers: [register],
    });
    const lookUps = new prometheus.Counter({
      name: 'cache_operations_total',
      help: 'Look-ups in caches.',
      labelNames: ['operation', 'result'],
      registers: [register],
    });
    const tokens = new prometheus.Counter({
      name: 'llm_tokens_used_total',
      help: 'Tokens of models.',
      labelNames: ['model', 'operation', 'token_type'],
      registers: [register],
    });
    const dollars = new prometheus.Counter({
      name: 'llm_cost_dollars_total',
      help: 'Cost of models.',
      labelNames: ['model', 'operation'],
      registers: [register],
    });

    // The IDs of the request that a line belongs to.
    const withContext = winston.format((line) => Object.assign(line, context.getStore()));

    const log = winston.createLogger({
      level: process.env.LOG_LEVEL || 'info',
      format: winston.format.combine(
        withContext(),
        winston.format.errors({ stack: true }),
        winston.format.timestamp(),
        winston.format.json(),
      ),
      transports: [new winston.transports.Console()],
    });

    const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
    const knownId = /^[A-Za-z0-9._:-]{1,128}$/;
    const trace = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

    // To be called before any route is added.
    function before(app) {
      app.get('/metrics', async (request, response) => {
        response.set('Content-Type', register.contentType);
        response.end(await register.metrics());
      });
      app.use(observe);
    }

    // To be called after all routes are added.
    function after(app) {
      app.use(answerError);
    }

    function observe(request, response, next) {
      const given = request.get('x-correlation-id') || request.get('x-request-id') || '';
      const ids = { correlation_id: knownId.test(given) ? given : randomUUID() };
      const traced = trace.exec(request.get('traceparent') || '');
      if (traced) ids.trace_id = traced[1];
      response.set('X-Correlation-ID', ids.correlation_id);

      // Where an error leaves a router, Express forgets under which path the router was mounted.
      let route;
      let base = '';
      Object.defineProperty(request, 'route', {
        configurable: true,
        enumerable: true,
        get: () => route,
        set(value) {
          route = value;
          base = request.baseUrl;
        },
      });
      const start = process.hrtime.bigint();
      // It comes once, also where the client has gone before the answer was whole.
      response.once('close', () => {
        const spent = Number(process.hrtime.bigint() - start) / 1e9;
        const status = response.writableFinished ? response.statusCode : 499;
        const endpoint = route ? `${base}${route.path}` : 'unmatched';
        context.run(ids, () => end(request, endpoint, status, spent));
      });
      context.run(ids, next);
    }

    // Counts a request by its route, never by its path, and writes its line.
    function end(request, endpoint, status, spent) {
      const method = methods.has(request.method) ? request.method : 'OTHER';
      requests.inc({ method, endpoint, status: String(status) });
      durations.observe({ method, endpoint }, spent);
      log.log(status >= 500 ? 'error' : 'info', 'request', {
        method: request.method,
        path: request.originalUrl.split('?')[0],
        status,
        duration_ms: Math.round(spent * 1e4) / 10,
      });
    }

    function answerError(error, request, response, next) {
      const status = error.status >= 400 && error.status < 500 ? error.status : 500;
      if (status === 500) {
        log.error('request failed', { path: request.path, error: error.message, stack: error.stack });
      }
      if (response.headersSent) {
        // The answer has begun, and cannot become another.
        next(error);
        return;
      }
      const id = response.get('X-Correlation-ID');
      response.status(status).json({ error: status === 500 ? 'internal' : error.message, id });
    }

    // Measures a query: `await query('select', () => database.query(…))`; failed ones count too.
    async function query(kind, work) {
      const stop = queries.startTimer({ query_type: kind });
      try {
        return await work();
      } finally {
        stop();
      }
    }

    // Counts a look-up in a cache.
    function lookUp(operation, hit) {
      lookUps.inc({ operation, result: hit ? 'hit' : 'miss' });
    }

    // Counts what a call of a model has used and cost.
    function modelCall(model, operation, tokensIn, tokensOut, cost) {
      tokens.inc({ model, operation, token_type: 'input' }, tokensIn);
      tokens.inc({ model, operation, token_type: 'output' }, tokensOut);
      dollars.inc({ model, operation }, cost);
    }

    module.exports = { before, after, log, register, connections, query, lookUp, modelCall };

    """#

  static let test = #"""
    // node --test: needs no server but its own on a free port.
    'use strict';

    const assert = require('node:assert');
    const { Writable } = require('node:stream');
    const { after, before, test } = require('node:test');
    const express = require('express');
    const winston = require('winston');
    const observability = require('./observability');

    let server;
    let address;
    let lines = [];

    before(async () => {
      const app = express();
      observability.before(app);
      const router = express.Router();
      router.get('/:item', async (request, response) => {
        await new Promise(setImmediate);
        observability.log.info('inside');
        response.json({});
      });
      router.get('/:item/boom', () => {
        throw new Error('boom');
      });
      app.use('/items', router);
      observability.after(app);
      await new Promise((resolve) => {
        server = app.listen(0, '127.0.0.1', resolve);
      });
      address = `http://127.0.0.1:${server.address().port}`;
      const stream = new Writable({
        write(chunk, encoding, done) {
          lines.push(JSON.parse(chunk));
          done();
        },
      });
      observability.log.clear().add(new winston.transports.Stream({ stream }));
    });

    after(() => server.close());

    function ask(path, headers = {}) {
      return fetch(address + path, { headers: { connection: 'close', ...headers } });
    }

    // A request is counted when its connection has been told, just after the caller has the answer.
    async function counted(line) {
      for (let round = 0; round < 100; round += 1) {
        const text = await (await ask('/metrics')).text();
        const found = text.split('\n').find((each) => each.startsWith(line));
        if (found) return Number(found.split(' ').pop());
        await new Promise(setImmediate);
      }
      return 0;
    }

    test('requests are counted by route and not by path', async () => {
      for (const item of [1, 2, 3]) await (await ask(`/items/${item}`)).text();
      const line = 'http_requests_total{method="GET",endpoint="/items/:item",status="200"}';
      assert.ok((await counted(line)) >= 2);
      assert.doesNotMatch(await (await ask('/metrics')).text(), /items\/1/);
    });

    test('what meets no route is one endpoint', async () => {
      assert.strictEqual((await ask('/nothing/1')).status, 404);
      const line = 'http_requests_total{method="GET",endpoint="unmatched",status="404"}';
      assert.ok((await counted(line)) >= 1);
    });

    test('an exception is an answer with an id and a count under its route', async () => {
      const answer = await ask('/items/7/boom', { 'x-correlation-id': 'abc-1' });
      assert.strictEqual(answer.status, 500);
      assert.strictEqual(answer.headers.get('x-correlation-id'), 'abc-1');
      assert.strictEqual((await answer.json()).id, 'abc-1');
      const line = 'http_requests_total{method="GET",endpoint="/items/:item/boom",status="500"}';
      assert.ok((await counted(line)) >= 1);
    });

    test('each line has the id of its request, also of those at the same time', async () => {
      lines = [];
      const ids = ['first', 'second', 'third'];
      await Promise.all(ids.map((id) => ask(`/items/${id}`, { 'x-correlation-id': id })));
      const inside = lines.filter((line) => line.message === 'inside');
      assert.deepStrictEqual(inside.map((line) => line.correlation_id).sort(), ids);
      assert.ok(inside.every((line) => line.level === 'info' && line.timestamp.endsWith('Z')));
      observability.log.info('outside');
      assert.strictEqual(lines.at(-1).correlation_id, undefined);
    });

    test('an exception is logged with its stack', async () => {
      lines = [];
      await (await ask('/items/7/boom', { 'x-correlation-id': 'abc-2' })).text();
      const failed = lines.find((line) => line.message === 'request failed');
      assert.match(failed.stack, /Error: boom/);
      assert.strictEqual(failed.correlation_id, 'abc-2');
    });

    test('an id that could break lines is replaced', async () => {
      const answer = await ask('/items/1', { 'x-correlation-id': 'a" b' });
      assert.match(answer.headers.get('x-correlation-id'), /^[0-9a-f-]{36}$/);
    });

    test('metrics are exposed and not counted', async () => {
      await (await ask('/metrics')).text();
      const text = await (await ask('/metrics')).text();
      assert.match(text, /http_request_duration_seconds_bucket/);
      assert.doesNotMatch(text, /endpoint="\/metrics"/);
    });

    """#
}
