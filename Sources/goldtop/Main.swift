import Commands
import Glibc

@main
struct Main {
  static func main() async {
    exit(await Goldtop.run(Array(CommandLine.arguments.dropFirst())))
  }
}
