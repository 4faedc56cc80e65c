const native = 'ReactNative/ios';
const flutter = 'Sample/Flutter/RingpostCalls.swift';

/** Rules between the kit and the code of React Native and Flutter apps, as `brokenRules` has those of the core. */
export const brokenBridgeRules = [
  {
    rule: 'events wait until JavaScript listens',
    file: `${native}/JavaScriptOutbox.swift`,
    find: 'waiting.append(event)',
    replace: '_ = event',
    tests: 'aPushRingsBeforeJavaScriptRuns',
  },
  {
    rule: 'JavaScript that was reloaded does not close the listener of the new JavaScript',
    file: `${native}/JavaScriptOutbox.swift`,
    find: 'if listener?.owner == owner { listener = nil }',
    replace: 'listener = nil',
    tests: 'afterAReloadTheNewJavaScriptHears',
  },
  {
    rule: 'a phone that was not unlocked yet is ready for the push that JavaScript cannot see',
    file: `${native}/RingpostHost.swift`,
    find: ' || !isReadable',
    replace: ' || !isReadable && false',
    tests: 'aPhoneThatWasNotUnlockedYetIsReadyForAPush',
  },
  {
    rule: 'a Flutter app reports a push that it cannot read',
    file: flutter,
    find: 'guard let plugin = SwiftFlutterCallkitIncomingPlugin.sharedInstance else { return completion() }',
    replace:
      'guard case .ring = reading, let plugin = SwiftFlutterCallkitIncomingPlugin.sharedInstance else { return completion() }',
    tests: 'aPushThatCannotBeReadIsReportedAndEndsAsFailed',
  },
  {
    rule: 'a Flutter app reports the end before its answer fails',
    file: flutter,
    find: 'SwiftFlutterCallkitIncomingPlugin.sharedInstance?.saveEndCall(callId.uuidString, reason.rawValue)',
    replace: '_ = reason',
    tests: 'anAnswerThatAnotherPhoneWasFasterWithEndsWithDartsReason',
  },
];
