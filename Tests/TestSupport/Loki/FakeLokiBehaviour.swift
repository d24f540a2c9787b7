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
  /// What every query gets in place of its answer.
  package var answersQueries: FakeReply?
  /// What a request for a tail gets in place of the upgrade.
  package var answersTail: FakeReply?
  /// What a tail sends first, in a text frame of its own.
  package var tailBegins: String?
  /// Whether the connection of a tail is cut right after the upgrade.
  package var cutsTail = false
  /// The reason with which tails are closed right after the upgrade, code 1011.
  package var closesTail: String?
  /// The status and text of every query.
  package var refusesQueries: (status: Int, text: String)?
  /// The next so many queries are refused with a status and text; the status 0 cuts the connection.
  package var refusesNext: (count: Int, status: Int, text: String)?
  /// After how many queries that begins.
  package var refusesAfter = 0
  /// The status and text of every so many'th query: 2 refuses half of them.
  package var refusesEvery: (count: Int, status: Int, text: String)?
  /// Whether equal lines are kept each, as they are in chunks that follow each other.
  package var keepsRepeats = false
  /// How many lines a count has too many, wherever there are any.
  package var miscounts = 0
  /// Whether a line that is dated ahead of the server's clock holds back what tails would get after
  /// it, as a real one does.
  package var holdsBackAhead = false
  /// Whether tails get no line, while all else of them is well.
  package var swallowsTails = false
  /// Whether tails send lines; a dead link brings neither lines nor pings.
  package var isMute = false
  /// The frames of tails are cut into fragments of at most so many bytes.
  package var fragmentBytes = Int.max
  /// The wall clock of the server, in seconds since 1970, for its `Date` header; `nil` sends none.
  package var date: (@Sendable () -> Double)?

  /// The behaviour of a server that is well, with small times.
  package init() {}
}
