import Glibc
import Telemetry

/// Resource use of the process at a moment.
package struct ProcessUse: Hashable, Sendable {
  /// Resident memory in bytes; `nil` where it cannot be read.
  package var residentBytes: Int?
  /// Processor time since the start, of all threads; `nil` where it cannot be read.
  package var processorTime: Duration?

  package init(residentBytes: Int? = nil, processorTime: Duration? = nil) {
    self.residentBytes = residentBytes
    self.processorTime = processorTime
  }
}

/// The operating system's own figures.
enum SystemReadings {
  /// The wall clock.
  @Sendable static func wallClock() -> Timestamp {
    Timestamp(nanoseconds: 0) + (reading(of: CLOCK_REALTIME) ?? .zero)
  }

  /// Memory and processor time of this process.
  @Sendable static func processUse() -> ProcessUse {
    ProcessUse(
      residentBytes: residentPages().map { $0 * sysconf(Int32(_SC_PAGESIZE)) },
      processorTime: reading(of: CLOCK_PROCESS_CPUTIME_ID)
    )
  }

  private static func reading(of clock: clockid_t) -> Duration? {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return nil }
    return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
  }

  /// The second field of `/proc/self/statm`.
  ///
  /// - Source: <https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html>.
  private static func residentPages() -> Int? {
    let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 128)
    let count = read(file, &bytes, bytes.count)
    guard count > 0 else { return nil }
    let fields = bytes[..<count].split(separator: UInt8(ascii: " "))
    guard fields.count > 1 else { return nil }
    return Int(String(decoding: fields[1], as: UTF8.self))
  }
}
