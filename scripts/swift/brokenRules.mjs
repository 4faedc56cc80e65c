import { brokenBridgeRules } from './brokenBridgeRules.mjs';
import { brokenKitRules } from './brokenKitRules.mjs';

const calls = 'Sources/RingpostCore/Calls';
const device = 'Sources/RingpostCore/Device';
const badge = 'Sources/RingpostCore/Messages/BadgeCounter.swift';

/**
 * Rules of the kit, each with a change of its sources that breaks it. For every one of them a test has to fail.
 * `file` is in `client/ios`, `replace` takes the place of the only occurrence of `find`, `tests` is a filter of `swift test`.
 */
export const brokenRules = [
  {
    rule: 'a push is reported before its handler returns',
    file: `${calls}/CallCenter.swift`,
    find: 'case .report(let callId, let update): report(callId, update)',
    replace: 'case .report(let callId, let update): Task { report(callId, update) }',
    tests: 'CallCenterTests',
  },
  {
    rule: 'the completion of a push is called',
    file: `${calls}/CallCenter.swift`,
    find: 'completions[callId] = waiting.isEmpty ? nil : waiting\n        completion()\n    }\n\n    private func completeNewestPush',
    replace:
      'completions[callId] = waiting.isEmpty ? nil : waiting\n        _ = completion\n    }\n\n    private func completeNewestPush',
    tests: 'CallCenterTests',
  },
  {
    rule: 'a phone stops ringing when another one has answered',
    file: `${calls}/CallTable.swift`,
    find: 'if let reason = status.reasonOfEnd { return',
    replace: 'if let reason = status.reasonOfEnd, reason != .answeredElsewhere { return',
    tests: 'CallTableTests',
  },
  {
    rule: 'a phone that cannot listen asks',
    file: `${calls}/CallWatch.swift`,
    find: 'if let channel { await listen(to: channel) }',
    replace: 'if let channel { return await listen(to: channel) }',
    tests: 'RingListeningTests/aTicketThatIsNotValid',
  },
  {
    rule: 'a phone asks once it listens',
    file: `${calls}/Live/ListeningWatch.swift`,
    find: 'if !isListening { ask() }',
    replace: '_ = ask',
    tests: 'RingListeningTests/anEndBefore',
  },
  {
    rule: 'what the caller changes is shown once',
    file: `${calls}/CallTable.swift`,
    find: 'entries[callId]?.update = update\n        return [.update(callId, update)]',
    replace: 'return [.update(callId, update)]',
    tests: 'CallTableTests',
  },
  {
    rule: 'only a call on the screen is updated',
    file: `${calls}/CallTable.swift`,
    find: 'guard entry.isShown, !entry.isOutgoing, update != entry.update',
    replace: 'guard update != entry.update',
    tests: 'CallTableTests',
  },
  {
    rule: 'an end waits for the report under way',
    file: `${calls}/CallTable.swift`,
    find: 'if entry.pendingReports > 0 && !entry.isShown {',
    replace: 'if entry.pendingReports > 99 && !entry.isShown {',
    tests: 'CallTableTests',
  },
  {
    rule: 'an end does not wait for the report of a second push',
    file: `${calls}/CallTable.swift`,
    find: 'if entry.pendingReports > 0 && !entry.isShown {',
    replace: 'if entry.pendingReports > 0 {',
    tests: 'CallTableTests',
  },
  {
    rule: 'a push that comes after the end of its call does not ring',
    file: `${calls}/CallTable.swift`,
    find: 'return ended.contains(ring.callId) ?',
    replace: 'return ended.contains(ring.callId) && ring.ticket == nil ?',
    tests: 'CallTableTests',
  },
  {
    rule: 'a call that rings is not too late',
    file: `${calls}/CallTable.swift`,
    find: 'entries[ring.callId] == nil ? withoutReport(ring, reason) : []',
    replace: 'withoutReport(ring, reason)',
    tests: 'CallTableTests',
  },
  {
    rule: 'the ring time counts from the arrival of the push',
    file: `${calls}/Ring.swift`,
    find: 'return max(0, expiresAt - sentAt)',
    replace: 'return max(0, expiresAt - Date().timeIntervalSince1970)',
    tests: 'RingTests',
  },
  {
    rule: 'the deadline is by the clock that nobody sets',
    file: `${calls}/CallCenter.swift`,
    find: 'let ringSeconds = deadline - clock.uptime()',
    replace: 'let ringSeconds = rings[callId]!.expiresAt.timeIntervalSince(clock.now())',
    tests: 'CallCenterTests',
  },
  {
    rule: 'a push that needs no report and only seems late is not dropped',
    file: `${calls}/CallCenter.swift`,
    find: 'readRing(ticket: ticket).reasonOfEnd',
    replace: 'readRing(ticket: ticket).reasonOfEnd ?? EndedReason?.some(.unanswered)',
    tests: 'CallCenterTests',
  },
  {
    rule: 'a push that comes twice is reported twice',
    file: `${calls}/CallTable.swift`,
    find: 'guard mustReport else { return [] }',
    replace: 'guard !mustReport else { return [] }',
    tests: 'CallTableTests',
  },
  {
    rule: 'no end is reported for a call that its user ended here',
    file: `${calls}/CallTable.swift`,
    find: 'return effects + [.fulfillEnd(callId)]',
    replace: 'return effects + [.reportEnd(callId, .remoteEnded), .fulfillEnd(callId)]',
    tests: 'CallTableTests',
  },
  {
    rule: 'an answer that cannot be kept fails',
    file: `${calls}/CallTable.swift`,
    find: 'guard let entry = entries[callId], entry.life != .over else { return [] }\n        var effects: [CallEffect] = entry.hasPendingAnswer ?',
    replace:
      'guard let entry = entries[callId], entry.life != .over else { return [] }\n        var effects: [CallEffect] = entry.life == .calling ?',
    tests: 'CallTableTests',
  },
  {
    rule: 'the app gets into a call after the server has said yes',
    file: `${calls}/CallTable.swift`,
    find: 'return [entry.isKnownToServer ? .tellServer(callId, .answer) : .connect(callId)]',
    replace: 'return [.tellServer(callId, .answer), .connect(callId)]',
    tests: 'CallTableTests',
  },
  {
    rule: 'a call that the system hides does not ring',
    file: `${calls}/CallTable.swift`,
    find: 'if result == .shown || result == .alreadyShown { entry.isShown = true }',
    replace: 'if result != .refused(code: 0) { entry.isShown = true }',
    tests: 'CallTableTests',
  },
  {
    rule: 'a ring ends by the clock of the phone',
    file: `${calls}/CallCenter.swift`,
    find: 'self?.happen(.deadlinePassed(callId))',
    replace: '_ = self',
    tests: 'CallCenterTests',
  },
  {
    rule: 'a ticket that the server does not know gives way to the login',
    file: `${calls}/CallWatch.swift`,
    find: 'usesTicket = false\n                continue',
    replace: 'return',
    tests: 'CallCenterTests',
  },
  {
    rule: 'nothing leaves the phone before its user has agreed',
    file: `${device}/Registration.swift`,
    find: 'guard kept.hasConsent else { return state = .waiting(.consent) }',
    replace: '',
    tests: 'RegistrationTests',
  },
  {
    rule: 'a logout that is owed is never said as the next user',
    file: `${device}/Registration.swift`,
    find: '$0.owesLogout = false\n        }',
    replace: '$0.owesLogout = $0.owesLogout\n        }',
    tests: 'RegistrationTests',
  },
  {
    rule: 'a token that has become invalid is taken back',
    file: `${device}/Registration.swift`,
    find: '$0.invalidated.insert(kind.rawValue)',
    replace: '_ = $0',
    tests: 'RegistrationTests',
  },
  {
    rule: 'before the first unlock no device ID is made',
    file: `${device}/DeviceIdentity.swift`,
    find: 'catch { return nil }',
    replace: 'catch { return UUID().uuidString }',
    tests: 'DeviceIdentityTests',
  },
  {
    rule: 'a receipt survives the end of the process',
    file: 'Sources/RingpostCore/Receipts/ReceiptQueue.swift',
    find: 'if isLoaded { try? store.saveValue(waiting, as: name) }',
    replace: '',
    tests: 'ReceiptQueueTests',
  },
  {
    rule: 'a message that is repeated has one key',
    file: 'Sources/RingpostCore/API/APIClient.swift',
    find: 'if let userToken { request.headers["authorization"] =',
    replace:
      'request.headers["idempotency-key"] = UUID().uuidString\n        if let userToken { request.headers["authorization"] =',
    tests: 'APIClientTests',
  },
  {
    rule: 'a badge counts a message once that comes twice',
    file: badge,
    find: 'guard !added.messageIds.contains(messageId) else { return number(start, added) }',
    replace: '',
    tests: 'BadgeCounterTests',
  },
  {
    rule: 'a badge does not count a message that replaces an unread one',
    file: badge,
    find: 'if !added.identifiers.contains(identifier) {',
    replace: 'do {',
    tests: 'BadgeCounterTests',
  },
  {
    rule: 'a badge continues from what the app says',
    file: badge,
    find: 'if added.start != start.value?.id {',
    replace: 'if added.start == nil {',
    tests: 'BadgeCounterTests',
  },
  {
    rule: 'a badge that was read on another phone is counted on from there',
    file: 'Sources/RingpostKit/Notifications/Notifications.swift',
    find: 'badge?.set(count)\n                done(.newData)',
    replace: '_ = count\n                done(.newData)',
    tests: 'NotificationTests',
  },
  {
    rule: 'a badge that was not reported is still the one that the other phones show',
    file: `${device}/PresenceReporter.swift`,
    find: 'if unreadCount == nil || previousUnreadCount == nil { previousUnreadCount = previous }',
    replace: 'previousUnreadCount = previous',
    tests: 'PresenceReporterTests',
  },
  ...brokenKitRules,
  ...brokenBridgeRules,
];
