/** By the name of a schema: what it is, under the empty name, and what those of its fields are that do not say it themselves. */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Shown by the reference, and by editors in generated clients. The generator stops where the field does not exist. */
export const descriptions: Descriptions = {
  DeviceRegistration: {
    '': 'All that the app knows of its device. A registration replaces the one before, with its tokens.',
    tokens: 'Tokens that the app has now. A kind that is left out has no token any more.',
    quietWhenOnlineOn: 'Where the user has to be online for this device to get no push. By default on any device.',
    permission: 'What the user allows, such as `authorized` or `denied`.',
    territory: 'ISO 3166 code of where the device is.',
  },
  DeviceTokenInput: {
    '': 'A token, as hex.',
    environment: 'Which APNs host knows the token. `auto`: Ringpost finds out with the first push.',
  },
  RegisteredDevice: {
    '': 'A device after its registration.',
    pushId: '`<app ID>/<device ID>`: what a team looks a device up by.',
    ignored: 'Facts that could not be read and were left out. Absent when there are none.',
  },
  Device: {
    '': 'A device of the user. Tokens are shortened.',
    online: 'Whether the app is open on this device now.',
    repairs: "The last five things that Ringpost did about the tokens because of Apple's answers, oldest first.",
    reportGuard:
      'Calls come as alerts, because the app has not reported earlier ones to CallKit. Ends when the app is opened.',
  },
  TokenRepair: { '': "What Ringpost did about a token because of Apple's answer." },
  PresenceInput: {
    '': 'Whether the app is in front of the user.',
    ttlSeconds: 'The app repeats `foreground` within this time, or counts as in the background.',
    unreadCount: 'Sets the badge counter of the user.',
  },
  Profile: { '': 'What a user shows others, and how the user wants to be reached.' },
  ProfileInput: { '': 'Replaces the profile: a field that is left out is empty then.' },
  DoNotDisturb: {
    '': "Quiet hours by the wall clock of the user's time zone.",
    windows: 'A window that ends before it starts goes over midnight.',
  },
  ConversationSettings: {
    '': 'How a user wants to hear of a conversation.',
    receive: '`silent`: shown without a sound. `none`: not pushed.',
    mentionsStillPush: 'Whether a mention of the user is pushed all the same.',
  },
  Group: { '': 'A group and who owns it.' },
  GroupMember: { '': 'A member of a group.', card: "The member's name in this group." },
  SendMessageRequest: {
    '': 'A message, whom it is for, and how it is pushed to those who are offline.',
    to: 'Exactly one of `userId`, `userIds` and `groupId`.',
    onlineUserOnly: 'Whether only users who are online are to have it: nothing is pushed then.',
    mentions: 'User IDs. A mention comes through where the user has muted the conversation but not mentions.',
  },
  SendMessageAsUserRequest: {
    '': 'The same as `SendMessageRequest`, on behalf of a user.',
    from: 'The user on whose behalf the message is sent.',
    to: 'Exactly one of `userId`, `userIds` and `groupId`.',
  },
  OfflinePush: {
    '': 'What the push says and does. Each setting has a usual value.',
    policyId: 'Name of a policy, whose settings hold where the message says nothing else.',
    pushWhen: '`always`: also to users who are online.',
    desc: 'Text of the push, in place of what the elements say.',
    texts: 'Texts by language tag. Each device gets those of its language.',
    variables: 'What `{{name}}` in a text stands for.',
    ext: 'Any JSON, handed to the app as it is.',
    collapseId: "The sender's messages with the same one in the same conversation replace each other on the phone.",
    ttlSeconds: 'How long Apple keeps the push for a phone that cannot be reached.',
    contentFree: 'Whether the push says nothing of the message: the app fetches it.',
  },
  SentMessage: {
    '': 'What became of a send at once. An explanation has no `messageId`.',
    targets: 'One outcome for each target. Empty for a large group, which a worker finishes.',
  },
  OutcomeSummary: {
    '': 'How many targets have each outcome.',
    accepted: 'Pushes that Apple has taken.',
    retrying: 'Targets that are still on their way.',
  },
  TargetOutcome: {
    '': 'What became of one target.',
    outcome: '`not_pushed` is all that a user learns where the app keeps outcomes coarse.',
    reason: "Ringpost's own reason, or Apple's.",
    gap: 'What is missing where no credential fits.',
    repair: "What was done about the token because of Apple's answer.",
  },
  MessageExplanation: {
    '': 'What a send would do. Nothing was sent, written or counted.',
    isComplete: 'Whether every target is listed: a large group is cut short.',
  },
  ExplainedTarget: {
    '': 'What would become of one target.',
    rule: 'The first rule that applied: why it is pushed, or why it is not.',
    headers: "By APNs' own names.",
    bytes: 'Size of the payload in bytes.',
    truncated: 'Whether the text was shortened to fit.',
  },
  Cost: { '': 'What a request uses of AWS, and its list price.' },
  MessageReport: {
    '': 'What has become of a message until now.',
    targets: 'For a large group, those that went wrong or are still on their way.',
    reasons: 'How often each reason was given, such as `skipped/no_device`.',
    receipts: 'How many devices have reported it.',
  },
  StartCallRequest: {
    '': 'Whom to ring, and what the phones show.',
    callId: 'A UUID that the caller chooses, for CallKit. Made when it is left out.',
    timeoutSeconds: 'How long it rings.',
    ext: 'Any JSON, handed to the app as it is.',
  },
  StartCallAsUserRequest: {
    '': 'The same as `StartCallRequest`, on behalf of a user.',
    from: 'The user on whose behalf the call rings.',
  },
  CallHandle: { '': 'How CallKit shows the caller. A phone number is in E.164.' },
  CallActionRequest: {
    '': 'Which phone acts.',
    deviceId: 'Name it, so that the other phones of the user can tell their app that it was answered elsewhere.',
  },
  Call: {
    '': 'A call as the user who asks sees it.',
    from: 'The caller.',
    endedReason: 'CXCallEndedReason for the device that asks.',
    targets: 'What became of the pushes. For the caller only.',
    timeline: 'What happened, oldest first. For the caller only.',
    expiresAt: 'Until when it rings.',
  },
  CallEvent: {
    '': 'One thing that happened in a call.',
    count: 'How often an alert came again. `at` is then the last time.',
  },
  CallList: { '': 'Calls of the user, newest first.', cursor: 'Leads to the next page. Absent on the last one.' },
  Ring: { '': 'How a ring stands for the phone that holds its ticket.' },
  RecordedReceipts: {
    '': 'What became of the receipts.',
    unknown: 'IDs of messages that were not for the user, and of calls that did not ring this device.',
  },
  CallDirectory: {
    '': 'Numbers in E.164 without `+`, ascending, each once: as a Call Directory extension hands them to iOS.',
    cursor: 'Send it as `since` the next time.',
    incremental: 'Whether these are changes since the cursor. If not, it is the whole list.',
  },
  DirectoryNumberInput: { '': 'Either a label or `blocked`.' },
  AppSettings: {
    '': 'What a team has set for an app. A setting that is left out has its usual value.',
    outcomesForUsers: 'How much users learn of how others were reached.',
    contacts: 'Whom a user may message, call and add to groups.',
    usersMayNotSet: "Settings of `offlinePush` that users' messages may not carry.",
    imageHosts: 'Where pictures of pushes may come from.',
    rates: 'How much a user may do in a minute.',
    pushBadgeToOtherDevices: "Whether the badges of a user's other devices follow by a push. True if absent.",
  },
  User: { '': 'A user as the team sees them: every device, and whether a message and a call would reach it.' },
  Statistics: { '': 'Counts by day (UTC) and app, oldest first.' },
};
