import Screen
import Signals
import Telemetry

/// A guessed profile as lines for the configuration file, and why it was guessed.
struct GuessLines {
  let scene: Scene
  let service: ServiceID

  private var profile: MetricProfile? {
    scene.world.services?.first { $0.id == service }?.row.flatMap { $0.guess == nil ? nil : $0 }
  }

  /// The lines to paste; `nil` where its profile is not, or no longer, guessed.
  var configuration: String? {
    profile.map { profile in
      let kept: JSONValue = [
        "profiles": MetricProfile.configuration(keeping: [profile])
      ]
      return JSONText(kept, .spread).text + "\n"
    }
  }

  var lines: [TextLine] {
    guard let guess = profile?.guess, let configuration else {
      return [TextLine("the profile is no longer guessed", Style(.muted))]
    }
    let reasons = [guess.requests, guess.errors, guess.durations].compactMap { $0 }
    let width = max(12, scene.areas.body.width - 4 - ScrolledLines.markWidth)
    let texts = reasons.flatMap { VisibleText.wrapped($0, to: width) }
    return texts.map { TextLine($0, Style(.muted)) } + [TextLine("")]
      + configuration.split(separator: "\n").map { TextLine(String($0)) }
  }
}
