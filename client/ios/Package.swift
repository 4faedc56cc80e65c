// swift-tools-version: 6.0
import PackageDescription

// Apple's frameworks, as far as the kit uses them. On Linux small stand-ins with Apple's names take their place.
// On a Mac a target of that name would shadow the framework, so these targets exist on Linux only.
#if os(Linux)
    let appleFrameworks = [
        "PushKit", "CallKit", "LiveCommunicationKit", "UserNotifications", "Intents", "AVFAudio", "UIKit",
    ]
    /// Modules of Expo and Flutter, which only the code for their apps imports.
    let otherFrameworks = ["ExpoModulesCore", "Flutter", "flutter_callkit_incoming"]
#else
    let appleFrameworks: [String] = []
    let otherFrameworks: [String] = []
#endif

let appleFrameworkDependencies: [Target.Dependency] = appleFrameworks.map { .byName(name: $0) }

/// The phone that all stand-ins are parts of. Tests look at it; what ships never names it.
let simulatedPhone = appleFrameworks.isEmpty ? [] : ["SimulatedPhone"]
let simulatedPhoneDependency: [Target.Dependency] = simulatedPhone.map { .byName(name: $0) }

/// Stand-ins that one stand-in's signatures need, such as AVAudioSession in a CallKit callback.
let dependenciesOfStandIns: [String: [Target.Dependency]] = [
    "SimulatedPhone": [],
    "AVFAudio": [],
    "CallKit": ["AVFAudio"],
    "LiveCommunicationKit": ["AVFAudio"],
    "UserNotifications": ["Intents"],
    "UIKit": ["UserNotifications"],
    "ExpoModulesCore": ["UIKit"],
    "Flutter": ["UIKit"],
    "flutter_callkit_incoming": ["Flutter", "CallKit", "AVFAudio"],
]

func library(_ name: String) -> Product { .library(name: name, targets: [name]) }

/// A module of the kit that Apple's frameworks are used in.
@MainActor func appleSide(_ name: String) -> Target {
    .target(name: name, dependencies: ["RingpostCore"] + appleFrameworkDependencies)
}

let kit: [Target] = [
    .target(name: "RingpostCore"),
    appleSide("RingpostKit"),
    appleSide("RingpostNotificationService"),
    appleSide("RingpostCallDirectory"),
]

let sampleDependencies: [Target.Dependency] =
    appleFrameworks.isEmpty
    ? []
    : [
        .byName(name: "SampleChat"), .byName(name: "SampleExtensions"), .byName(name: "RingpostReactNative"),
        .byName(name: "RingpostExpoExtension"), .byName(name: "ExpoModulesCore"),
        .byName(name: "SampleFlutter"), .byName(name: "Flutter"), .byName(name: "flutter_callkit_incoming"),
    ]

let kitTests: [Target] = [
    .testTarget(name: "RingpostCoreTests", dependencies: ["RingpostCore"]),
    // One target, because its tests share the one simulated phone and run one at a time.
    .testTarget(
        name: "RingpostKitTests",
        dependencies: ["RingpostCore", "RingpostKit", "RingpostNotificationService", "RingpostCallDirectory"]
            + sampleDependencies + appleFrameworkDependencies + simulatedPhoneDependency),
]

let standIns: [Target] = (simulatedPhone + appleFrameworks + otherFrameworks).map { name in
    let others = dependenciesOfStandIns[name] ?? []
    let phone = name == "SimulatedPhone" ? [] : simulatedPhoneDependency
    return .target(name: name, dependencies: others + phone, path: "Stubs/\(name)")
}

/// The app of a phone in the phone lab: the kit against the stand-ins.
let labPhone: [Target] =
    appleFrameworks.isEmpty
    ? []
    : [
        .executableTarget(
            name: "ringpost-lab-phone",
            dependencies: ["RingpostCore", "RingpostKit"] + appleFrameworkDependencies + simulatedPhoneDependency,
            path: "LabPhone")
    ]

/// The sample app without its SwiftUI views, and its extensions: the code of docs/ios.md. Xcode builds them on a Mac.
let sample: [Target] =
    appleFrameworks.isEmpty
    ? []
    : [
        .target(
            name: "SampleChat", dependencies: ["RingpostCore", "RingpostKit"] + appleFrameworkDependencies,
            path: "Sample/Chat"),
        .target(
            name: "SampleExtensions",
            dependencies: ["RingpostCore", "RingpostNotificationService", "RingpostCallDirectory"]
                + appleFrameworkDependencies,
            path: "Sample/Extensions"),
        // Flutter's projects are in this language mode.
        .target(
            name: "SampleFlutter",
            dependencies: ["RingpostCore", "Flutter", "flutter_callkit_incoming"] + appleFrameworkDependencies,
            path: "Sample/Flutter", swiftSettings: [.swiftLanguageMode(.v5)]),
    ]

/// The native half of client/react-native, by a link to its sources. An app gets it as a pod.
let reactNative: [Target] =
    appleFrameworks.isEmpty
    ? []
    : [
        .target(
            name: "RingpostReactNative",
            dependencies: ["RingpostCore", "RingpostKit", "ExpoModulesCore"] + appleFrameworkDependencies,
            path: "ReactNative/ios", exclude: ["RingpostReactNative.podspec"]),
        .target(
            name: "RingpostExpoExtension",
            dependencies: ["RingpostCore", "RingpostNotificationService"] + appleFrameworkDependencies,
            path: "ReactNative/extension"),
    ]

let package = Package(
    name: "Ringpost",
    platforms: [.iOS(.v16), .macOS(.v13)],
    products: [
        library("RingpostCore"),
        library("RingpostKit"),
        library("RingpostNotificationService"),
        library("RingpostCallDirectory"),
    ],
    targets: kit + labPhone + sample + reactNative + kitTests + standIns,
    swiftLanguageModes: [.v6]
)
