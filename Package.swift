// swift-tools-version: 6.2
import PackageDescription

/// Each target may import every target that stands before it in this list, and none that stands after it.
let package = Package(
  name: "microgpt",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "microgpt", targets: ["microgpt"]),
    .executable(name: "algorithm", targets: ["algorithm"]),
    .library(name: "VisibleText", targets: ["VisibleText"]),
    .library(name: "Formats", targets: ["Formats"]),
    .library(name: "Random", targets: ["Random"]),
    .library(name: "Lanes", targets: ["Lanes"]),
    .library(name: "Autograd", targets: ["Autograd"]),
    .library(name: "Replay", targets: ["Replay"]),
    .library(name: "Attention", targets: ["Attention"]),
    .library(name: "Transformer", targets: ["Transformer"]),
    .library(name: "Training", targets: ["Training"]),
    .library(name: "Inspection", targets: ["Inspection"]),
    .library(name: "Drawing", targets: ["Drawing"]),
    .library(name: "Pictures", targets: ["Pictures"]),
    .library(name: "Lessons", targets: ["Lessons"]),
    .library(name: "Playground", targets: ["Playground"]),
    .library(name: "Threads", targets: ["Threads"]),
  ],
  traits: [
    .trait(name: "MPI", description: "Training that processes share under mpirun; needs Open MPI.")
  ],
  targets: [
    .systemLibrary(name: "TargetFeatures"),
    .target(name: "Basics"),
    .target(name: "VisibleText"),
    .target(name: "Arguments", dependencies: ["VisibleText"]),
    .target(name: "Formats", dependencies: ["VisibleText"]),
    .target(name: "Random", dependencies: ["Basics"]),
    .target(name: "Lanes", dependencies: ["TargetFeatures"]),
    .target(name: "Autograd", dependencies: ["Basics"]),
    .executableTarget(
      name: "algorithm",
      dependencies: ["Random", "Autograd"],
      swiftSettings: [.defaultIsolation(MainActor.self)]
    ),
    .target(name: "Replay", dependencies: ["Basics", "Lanes", "Autograd"]),
    .target(name: "Attention", dependencies: ["Basics", "Autograd"]),
    .target(name: "Transformer", dependencies: ["Basics", "VisibleText", "Random", "Autograd", "Attention"]),
    .target(
      name: "Training",
      dependencies: [
        "Basics", "VisibleText", "Formats", "Random", "Lanes", "Autograd", "Replay", "Transformer",
      ]
    ),
    .target(
      name: "Inspection",
      dependencies: ["Basics", "Random", "Autograd", "Replay", "Attention", "Transformer", "Training"]
    ),
    .target(
      name: "Exchange",
      dependencies: ["Basics", "VisibleText", "Formats", "Random", "Transformer", "Training"]
    ),
    .target(name: "Drawing", dependencies: ["VisibleText"]),
    .target(
      name: "Pictures",
      dependencies: ["VisibleText", "Attention", "Transformer", "Training", "Inspection", "Drawing"]
    ),
    .target(
      name: "Lessons",
      dependencies: [
        "Basics", "VisibleText", "Random", "Autograd", "Attention", "Transformer", "Training", "Inspection",
        "Drawing", "Pictures",
      ]
    ),
    .target(
      name: "Playground",
      dependencies: [
        "Basics", "VisibleText", "Formats", "Random", "Autograd", "Attention", "Transformer", "Training",
        "Inspection",
        "Drawing", "Pictures", "Lessons",
      ],
      exclude: ["Page"]
    ),
    .target(name: "WebAssembly", dependencies: ["Playground"]),
    .target(name: "Threads", dependencies: ["Training"]),
    .systemLibrary(name: "OpenMPI", pkgConfig: "ompi-c"),
    .target(
      name: "MessagePassing",
      dependencies: ["Training", .byName(name: "OpenMPI", condition: .when(traits: ["MPI"]))]
    ),
    .executableTarget(
      name: "microgpt",
      dependencies: [
        "VisibleText", "Arguments", "Formats", "Random", "Autograd", "Replay", "Transformer", "Training",
        "Inspection", "Exchange", "Drawing", "Pictures", "Lessons", "Threads",
        .byName(name: "MessagePassing", condition: .when(traits: ["MPI"])),
      ]
    ),
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "TargetFeatures", "VisibleText", "Arguments", "Autograd", "Replay", "Attention", "Transformer",
        "Training", "Drawing", "Threads",
      ]
    ),
    .target(
      name: "TestSupport",
      dependencies: ["Random", "Attention", "Autograd", "Replay", "Transformer", "Training"],
      path: "Tests/TestSupport",
      resources: [.copy("Fixtures")]
    ),
    .testTarget(name: "BasicsTests", dependencies: ["Basics"]),
    .testTarget(name: "VisibleTextTests", dependencies: ["VisibleText"]),
    .testTarget(name: "ArgumentsTests", dependencies: ["VisibleText", "Arguments"]),
    .testTarget(name: "FormatsTests", dependencies: ["Formats", "TestSupport"]),
    .testTarget(name: "RandomTests", dependencies: ["Random", "TestSupport"]),
    .testTarget(name: "LanesTests", dependencies: ["Lanes", "TestSupport"]),
    .testTarget(name: "AutogradTests", dependencies: ["Basics", "Autograd", "TestSupport"]),
    .testTarget(
      name: "ReplayTests",
      dependencies: ["Lanes", "Autograd", "Replay", "Transformer", "TestSupport"]
    ),
    .testTarget(
      name: "AlgorithmTests",
      dependencies: ["algorithm", "Transformer", "Training", "TestSupport"]
    ),
    .testTarget(
      name: "AttentionTests",
      dependencies: ["Attention", "Autograd", "TestSupport"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "TransformerTests",
      dependencies: ["Random", "Transformer", "Attention", "Autograd", "TestSupport"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Formats", "Random", "Replay", "Training", "Threads", "Transformer", "Attention", "Autograd",
        "TestSupport",
      ],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "InspectionTests",
      dependencies: [
        "Basics", "Random", "Inspection", "Training", "Transformer", "Attention", "Autograd", "TestSupport",
      ]
    ),
    .testTarget(
      name: "ExchangeTests",
      dependencies: [
        "VisibleText", "Exchange", "Formats", "Random", "Autograd", "Attention", "Transformer", "Training",
        "TestSupport",
      ]
    ),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing", "TestSupport"]),
    .testTarget(
      name: "PicturesTests",
      dependencies: ["Pictures", "Transformer", "Inspection", "Drawing", "TestSupport"]
    ),
    .testTarget(
      name: "LessonsTests",
      dependencies: [
        "Random", "Autograd", "Attention", "Transformer", "Training", "Inspection", "Drawing", "Lessons",
        "TestSupport",
      ]
    ),
    .testTarget(name: "Exercises", dependencies: ["Random", "Autograd", "Attention", "Lessons"]),
    .testTarget(
      name: "PlaygroundTests",
      dependencies: [
        "Playground", "Random", "Training", "Transformer", "Inspection", "Drawing", "Pictures", "Lessons",
        "TestSupport",
      ]
    ),
    .testTarget(name: "WebAssemblyTests", dependencies: ["WebAssembly", "Random"]),
    .testTarget(
      name: "ThreadsTests",
      dependencies: ["Threads", "Training", "Transformer", "Autograd", "Replay", "TestSupport"]
    ),
    .testTarget(name: "MessagePassingTests", dependencies: ["microgpt", "Training", "TestSupport"]),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "microgpt", "VisibleText", "Arguments", "Formats", "Random", "Autograd", "Transformer", "Training",
        "Drawing", "Pictures", "Lessons", "TestSupport",
      ]
    ),
    .testTarget(name: "BenchmarkTests", dependencies: ["benchmark", "TestSupport"]),
    .testTarget(
      name: "DocumentationTests",
      dependencies: [
        "microgpt", "benchmark", "VisibleText", "Formats", "Random", "Autograd", "Replay", "Attention",
        "Transformer", "Training", "Threads", "Inspection", "Drawing", "Lessons", "TestSupport",
      ]
    ),
  ]
)

// A part of the tests, such as `MICROGPT_TESTS=LanesTests,ReplayTests swift test`, builds what it needs and nothing else.
if let tests = Context.environment["MICROGPT_TESTS"]?.split(separator: ",").map(String.init) {
  var needed = Set(tests)
  for target in package.targets.reversed() where needed.contains(target.name) {
    for case .byNameItem(let name, _) in target.dependencies { needed.insert(name) }
  }
  package.targets.removeAll { !needed.contains($0.name) }
  package.products.removeAll { !needed.contains($0.name) }
}
