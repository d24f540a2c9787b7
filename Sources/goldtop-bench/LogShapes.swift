/// Lines in the shapes of many programs, as `Tests/LogsTests/Shapes` has them.
enum LogShapes {
  static let lines: [[UInt8]] = text.split(separator: "\n").map { Array($0.utf8) }

  private static let text = #"""
    {"level":50,"time":1795838706123,"pid":7,"hostname":"web","reqId":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","msg":"card declined"}
    {"level":"warn","message":"slow","service":"cart","timestamp":"2026-11-28T04:05:06.123Z","requestId":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    {"level":"error","ts":1795838706.1234567,"caller":"a/b.go:10","msg":"boom","trace_id":"4bf92f3577b34da6a3ce929d0e0e4736","stacktrace":"main.main\n\t/a/b.go:10"}
    2026-11-28T04:05:06.123Z\#tWARN\#tcontroller/a.go:10\#tslow reconcile\#t{"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}
    time="2026-11-28T04:05:06Z" level=warning msg="slow query" request_id=0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11 took=2.5s
    {"level":"fatal","msg":"boom","time":"2026-11-28T04:05:06Z","request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    time=2026-11-28T04:05:06.123Z level=WARN msg="slow query" trace_id=4bf92f3577b34da6a3ce929d0e0e4736
    {"@timestamp":"2026-11-28T04:05:06.123Z","ecs.version":"1.2.0","log.level":"ERROR","message":"boom","process.thread.name":"main","log.logger":"shop.Cart","trace.id":"4bf92f3577b34da6a3ce929d0e0e4736"}
    {"@timestamp":"2026-11-28T04:05:06.123+00:00","@version":"1","message":"boom","logger_name":"shop.Cart","thread_name":"main","level":"ERROR","level_value":40000,"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"a1"}
    {"@t":"2026-11-28T04:05:06.1234567Z","@mt":"Card {Card} declined","@l":"Error","Card":"visa","@tr":"4bf92f3577b34da6a3ce929d0e0e4736","@sp":"a1"}
    {"Timestamp":"2026-11-28T04:05:06.123Z","EventId":3,"LogLevel":"Error","Category":"Shop.Cart","Message":"boom","State":{"Message":"boom","{OriginalFormat}":"boom"},"Scopes":[{"Message":"x","TraceId":"4bf92f3577b34da6a3ce929d0e0e4736"}]}
    crit: Shop.Cart[3]
    {"severity":"ERROR","message":"boom","timestamp":"2026-11-28T04:05:06.123Z","logging.googleapis.com/trace":"projects/shop/traces/4bf92f3577b34da6a3ce929d0e0e4736"}
    {"severity":"WARNING","message":"slow","timestampSeconds":1795838706,"timestampNanos":123000000}
    {"message":"order placed","context":{"order":7},"level":200,"level_name":"INFO","channel":"app","datetime":"2026-11-28T04:05:06.123456+00:00","extra":{"request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}}
    [2026-11-28T04:05:06.123456+00:00] app.ERROR: card declined {"order":7} {"request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    {"reqId":"aB3dE5fG7hI9jK1lM3nO","level":2,"time":"2026-11-28T04:05:06+00:00","remoteAddr":"10.0.0.9","user":"--","app":"core","method":"GET","url":"/status","message":"login slow","userAgent":"x","version":"28.0.1.1"}
    {"timestamp":"2026-11-28T04:05:06.123456Z","level":"ERROR","fields":{"message":"card declined","order":7},"target":"shop::cart","span":{"request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","name":"http"},"spans":[{"request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","name":"http"}]}
    {"text":"2026-11-28 04:05:06.123 | ERROR    | shop:pay:12 - card declined\n","record":{"elapsed":{"repr":"0:00:01","seconds":1.0},"exception":null,"extra":{"request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"},"level":{"icon":"x","name":"ERROR","no":40},"message":"card declined","module":"shop","time":{"repr":"2026-11-28 04:05:06.123456+00:00","timestamp":1795838706.123456}}}
    {"asctime":"2026-11-28 04:05:06,123","levelname":"ERROR","name":"shop","message":"boom","otelTraceID":"4bf92f3577b34da6a3ce929d0e0e4736","otelSpanID":"a1","otelServiceName":"shop"}
    2026-11-28 04:05:06,123 ERROR [shop] [pay.py:12] [trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=a1 resource.service.name=shop trace_sampled=True] - boom
    {"event":"card declined","level":"error","timestamp":"2026-11-28T04:05:06.123456Z","request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    \#u{1B}[33mWARNING\#u{1B}[0m:  Invalid HTTP request received.
    [28/Nov/2026 04:05:06] "GET /cart HTTP/1.1" 500 145
    {"method":"GET","path":"/cart","format":"html","controller":"CartController","action":"show","status":500,"duration":58.3,"view":40.4,"db":15.2,"@timestamp":"2026-11-28T04:05:06.123Z","@version":"1","message":"[500] GET /cart","request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    {"t":{"$date":"2026-11-28T04:05:06.123+00:00"},"s":"E","c":"NETWORK","id":22943,"ctx":"listener","msg":"accept failed","attr":{"error":"x"}}
    {"PRIORITY":"3","MESSAGE":"unit failed","__REALTIME_TIMESTAMP":"1795838706123456","_HOSTNAME":"web","SYSLOG_IDENTIFIER":"shop","_PID":"7"}
    {"level":"ERROR","location":"handler:12","message":"boom","timestamp":"2026-11-28 04:05:06,123+0000","service":"pay","cold_start":true,"function_request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","xray_trace_id":"1-5759e988-bd862e3fe1be46a994272793"}
    {"time":"2026-11-28T04:05:06.123Z","type":"platform.report","record":{"requestId":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","metrics":{"durationMs":101.5},"status":"error"}}
    {"dd":{"service":"shop","trace_id":"6892344545450001","span_id":"1"},"level":"error","timestamp":"2026-11-28T04:05:06.123Z","message":"boom"}
    {"ts":"2026-11-28T04:05:06.123Z","level":"error","msg":"boom","traceparent":"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}
    2026-11-28T04:05:06.123Z ERROR 12 --- [shop] [nio-8080-exec-1] [4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7] c.e.Cart : boom
    2026-11-28T04:05:06.123Z\#terror\#texporterhelper/q.go:12\#tExporting failed\#t{"kind": "exporter"}
    E1128 04:05:06.123456       1 reflector.go:147] "Failed to watch" err="x" pod="shop/cart"
    2026-11-28T04:05:06.123456789Z stdout F {"level":"error","msg":"boom","request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    2026-11-28T04:05:06.123456789+00:00 stdout F ERROR card declined
    {"log":"2026-11-28 04:05:06,123 ERROR card declined\n","stream":"stderr","time":"2026-11-28T04:05:06.123456789Z"}
    kubelet-1  | E1128 04:05:06.123456       1 reflector.go:147] boom
    [pod/cart-6f7/cart] 2026-11-28T04:05:06.123Z ERROR card declined
    10.0.0.9 - - [28/Nov/2026:04:05:06 +0000] "GET /cart HTTP/1.1" 500 12 "-" "curl/8"
    shop.example:443 10.0.0.9 - bob [28/Nov/2026:04:05:06 +0000] "GET /cart HTTP/1.1" 500 12
    [Sat Nov 28 04:05:06.123456 2026] [proxy:error] [pid 12:tid 7] (111)Connection refused: AH00957: HTTP: attempt failed
    [2026-11-28T04:05:06.123Z] "GET /cart HTTP/1.1" 503 UH 0 91 12 - "-" "curl/8" "0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11" "shop" "-"
    {"ClientHost":"10.0.0.9","DownstreamStatus":500,"Duration":5812000,"RequestMethod":"GET","RequestPath":"/cart","level":"info","msg":"","time":"2026-11-28T04:05:06Z"}
    {"level":"error","ts":1795838706.1234567,"logger":"http.log.access","msg":"handled request","request":{"method":"GET","host":"x","uri":"/cart","headers":{"X-Request-Id":["0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"]}},"duration":0.0123,"status":502}
    <27>Nov 28 04:05:06 web shop[12]: card declined
    2026-11-28 04:05:06.123 UTC [12] ERROR:  duplicate key value violates unique constraint "x"
    2026-11-28 04:05:06.123 GMT [12] FATAL:  too many connections
    2026-11-28T04:05:06.123456Z 7 [Warning] [MY-010055] [Server] IP address could not be resolved
    2026.11.28 04:05:06.123456 [ 12 ] {0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11} <Error> executeQuery: Code: 60
    [2026-11-28 04:05:06,123] ERROR [ReplicaManager broker=1] Error processing append (kafka.server.ReplicaManager)
    2026-11-28 04:05:06.123456+00:00 [error] <0.123.0> closing AMQP connection
    2026-11-28 04:05:06 SEVERE shop.Cart pay card declined
    28-Nov-2026 04:05:06.123 SEVERE [main] org.apache.catalina.core.X boom
    1795838706.123    456 10.0.0.9 TCP_MISS/503 0 GET http://x/ - NONE/- -
    time:2026-11-28T04:05:06Z\#tlevel:error\#treqid:0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11\#tmsg:boom
    11/28/2026 4:05:06 AM ERROR card declined
    \#u{1B}[31m[Nest] 12  - \#u{1B}[39m11/28/2026, 4:05:06 AM \#u{1B}[31m  ERROR\#u{1B}[39m \#u{1B}[33m[Cart] \#u{1B}[39m\#u{1B}[31mboom\#u{1B}[39m
    2026-11-28T04:05:06.123Z [ERROR] core: failed to unseal
    2026-11-28T04:05:06Z ERR provider error error="x"
    time=2026-11-28T04:05:06.123Z level=ERROR source=main.go:12 msg="boom" err="x"
    {"http_user_agent":"x","http_referer":"https://g.example/?var-levels=detected_level%7C%3D%7Cerror","req_id":"af2d87f86957d58e6ab2c33b69f8d8b5","status":200,"request_time":0.893,"time":"2026-11-28T04:05:06Z"}
    {"message":"An error occurred in a transaction.","level":"WARNING","severity":"WARNING","time":"2026-11-28T04:05:06Z"}
    {"@level":"error","@message":"boom","@module":"vault","@timestamp":"2026-11-28T04:05:06.123456Z"}
    {"eventVersion":"1.08","eventTime":"2026-11-28T04:05:06Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","errorCode":"AccessDenied","requestID":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11"}
    {"@timestamp":"1795838706123","level":"error","message":"boom"}
    ts=2026-11-28T04:05:06Z level=error msg=boom request_id=0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11
    {"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","stage":"ResponseComplete","requestURI":"/api/v1/pods","verb":"list","responseStatus":{"code":200},"requestReceivedTimestamp":"2026-11-28T04:05:06.123456Z","stageTimestamp":"2026-11-28T04:05:06.123456Z"}
    {"component":"api","error":"x","level":"warning","method":"POST","msg":"403: bad","path":"/token","referer":"","remote_addr":"10.0.0.9","request_id":"0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11","time":"2026-11-28T04:05:06Z"}
    [2026-11-28T04:05:06.123Z] [ERROR] [#tid_abc123] [Invoker] boom
    [2026-11-28, 04:05:06 UTC] {taskinstance.py:12} ERROR - Task failed
    [2026-11-28T04:05:06.123+0000] {taskinstance.py:12} ERROR - Task failed
    11-28 04:05:06.123  1702  2395 E PowerManager: boom
    W0000 00:00:1795838706.123456      12 x.cc:12] slow
    [2026-11-28 04:05:06,123: ERROR/ForkPoolWorker-1] Task shop.pay[0192f0c1-8e2b-7c3d-9a10-6e2f4b8d0c11] raised unexpected: X()
    {"timestamp":"2026-11-28 04:05:06.123 UTC","pid":12,"error_severity":"FATAL","message":"too many connections","backend_type":"client backend"}
    04:05:06 - LiteLLM Proxy:ERROR: proxy_server.py:12 - boom
    time=2026-11-28T04:05:06.123Z level=WARN source=routes.go:12 msg="slow load"
    """#
}
