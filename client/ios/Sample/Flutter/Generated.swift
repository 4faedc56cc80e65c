import Flutter

/// Flutter makes it for each app. It registers the plugins.
enum GeneratedPluginRegistrant {
    static func register(with registry: any FlutterPluginRegistry) {}
}

let ringpostURL = URL(string: "https://abc123.execute-api.eu-central-1.amazonaws.com")!
