// The app of one phone of the lab. It reads commands from its standard input, and ends with it.
import Foundation

guard let argument = CommandLine.arguments.last,
    let config = try? JSONDecoder().decode(PhoneConfig.self, from: Data(argument.utf8))
else {
    FileHandle.standardError.write(Data("ringpost-lab-phone is started by the phone lab: npm run lab:kit-phone\n".utf8))
    exit(2)
}

let phone = LabPhone(config)

Thread.detachNewThread {
    while let line = readLine() {
        guard let command = try? JSONDecoder().decode(PhoneCommand.self, from: Data(line.utf8)) else {
            FileHandle.standardError.write(Data("ringpost-lab-phone: unknown command \(line)\n".utf8))
            continue
        }
        // In the middle of whatever the app does, as iOS ends it.
        if command.do == "die" { _exit(0) }
        // The phone is thrown away.
        if command.do == "discard" {
            try? FileManager.default.removeItem(atPath: config.folder)
            _exit(0)
        }
        DispatchQueue.main.async { MainActor.assumeIsolated { _ = Task { await phone.take(command) } } }
    }
    _exit(0)
}

/// The screen follows what the system sees.
Task {
    while true {
        phone.look()
        try await Task.sleep(nanoseconds: 20_000_000)
    }
}

dispatchMain()
