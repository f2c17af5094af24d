#if arch(wasm32)
import Playground

// What the page calls. Texts come and go as UTF-8: the page writes one where ``reserve(_:)`` says, and reads the answer from
// ``answerStart()``.

nonisolated(unsafe) private let playground = Playground()
nonisolated(unsafe) private var answer: [UInt8] = []
nonisolated(unsafe) private var file: [UInt8] = []

@_expose(wasm, "reserve")
@_cdecl("reserve")
func reserve(_ count: Int) -> UnsafeMutableRawPointer { .allocate(byteCount: count, alignment: 16) }

@_expose(wasm, "giveBack")
@_cdecl("giveBack")
func giveBack(_ bytes: UnsafeMutableRawPointer) { bytes.deallocate() }

/// Answers a request; the length of the answer in bytes.
@_expose(wasm, "ask")
@_cdecl("ask")
func ask(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
  answer = playground.answer(to: Array(UnsafeBufferPointer(start: bytes, count: count)))
  file = playground.givenFile
  return answer.count
}

@_expose(wasm, "answerStart")
@_cdecl("answerStart")
func answerStart() -> UnsafePointer<UInt8>? { answer.withUnsafeBufferPointer { $0.baseAddress } }

/// Says which file the next request is about.
@_expose(wasm, "attach")
@_cdecl("attach")
func attach(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
  playground.attach(Array(UnsafeBufferPointer(start: bytes, count: count)))
}

/// How many bytes the file of the last answer has.
@_expose(wasm, "fileSize")
@_cdecl("fileSize")
func fileSize() -> Int { file.count }

/// Where the file of the last answer begins.
@_expose(wasm, "fileStart")
@_cdecl("fileStart")
func fileStart() -> UnsafePointer<UInt8>? { file.withUnsafeBufferPointer { $0.baseAddress } }

/// Makes up to so many steps; how many it has made: fewer mean that there are no more to make.
@_expose(wasm, "train")
@_cdecl("train")
func train(_ count: Int) -> Int { playground.train(count) }
#endif
