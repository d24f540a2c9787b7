#if canImport(Glibc)
import Glibc
#else
import Musl
#endif

/// How many cases a fuzz test runs: `GOLDTOP_FUZZ_CASES` where that is set.
func fuzzCases(_ usual: Int) -> Int {
  getenv("GOLDTOP_FUZZ_CASES").flatMap { Int(String(cString: $0)) } ?? usual
}
