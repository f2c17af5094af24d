// swift-tools-version: 6.0
import PackageDescription

/// Each target may import every target that stands before it in this list, and none that stands after it.
let package = Package(
  name: "microgpt",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "microgpt", targets: ["microgpt"]),
    .library(name: "VisibleText", targets: ["VisibleText"]),
    .library(name: "Autograd", targets: ["Autograd"]),
    .library(name: "Attention", targets: ["Attention"]),
    .library(name: "Transformer", targets: ["Transformer"]),
    .library(name: "Training", targets: ["Training"]),
    .library(name: "Inspection", targets: ["Inspection"]),
    .library(name: "Report", targets: ["Report"]),
    .library(name: "Threads", targets: ["Threads"]),
  ],
  targets: [
    .systemLibrary(name: "TargetFeatures"),
    .target(name: "VisibleText"),
    .target(name: "Autograd", dependencies: ["TargetFeatures"]),
    .target(name: "Attention", dependencies: ["Autograd"]),
    .target(name: "Transformer", dependencies: ["VisibleText", "Autograd", "Attention"]),
    .target(name: "Training", dependencies: ["Autograd", "Attention", "Transformer"]),
    .target(name: "Inspection", dependencies: ["Autograd", "Attention", "Transformer", "Training"]),
    .target(name: "Report", dependencies: ["VisibleText"]),
    .target(name: "Threads", dependencies: ["Training"]),
    .executableTarget(
      name: "microgpt",
      dependencies: [
        "VisibleText", "Autograd", "Attention", "Transformer", "Training", "Inspection", "Report", "Threads",
      ]
    ),
    .executableTarget(
      name: "benchmark",
      dependencies: [
        "TargetFeatures", "VisibleText", "Autograd", "Attention", "Transformer", "Training", "Report",
        "Threads",
      ]
    ),
    .target(
      name: "TestSupport",
      dependencies: ["Attention", "Autograd", "Transformer"],
      path: "Tests/TestSupport"
    ),
    .testTarget(name: "VisibleTextTests", dependencies: ["VisibleText"]),
    .testTarget(name: "AutogradTests", dependencies: ["Autograd", "TestSupport"]),
    .testTarget(
      name: "AttentionTests",
      dependencies: ["Attention", "Autograd", "TestSupport"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "TransformerTests",
      dependencies: ["Transformer", "Attention", "Autograd", "TestSupport"]
    ),
    .testTarget(
      name: "TrainingTests",
      dependencies: ["Training", "Transformer", "Attention", "Autograd", "TestSupport"],
      resources: [.copy("Fixtures")]
    ),
    .testTarget(
      name: "InspectionTests",
      dependencies: ["Inspection", "Training", "Transformer", "Attention", "Autograd", "TestSupport"]
    ),
    .testTarget(name: "ReportTests", dependencies: ["Report", "TestSupport"]),
    .testTarget(
      name: "ThreadsTests",
      dependencies: ["Threads", "Training", "Transformer", "Autograd"]
    ),
    .testTarget(
      name: "CommandTests",
      dependencies: ["microgpt", "VisibleText", "Training", "Transformer", "TestSupport"]
    ),
  ]
)
