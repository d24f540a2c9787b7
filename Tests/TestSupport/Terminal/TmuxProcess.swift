import Glibc

/// Runs a short-lived command and waits for it.
enum TmuxProcess {
  /// Runs a program of PATH in exactly this environment; gives what it printed on both outputs.
  ///
  /// The outputs go through files in `folder`, so only one may run there at a time.
  static func run(
    _ command: [String],
    environment: [String: String],
    folder: String
  ) -> (status: Int32, output: String) {
    let streams = ["/dev/null", folder + "/output", folder + "/errors"]
    let child: pid_t
    do {
      child = try spawn(command, environment: environment, streams: streams)
    } catch {
      return (-1, "\(error)")
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR { continue }
    let output = textOfFile(streams[1]) + textOfFile(streams[2])
    return (status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, output)
  }
}
