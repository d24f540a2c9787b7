import Glibc

/// How many cases a fuzz test runs: `GOLDTOP_FUZZ_CASES` where that is set.
func fuzzCases(usually usual: Int) -> Int {
  getenv("GOLDTOP_FUZZ_CASES").flatMap { Int(String(cString: $0)) } ?? usual
}
