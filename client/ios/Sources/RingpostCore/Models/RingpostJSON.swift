import Foundation

/// How Ringpost's JSON is read and written: times are ISO 8601 in UTC, to the millisecond.
public enum RingpostJSON {
    public static func decoder() -> JSONDecoder {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            let text = try container.decode(String.self)
            guard let date = date(from: text) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "\(text) is not an ISO 8601 time")
            }
            return date
        }
        return decoder
    }

    public static func encoder() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(text(of: date))
        }
        return encoder
    }

    /// `2026-11-30T12:00:00Z` as well as `2026-11-30T12:00:00.250Z`: each formatter refuses the other's form.
    static func date(from text: String) -> Date? {
        formatter([.withInternetDateTime, .withFractionalSeconds]).date(from: text)
            ?? formatter(.withInternetDateTime).date(from: text)
    }

    /// `2026-11-30T12:00:00.250Z`. The milliseconds are written here, because formatters differ in how they round.
    static func text(of date: Date) -> String {
        let milliseconds = Int64((date.timeIntervalSince1970 * 1000).rounded())
        let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        let whole = formatter(.withInternetDateTime).string(from: Date(timeIntervalSince1970: Double(seconds)))
        return whole.dropLast() + String(format: ".%03dZ", Int(rest))
    }

    private static func formatter(_ options: ISO8601DateFormatter.Options) -> ISO8601DateFormatter {
        let formatter = ISO8601DateFormatter()
        formatter.formatOptions = options
        return formatter
    }
}
