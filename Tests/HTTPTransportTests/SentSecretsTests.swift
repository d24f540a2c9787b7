import FoundationEssentials
import Telemetry
import TestSupport
import Testing

@testable import HTTPTransport

/// Secrets that come back are found whatever they look like, and nothing else is hidden.
@Suite struct SentSecretsTests {
  private static let token = "glsa_Zx9/q+7=Kw~e\"é"

  private func masked(_ text: String, _ secrets: String...) -> String {
    SentSecrets(secrets.map(Secret.init)).masked(text)
  }

  @Test(arguments: [
    ("token glsa_Zx9/q+7=Kw~e\"é refused", "token ••• refused"),
    ("Bearer glsa_Zx9/q+7=Kw~e\"é", "Bearer •••"),
    ("a=glsa_Zx9%2Fq%2B7%3DKw~e%22%C3%A9&b=1", "a=•••&b=1"),
    ("a=glsa_Zx9%2fq%2b7%3dKw%7ee%22%c3%a9;", "a=•••;"),
    ("{\"t\":\"glsa_Zx9\\/q+7=Kw~e\\\"\\u00e9\"}", "{\"t\":\"•••\"}"),
    ("<b>glsa_Zx9/q&#43;7=Kw~e&quot;&#xe9;</b>", "<b>•••</b>"),
    ("twice%253A glsa_Zx9%252Fq%252B7%253DKw~e%2522%25C3%25A9!", "twice%253A •••!"),
    ("glsa_Zx9/q+7=Kw~e\"é glsa_Zx9/q+7=Kw~e\"é", "••• •••"),
    ("prefixglsa_Zx9/q+7=Kw~e\"ésuffix", "prefix•••suffix"),
    ("cut off: glsa_Zx9/q", "cut off: •••"),
    ("cut off: glsa_Zx9/q…", "cut off: •••…"),
    ("cut off: glsa_Zx9/q... (200 more)", "cut off: •••... (200 more)"),
    ("glsa", "glsa"), ("nothing of the kind", "nothing of the kind"), ("", ""),
  ])
  func allSpellingsAreFound(text: String, shown: String) {
    #expect(masked(text, Self.token) == shown)
  }

  @Test func base64IsFoundWhereverItBegins() {
    for before in ["", "a", "ab", "user:", "Authorization: Bearer "] {
      for after in ["", "x", "xy", "\r\nHost: h"] {
        let text = Data((before + Self.token + after).utf8).base64EncodedString()
        let forms = [
          text, text.replacing("=", with: ""),
          text.replacing("+", with: "-").replacing("/", with: "_"),
          PercentEncoding.encode(text), text.replacing("/", with: "\\/"),
        ]
        for form in forms {
          // What is left beside the mark holds no bit of the secret.
          let shown = PercentEncoding.decode(masked(form, Self.token)).replacing("\\/", with: "/")
          let parts = shown.split(separator: "•••", omittingEmptySubsequences: false)
          #expect(parts.count == 2, "\(form): \(shown)")
          #expect((parts.first?.utf8.count ?? 99) * 6 <= before.utf8.count * 8, "\(shown)")
          let rest = parts.last?.utf8.count { $0 != UInt8(ascii: "=") } ?? 99
          #expect(rest * 6 <= after.utf8.count * 8, "\(shown)")
        }
      }
    }
  }

  @Test(arguments: [
    ("pass", "no pass word", "no ••• word"), ("pass", "passport", "passport"),
    ("pass", "compass", "compass"), ("pass", "a%20pass", "a%20•••"),
    ("a", "bad gateway", "bad gateway"),
    ("a", "not a gateway", "not ••• gateway"), ("hunter2", "u:hunter2@h", "u:•••@h"),
    ("pass", "Basic cGFzcw==", "Basic •••"), ("1234", "at byte 123456", "at byte 123456"),
    ("open sesame", "q=open+sesame", "q=•••"),
  ])
  func aShortSecretIsAWordOfItsOwn(secret: String, text: String, shown: String) {
    #expect(masked(text, secret) == shown)
  }

  @Test func aLoginIsFoundAsTheOneTextThatBasicSends() {
    let login = Data("me:hunter2".utf8).base64EncodedString()
    #expect(
      masked("got Basic \(login) from me", "hunter2", "me:hunter2") == "got Basic ••• from me"
    )
  }

  @Test func textsWithoutSecretsAreLeftAlone() {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<2000 {
      let text = random.awkwardText() + "%41\\u0041&amp;" + random.awkwardText()
      #expect(masked(text, "a secret that is not there") == text)
      #expect(masked(text) == text)
      #expect(masked(text, "") == text)
    }
  }

  @Test func longTextsAreCutWithoutLeavingABeginning() {
    for length in SentSecrets.limit - 20...SentSecrets.limit {
      let text =
        String(repeating: " ", count: length) + Self.token + String(repeating: "x", count: 99)
      let shown = masked(text, Self.token)
      #expect(shown.utf8.count <= SentSecrets.limit + 12)
      #expect(!shown.contains("glsa_Z"), "\(length)")
    }
  }

  /// Whatever a server writes each character as, no reader of the answer sees the secret.
  @Test func mixedSpellingsAreFound() {
    var random = SeededGenerator(seed: 0x5EC7)
    for round in 0..<3000 {
      let secret = Self.secret(&random)
      let spelled = secret.unicodeScalars.map { Self.spelling(of: $0, &random) }.joined()
      let shown = masked("<\(spelled)>", secret)
      #expect(shown == "<•••>", "\(round): \(secret) as \(spelled)")
    }
  }

  private static func secret(_ random: inout SeededGenerator) -> String {
    let letters = Array("abcXYZ0189/+=_-.~:;é日🎉".unicodeScalars)
    var text = String.UnicodeScalarView("k3y".unicodeScalars)
    for _ in 0..<Int.random(in: 5...30, using: &random) {
      text.append(letters.randomElement(using: &random) ?? "x")
    }
    return String(text)
  }

  private static func spelling(
    of scalar: Unicode.Scalar,
    _ random: inout SeededGenerator
  ) -> String {
    let text = String(scalar)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return text.utf8.map { "%" + hex(UInt32($0), 2) }.joined()
    case 1: return text.utf8.map { "%" + hex(UInt32($0), 2).uppercased() }.joined()
    case 2: return text.utf16.map { "\\u" + hex(UInt32($0), 4) }.joined()
    case 3: return "&#\(scalar.value);"
    default: return text
    }
  }

  private static func hex(_ value: UInt32, _ digits: Int) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
