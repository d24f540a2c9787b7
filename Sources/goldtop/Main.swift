import Commands

@main
struct Main {
  static func main() {
    Goldtop.runAndExit()
  }
}
