import Testing

@testable import Arguments

@Suite("Parsing a command's arguments")
struct ParsingTests {
  @Test("What is not given reads as its default")
  func defaults() throws {
    let parsed = try #require(try brewed("r.txt"))
    #expect(parsed[Brew.file] == "r.txt")
    #expect(parsed[Brew.cup] == nil)
    #expect(parsed[Brew.steps] == 1000)
    #expect(parsed[Brew.seed] == nil)
    #expect(parsed[Brew.temperature] == 92.5)
    #expect(parsed[Brew.share] == nil)
    #expect(parsed[Brew.leaf] == .green)
    #expect(parsed[Brew.second] == nil)
    #expect(parsed[Brew.name] == "tea")
    #expect(parsed[Brew.output] == nil)
    #expect(!parsed[Brew.quiet])
  }

  @Test("What is given reads as its typed value, wherever it stands")
  func interleaved() throws {
    let parsed = try #require(
      try brewed(
        "--steps",
        "5",
        "r.txt",
        "--seed=-7",
        "--quiet",
        "big cup",
        "--temperature",
        "1e1",
        "--share=0",
        "--leaf",
        "oolong",
        "--second-leaf=black",
        "--name",
        "",
        "--output=a=b"
      )
    )
    #expect(parsed[Brew.file] == "r.txt")
    #expect(parsed[Brew.cup] == "big cup")
    #expect(parsed[Brew.steps] == 5)
    #expect(parsed[Brew.seed] == -7)
    #expect(parsed[Brew.temperature] == 10)
    #expect(parsed[Brew.share] == 0)
    #expect(parsed[Brew.leaf] == .oolong)
    #expect(parsed[Brew.second] == .black)
    #expect(parsed[Brew.name] == "")
    #expect(parsed[Brew.output] == "a=b")
    #expect(parsed[Brew.quiet])
  }

  @Test("A default can be told from the same value given")
  func given() throws {
    let silent = try #require(try brewed("r.txt"))
    #expect(silent.given(Brew.steps) == nil)
    #expect(silent.given(Brew.output) == nil)
    let explicit = try #require(try brewed("r.txt", "--steps", "1000", "--output", "x", "--leaf", "green"))
    #expect(explicit.given(Brew.steps) == 1000)
    #expect(explicit.given(Brew.output) == "x")
    #expect(explicit.given(Brew.leaf) == .green)
  }

  @Test("The last of a repeated option wins")
  func repeated() throws {
    let parsed = try #require(try brewed("r.txt", "--steps", "5", "--quiet", "--steps=6", "--quiet"))
    #expect(parsed[Brew.steps] == 6)
    #expect(parsed[Brew.quiet])
  }

  @Test("After -- nothing is an option")
  func terminator() throws {
    let parsed = try #require(try brewed("--quiet", "--", "--steps", "--help"))
    #expect(parsed[Brew.file] == "--steps")
    #expect(parsed[Brew.cup] == "--help")
    #expect(parsed[Brew.quiet])
  }

  @Test("A value begins with a hyphen only if it is a number, a lone hyphen, or attached")
  func hyphens() throws {
    #expect(try brewed("r", "--seed", "-5")?[Brew.seed] == -5)
    #expect(try brewed("r", "--name=-ka")?[Brew.name] == "-ka")
    #expect(try brewed("r", "--name=--quiet")?[Brew.name] == "--quiet")
    #expect(try brewed("r", "--name", "-")?[Brew.name] == "-")
    #expect(try brewed("-")?[Brew.file] == "-")
  }

  @Test(
    "Help is given wherever it is asked for, whatever else is wrong",
    arguments: [
      ["--help"], ["-h"], ["r", "--stps", "x", "-h"], ["a", "b", "c", "--help"], ["--name", "--help"],
    ]
  )
  func help(arguments: [String]) throws {
    guard case .help = try Brew.definition.parse(arguments) else {
      Issue.record("\(arguments) did not give the help")
      return
    }
  }

  @Test(
    "What cannot be understood is refused with a reason",
    arguments: [
      (["r", "--stps", "5"], "Unknown option '--stps'. Did you mean '--steps'?"),
      (["r", "--temp=5"], "Unknown option '--temp'. Did you mean '--temperature'?"),
      (["r", "-steps", "5"], "Unknown option '-steps'. Did you mean '--steps'?"),
      (["r", "--velocity=5"], "Unknown option '--velocity'"),
      (["r", "-5"], "Unknown option '-5'; an argument that begins with a hyphen is given behind --"),
      (["--quiet"], "Missing expected argument '<recipe>'"),
      (["r", "--steps"], "Missing value for '--steps <steps>'"),
      (["r", "--steps", "--quiet"], "Missing value for '--steps <steps>'"),
      (["r", "--output", "--steps=5"], "Missing value for '--output <pot>'"),
      (["r", "--steps", "--", "5"], "Missing value for '--steps <steps>'"),
      (
        ["r", "--name", "-ka"],
        "Missing value for '--name <name>'. A value that begins with a hyphen is given as '--name=-ka'."
      ),
      (["r", "--steps", "x"], "The value 'x' is invalid for '--steps <steps>': give a whole number from 1."),
      (["r", "--steps", "0"], "The value '0' is invalid for '--steps <steps>': give a whole number from 1."),
      (
        ["r", "--steps", "-3"], "The value '-3' is invalid for '--steps <steps>': give a whole number from 1."
      ),
      (["r", "--steps="], "The value '' is invalid for '--steps <steps>': give a whole number from 1."),
      (
        ["r", "--steps", "1.5"],
        "The value '1.5' is invalid for '--steps <steps>': give a whole number from 1."
      ),
      (
        ["r", "--steps=x", "--steps=1"],
        "The value 'x' is invalid for '--steps <steps>': give a whole number from 1."
      ),
      (
        ["r", "--seed", "99999999999999999999"],
        "The value '99999999999999999999' is invalid for '--seed <number>': give a whole number; "
          + "the largest there is: 9223372036854775807."
      ),
      (
        ["r", "--temperature", "0"],
        "The value '0' is invalid for '--temperature <temperature>': give a number above 0 and up to 100."
      ),
      (
        ["r", "--temperature", "-inf"],
        "The value '-inf' is invalid for '--temperature <temperature>': give a number above 0 and up to 100."
      ),
      (
        ["r", "--share", "1"],
        "The value '1' is invalid for '--share <share>': give a number from 0 to less than 1."
      ),
      (
        ["r", "--share", "nan"],
        "The value 'nan' is invalid for '--share <share>': give a number from 0 to less than 1."
      ),
      (
        ["r", "--leaf", "Green"],
        "The value 'Green' is invalid for '--leaf <leaf>'. Please provide one of 'green', 'black' or 'oolong'."
      ),
      (["r", "--quiet=yes"], "The option '--quiet' does not take any value, but 'yes' was specified."),
      (["r", "cup", "x"], "Unexpected argument 'x'"),
      (["r", "cup", "x", "y"], "2 unexpected arguments: 'x', 'y'"),
    ] as [([String], String)]
  )
  func refusals(arguments: [String], expected: String) {
    #expect(refusal(arguments) == expected)
  }

  @Test("Every finite number is accepted by the range of all numbers")
  func anyNumber() {
    let conversion = Conversion<Double>.number(in: .any)
    #expect(conversion.value("-1e300") == -1e300)
    #expect(conversion.value("1e999") == nil)
    #expect(conversion.value("1 ") == nil)
    #expect(conversion.expectation == ": give a number.")
    #expect(Conversion<Int>.integer(in: 1...9).value("10") == nil)
    #expect(Conversion<Int>.integer(in: 1...9).expectation == ": give a whole number from 1 to 9.")
    #expect(Conversion<Double>.number(in: .above(0)).expectation == ": give a number above 0.")
  }

  @Test("A flag that takes an answer may be yes, which is the same as nothing, or no; the last one wins")
  func answers() throws {
    let flag = Flag("--lid", takesAnswer: true, help: "Put the lid on.")
    let definition = CommandDefinition(
      program: "kettle",
      name: "boil",
      abstract: "Boil water.",
      options: [flag]
    )
    for (words, answer) in [
      ([], nil), (["--lid"], true), (["--lid=yes"], true), (["--lid=no"], false),
      (["--lid", "--lid=no"], false),
      (["--lid=no", "--lid"], true),
    ] as [([String], Bool?)] {
      guard case .run(let parsed) = try definition.parse(words) else { return }
      #expect(parsed.given(flag) == answer && parsed[flag] == (answer ?? false))
      #expect(parsed.isGiven(flag) == (answer != nil))
    }
    #expect(throws: UsageError.self) { try definition.parse(["--lid=false"]) }
  }
}
