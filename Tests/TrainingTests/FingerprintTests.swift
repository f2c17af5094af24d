import Testing
import Training

@Suite("Fingerprint")
struct FingerprintTests {
  /// The first three are in the FNV authors' list of test vectors.
  static let knownValues = [
    ("", "fnv1a64:cbf29ce484222325:0"),
    ("a", "fnv1a64:af63dc4c8601ec8c:1"),
    ("foobar", "fnv1a64:85944171f73967e8:6"),
    ("\0", "fnv1a64:af63bd4c8601b7df:1"),
  ]

  @Test("The hash is 64-bit FNV-1a", arguments: knownValues)
  func known(text: String, description: String) {
    #expect(Fingerprint(of: Array(text.utf8)).description == description)
  }

  @Test("A description reads back as the same fingerprint", arguments: [0, 1, 0xABC, UInt64.max])
  func roundTrip(hash: UInt64) throws {
    var fingerprint = Fingerprint(of: [])
    for byteCount in [0, 9, 10, 42_050, Int.max] {
      fingerprint.hash = hash
      fingerprint.byteCount = byteCount
      #expect(Fingerprint(fingerprint.description) == fingerprint)
    }
  }

  @Test(
    "Nothing else reads as a fingerprint",
    arguments: [
      "", "fnv1a64:", "fnv1a64:cbf29ce484222325", "fnv1a64:cbf29ce484222325:", "fnv1a64:cbf29ce48422232:0",
      "fnv1a64:cbf29ce4842223250:0", "fnv1a64:CBF29CE484222325:0", "fnv1a64:+bf29ce484222325:0",
      "fnv1a32:cbf29ce484222325:0", "fnv1a64:cbf29ce484222325:-1", "fnv1a64:cbf29ce484222325:01",
      "fnv1a64:cbf29ce484222325:9223372036854775808", "fnv1a64:cbf29ce484222325:0 ",
      " fnv1a64:cbf29ce484222325:0",
    ]
  )
  func unreadable(description: String) {
    #expect(Fingerprint(description) == nil)
  }

  @Test("Every single bit of every byte counts, and so does a byte more")
  func changes() {
    let bytes = Array("microgpt".utf8)
    var all: Set = [Fingerprint(of: bytes), Fingerprint(of: bytes + [0])]
    for index in bytes.indices {
      for bit in 0..<8 {
        var changed = bytes
        changed[index] ^= 1 << UInt8(bit)
        all.insert(Fingerprint(of: changed))
      }
    }
    #expect(all.count == 2 + 8 * bytes.count)
  }
}
