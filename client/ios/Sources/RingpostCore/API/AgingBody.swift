import Foundation

/// A body that says how long ago something happened. It grows older while the request waits: for a token, or for another try.
protocol AgingBody: Encodable, Sendable {
    /// - Parameter milliseconds: how long the request has waited.
    func aged(by milliseconds: Int) -> Self
}

extension NewCall: AgingBody {
    func aged(by milliseconds: Int) -> NewCall {
        var call = self
        call.tapAgeMs = tapAgeMs.map { $0 + milliseconds }
        return call
    }
}

extension TicketReceipt: AgingBody {
    func aged(by milliseconds: Int) -> TicketReceipt {
        var receipt = self
        receipt.ageMs = ageMs.map { $0 + milliseconds }
        return receipt
    }
}

extension ReceiptsBody: AgingBody {
    func aged(by milliseconds: Int) -> ReceiptsBody {
        var body = self
        for index in body.receipts.indices {
            body.receipts[index].ageMs = receipts[index].ageMs.map { $0 + milliseconds }
        }
        return body
    }
}
