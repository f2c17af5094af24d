import Drawing
import VisibleText

/// Pictures in files of their own.
extension Playground {
  /// A picture that an element of the page holds, in the colours of a file, as `microgpt` writes it.
  ///
  /// `element` is the id that an answer filled, `index` the picture's place in it, or `all` for all of them on one sheet of
  /// which `title` says what it is.
  func savePicture(_ request: Request) -> Answer {
    let pictures = shown[request["element"] ?? ""]?.pictures ?? []
    let picture: Markup
    if request["index"] == "all", !pictures.isEmpty {
      picture = PictureSheet(
        title: request["title"] ?? "",
        pictures: pictures.map { $0.inFileColours },
        columnCount: min(4, pictures.count)
      ).svg()
    } else if let index = request.integer("index"), pictures.indices.contains(index) {
      picture = pictures[index].inFileColours
    } else {
      return Answer(refusal: "the page shows no such picture")
    }
    var answer = Answer()
    let text = "\(picture.generated(by: "microgpt"))\n"
    answer.give(Self.fileName(picture.pictureTitle) + ".svg", type: "image/svg+xml", Array(text.utf8))
    return answer
  }

  /// A title with nothing but letters, digits and hyphens.
  private static func fileName(_ title: String) -> String {
    var name = ""
    for byte in title.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
        name.unicodeScalars.append(Unicode.Scalar(byte))
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): name.unicodeScalars.append(Unicode.Scalar(byte | 0x20))
      default: if !name.isEmpty, name.utf8.last != UInt8(ascii: "-") { name += "-" }
      }
    }
    while name.utf8.last == UInt8(ascii: "-") { name.removeLast() }
    return name.isEmpty ? "picture" : name
  }
}
