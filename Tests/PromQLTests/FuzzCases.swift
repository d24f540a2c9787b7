import Glibc

/// How many cases a fuzz test runs: `GOLDTOP_FUZZ_CASES` where that is set.
func fuzzCases(usually usual: Int) -> Int {
  getenv("GOLDTOP_FUZZ_CASES").flatMap { Int(String(cString: $0)) } ?? usual
}

/// The seeds of a fuzz test: as many as there are cases, from `GOLDTOP_FUZZ_SEED` on where that is
/// set.
func fuzzSeeds(usually usual: Int) -> Range<UInt64> {
  let first = getenv("GOLDTOP_FUZZ_SEED").flatMap { UInt64(String(cString: $0)) } ?? 0
  return first..<first + UInt64(fuzzCases(usually: usual))
}
