/// What listens where by custom.
enum KnownPorts {
  /// Services that do not speak HTTP, and that may take a request for an attack: they are not asked.
  ///
  /// - Source: IANA's registry of ports, and the defaults of the servers.
  static let otherProtocols: [Int: String] = [
    21: "FTP", 22: "SSH", 23: "Telnet", 25: "SMTP", 53: "DNS", 110: "POP3", 111: "rpcbind",
    139: "SMB", 143: "IMAP", 389: "LDAP", 445: "SMB", 465: "SMTP", 514: "syslog", 587: "SMTP",
    636: "LDAP", 873: "rsync", 993: "IMAP", 995: "POP3", 1099: "Java RMI", 1433: "SQL Server",
    1521: "Oracle", 1883: "MQTT", 2049: "NFS", 2181: "ZooKeeper", 2380: "etcd peers",
    3306: "MySQL", 3389: "RDP", 4222: "NATS", 4317: "OTLP over gRPC", 4369: "epmd",
    5005: "Java debugger", 5432: "PostgreSQL", 5433: "PostgreSQL", 5671: "AMQP", 5672: "AMQP",
    5900: "VNC", 5901: "VNC", 6000: "X11", 6010: "X11", 6379: "Redis", 6380: "Redis",
    6432: "PgBouncer", 6514: "syslog", 7687: "Bolt",
    9042: "Cassandra", 9092: "Kafka", 9300: "Elasticsearch transport", 11211: "Memcached",
    16379: "Redis cluster", 24224: "Fluentd", 25672: "Erlang", 26379: "Redis Sentinel",
    27017: "MongoDB", 27018: "MongoDB", 27019: "MongoDB", 33060: "MySQL", 50051: "gRPC",
  ]

  /// The same services by the name of their process, on whatever port they are.
  static let otherProcesses: [String: String] = [
    "dnsmasq": "DNS", "dropbear": "SSH", "epmd": "epmd", "exim4": "SMTP", "mariadbd": "MySQL",
    "memcached": "Memcached", "mongod": "MongoDB", "mongos": "MongoDB", "mosquitto": "MQTT",
    "mysqld": "MySQL", "pgbouncer": "PgBouncer", "postgres": "PostgreSQL",
    "redis-sentinel": "Redis",
    "redis-server": "Redis", "rpcbind": "rpcbind", "slapd": "LDAP", "smbd": "SMB", "sshd": "SSH",
    "systemd-resolve": "DNS", "valkey-server": "Redis",
  ]

  /// The jobs of well-known exporters and servers; another is called by its port.
  ///
  /// - Source: <https://github.com/prometheus/prometheus/wiki/Default-port-allocations>.
  private static let jobs: [Int: String] = [
    3100: "loki", 8428: "victoriametrics", 9090: "prometheus", 9091: "pushgateway",
    9093: "alertmanager", 9100: "node", 9101: "haproxy", 9104: "mysql", 9113: "nginx",
    9115: "blackbox", 9117: "apache", 9121: "redis", 9150: "memcached", 9187: "postgres",
    9216: "mongodb", 9308: "kafka", 15_692: "rabbitmq",
  ]

  /// The job of what listens on a port.
  static func job(_ port: Int) -> String { jobs[port] ?? "port-\(port)" }
}
