/// What a fake Loki allows, and on which days it is bad.
package struct FakeLokiBehaviour: Sendable {
  /// The most lines of one answer.
  package var maxEntries = 5000
  /// The longest range in nanoseconds, and how the server writes it; `nil` for no limit.
  package var maxLength: (nanoseconds: Int64, text: String)?
  /// The most tails at once.
  package var maxTails = 10
  /// The most entries of a frame.
  package var frameEntries = 100
  /// The time between two pings; `nil` sends none.
  package var pingMilliseconds: Int64? = 20
  /// Whether a tenant must be named.
  package var demandsTenant = false
  /// A proxy before it takes `Upgrade` and `Connection` away.
  package var stripsUpgrade = false
  /// The status and text with which tails are refused before the upgrade.
  package var refusesTail: (status: Int, text: String)?
  /// The reason with which tails are closed right after the upgrade, code 1011.
  package var closesTail: String?
  /// The status and text of every query.
  package var refusesQueries: (status: Int, text: String)?
  /// The next so many queries are refused with a status and text; the status 0 cuts the connection.
  package var refusesNext: (count: Int, status: Int, text: String)?
  /// After how many queries that begins.
  package var refusesAfter = 0
  /// Whether tails send lines; a dead link brings neither lines nor pings.
  package var isMute = false
  /// The frames of tails are cut into fragments of at most so many bytes.
  package var fragmentBytes = Int.max
  /// The wall clock of the server, in seconds since 1970, for its `Date` header; `nil` sends none.
  package var date: (@Sendable () -> Double)?

  /// The behaviour of a server that is well, with small times.
  package init() {}
}
