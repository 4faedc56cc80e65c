/**
 * Descriptions by the name of a schema: of the schema itself, under the empty name, and of fields whose names do not
 * say it all.
 */
export type Descriptions = Readonly<Record<string, Readonly<Record<string, string>>>>;

const quietTimes = {
  '': "Quiet hours in the user's local time, and a snooze.",
  windows:
    'A window that ends before it starts goes over midnight. `days` are those on which it starts, by default all.',
  until: 'Until then it is quiet without a break.',
};
const groupSettings = {
  whoMentionsAll: 'Who may mention `@all` in the group. By default every member.',
  defaultLevel: 'Level of members who have set none of their own. By default `all`.',
};
const levels =
  '`all`, `mentions`: only mentions of the user. `silent`: without sound and banner. `none`: nothing is pushed.';

/** Shown by the reference, and by editors in generated clients. The generator fails if the field does not exist. */
export const descriptions: Descriptions = {
  DeviceRegistration: {
    '': 'Everything the app knows about its device. A registration replaces the previous one, with its tokens.',
    tokens: 'Current tokens of the app. A kind that is left out no longer has a token.',
    quietWhenOnlineOn: 'Where the user must be online for this device to get no push. By default on any device.',
    permission: 'What the user allows, such as `authorized` or `denied`.',
    territory: 'ISO 3166 code of the territory where the device is.',
  },
  DeviceTokenInput: {
    '': 'A token, as hex.',
    environment: 'Which APNs host knows the token. `auto`: Ringpost finds out with the first push.',
  },
  RegisteredDevice: {
    '': 'A device after its registration.',
    pushId: '`<app ID>/<device ID>`: the ID by which a team looks up a device.',
    ignored: 'Facts that could not be read and were left out. Absent if there are none.',
  },
  Device: {
    '': 'A device of the user. Tokens are shortened.',
    online: 'Whether the app is open on this device now.',
    repairs: "The last five changes that Ringpost made to the tokens because of Apple's answers, oldest first.",
    reportGuard:
      'Calls ring as alerts, because the app did not report earlier ones to CallKit. Ends when the app is opened.',
  },
  TokenRepair: { '': "What Ringpost did about a token because of Apple's answer." },
  Badge: {
    '': "What becomes of the number on the app's icon.",
    mode: '`increment`: the server counts. `app`: the phone counts, in the notification service extension. `set`: this number. `none`: it stays.',
  },
  PresenceInput: {
    '': 'Whether the app is in the foreground.',
    ttlSeconds: 'The app repeats `foreground` within this time, or counts as in the background.',
    unreadCount: 'Sets the badge counter of the user.',
    previousUnreadCount:
      "What the app's icon showed before, from a phone that counts by itself (`badge.mode: app`). If it differs from `unreadCount`, the badges of the user's other devices follow.",
  },
  Profile: { '': 'What a user shows to others, and how the user wants to be reached.' },
  ProfileInput: { '': 'Replaces the profile: a field that is left out becomes empty.' },
  DoNotDisturbInput: quietTimes,
  DoNotDisturb: quietTimes,
  ConversationSettingsInput: {
    '': 'How a user wants to be notified about a conversation: `level`, or `receive`, which is the older spelling.',
    level: levels,
    until: 'When the settings end. From then on it is as if they had never been made.',
    receive: '`push` is level `all`. `none` is level `mentions` with `mentionsStillPush`, otherwise `none`.',
    mentionsStillPush: 'Whether a mention of the user is pushed as with level `all`.',
  },
  ConversationSettings: {
    '': 'How a user is notified about a conversation now, in both spellings.',
    level: levels,
    until: 'When the settings end.',
    receive: 'The older spelling.',
    mentionsStillPush: 'Whether a mention of the user is pushed as with level `all`.',
  },
  GroupInput: groupSettings,
  GroupAsServerInput: groupSettings,
  Group: { '': 'A group and its owner.', ...groupSettings },
  GroupMember: { '': 'A member of a group.', card: "The member's name in this group." },
  SendMessageRequest: {
    '': 'A message, its recipients, and how it is pushed to those who are offline.',
    to: 'Exactly one of `userId`, `userIds` and `groupId`.',
    onlineUserOnly: 'Whether the message is only for users who are online: nothing is pushed then.',
    mentions:
      'User IDs, or `@all` for everybody whom the message goes to. A mention comes through where the user has muted the conversation but not mentions.',
  },
  SendMessageAsUserRequest: {
    '': 'The same as `SendMessageRequest`, on behalf of a user.',
    from: 'The user on whose behalf the message is sent.',
    to: 'Exactly one of `userId`, `userIds` and `groupId`.',
    force: 'Whether levels of conversations and quiet hours are passed over: for what must be noticed.',
  },
  MessageBatchRequest: { '': 'Up to ten messages. Each is checked by itself.' },
  MessageBatchAnswer: { '': 'One result for each message.', results: 'In the order of the messages.' },
  MessageBatchResult: {
    '': 'What `POST /v1/server/messages` would answer for one message.',
    status: 'The status of that answer, such as 200, 202 or 400.',
    body: 'The body of that answer: problem details if the message is rejected.',
  },
  OfflinePush: {
    '': 'What the push says and does. Each setting has a default.',
    policyId: 'Name of a policy, whose settings apply where the message has none.',
    pushWhen: '`always`: also to users who are online.',
    desc: 'Text of the push, instead of the text of the elements.',
    texts: 'Texts by language tag. Each device gets those in its language.',
    variables: 'Values for `{{name}}` in texts.',
    ext: 'Any JSON, passed to the app unchanged.',
    collapseId: "The sender's messages with the same one in the same conversation replace each other on the phone.",
    ttlSeconds: 'How long Apple stores the push for a phone that cannot be reached.',
    contentFree: 'Whether the push contains nothing of the message: the app fetches it.',
  },
  SentMessage: {
    '': 'Immediate outcomes of a send. An explanation has no `messageId`.',
    targets: 'One outcome for each target. Empty for a large group, which a worker finishes.',
  },
  OutcomeSummary: {
    '': 'How many targets have each outcome.',
    accepted: 'Pushes that Apple has accepted.',
    retrying: 'Targets that are still on their way.',
  },
  TargetOutcome: {
    '': 'Outcome of one target.',
    outcome: '`not_pushed` is all that a user learns if the app keeps outcomes coarse.',
    reason: "Ringpost's own reason, or Apple's.",
    gap: 'What is missing if no credential fits.',
    repair: "What was done about the token because of Apple's answer.",
  },
  MessageExplanation: {
    '': 'What a send would do. Nothing was sent, written or counted.',
    isComplete: 'Whether every target is listed: a large group is truncated.',
  },
  ExplainedTarget: {
    '': 'What would happen to one target.',
    rule: 'The first rule that applied: why it is pushed or not.',
    headers: "Keys are APNs' own names.",
    bytes: 'Size of the payload in bytes.',
    truncated: 'Whether the text was shortened to fit.',
  },
  CallExplanation: {
    '': 'What a call would do. Nothing rang, and nothing was written.',
    isComplete: 'Whether every target is listed.',
  },
  ExplainedRing: {
    '': 'What would happen to one phone. A phone that would ring by an alert has two: one for the VoIP push.',
    rule: 'The first rule that applied: why it rings or not.',
    headers: "Keys are APNs' own names.",
    payload: 'As the phone would get it, but `ticket` is not valid.',
    bytes: 'Size of the payload in bytes.',
    truncated: 'Whether `ext` or a text was shortened to fit an alert.',
    notes: '`ring_insurance`: an alert follows if the phone does not report the ring in time.',
  },
  Cost: { '': 'AWS usage of a request, and its list price.' },
  MessageReport: {
    '': 'Outcomes of a message so far.',
    targets: 'For a large group, those that failed or are still on their way.',
    reasons: 'How often each reason occurred, such as `skipped/no_device`.',
    receipts: 'How many devices have reported it.',
  },
  MessageReportAsServer: {
    '': 'Outcomes of a message so far, and why phones have not reported it.',
    silence: 'A verdict on each listed target without a receipt: up to 100.',
    replay: 'With `userId`: what decided on this recipient when the message was sent, decided again.',
  },
  Replay: {
    '': "Today's rules, applied to what was kept when a message was sent.",
    gap:
      'Why nothing can be decided again: `not_kept`, nothing that decided is stored; `not_decided`, it is, and the ' +
      'user is not in it.',
  },
  ReplayedTarget: {
    '': 'One phone, or the user as a whole.',
    rule: 'Why it is pushed or not.',
    outcome: 'What happened. Absent if it is not listed.',
    agreement: '`same`, `different`, `later` if a retry decided once more, or `unknown` if the outcome is not listed.',
  },
  CallAsServer: {
    '': 'A call, and why phones have not reported it.',
    silence: 'A verdict on each target without a report.',
  },
  SilentTarget: {
    '': 'The likeliest cause of a silence, from stored facts.',
    confidence: '`certain`, `likely`, `possible`, or `unknown` if nothing that is stored explains it.',
    evidence: 'Facts on which the verdict rests, with the time for which each holds.',
  },
  StartCallRequest: {
    '': 'The callees, and what their phones show.',
    callId: 'A UUID chosen by the caller, for CallKit. Generated if left out.',
    timeoutSeconds: 'How long it rings.',
    tapAgeMs:
      'Milliseconds since the caller tapped, when the request leaves the phone: by a clock that nobody sets. For the ' +
      'statistics of rings; it may differ when the request is repeated.',
    ext: 'Any JSON, passed to the app unchanged.',
  },
  StartCallAsUserRequest: {
    '': 'The same as `StartCallRequest`, on behalf of a user.',
    from: 'The user on whose behalf the call rings.',
  },
  CallHandle: { '': 'How CallKit shows the caller. A phone number is in E.164.' },
  CallActionRequest: {
    '': 'The phone that acts.',
    deviceId:
      'Name it, so that the other phones of the user can report to CallKit that the call was answered elsewhere.',
  },
  Call: {
    '': 'A call as the asking user sees it.',
    from: 'The caller.',
    endedReason: 'CXCallEndedReason for the asking device.',
    targets: 'Outcomes of the pushes. For the caller only.',
    timeline: 'What happened, oldest first. For the caller only.',
    expiresAt: 'When the ringing ends.',
  },
  CallEvent: {
    '': 'One event of a call.',
    count: 'How often an alert was repeated. `at` is then the time of the last one.',
  },
  CallList: { '': 'Calls of the user, newest first.', cursor: 'Cursor of the next page. Absent on the last one.' },
  Ring: { '': 'State of a ring, for the phone that holds its ticket.' },
  RecordedReceipts: {
    '': 'Results of the receipts.',
    unknown: 'IDs of messages that were not for the user, and of calls that did not ring this device.',
  },
  TicketReceiptRequest: {
    '': 'Report of the device that holds the ticket.',
    event:
      'With the ticket of a message `delivered`, `shown` or `tapped`; with that of a call `callReported` or ' +
      '`callReportNotRequired`.',
    at: 'When it happened.',
    ageMs: 'Milliseconds since then, when the request leaves the phone: by a clock that nobody sets.',
  },
  RecordedReceipt: {
    '': 'Result of the report.',
    recorded: "1, or 0 if too many of the user's devices have reported the message.",
  },
  CallDirectory: {
    '': 'Numbers in E.164 without `+`, ascending, each once: as a Call Directory extension passes them to iOS.',
    cursor: 'Send it as `since` next time.',
    incremental: 'Whether these are changes since the cursor. If not, this is the whole list.',
  },
  DirectoryNumberInput: { '': 'Either a label or `blocked`.' },
  AppSettings: {
    '': 'Settings of an app. A setting that is left out has its default.',
    outcomesForUsers: 'How much users learn about how others were reached.',
    contacts: 'Which users a user may message, call and add to groups.',
    usersMayNotSet: "Settings of `offlinePush` that are not allowed in users' messages.",
    imageHosts: 'Hosts from which pushes may show pictures.',
    rates: 'How many requests of each kind a user may send in a minute.',
    badges:
      'Who counts the badge of messages without a `badge` of their own: `server`, which is the default, or `app`, the phone.',
    pushBadgeToOtherDevices: "Whether the badges of a user's other devices follow by a push. True if absent.",
  },
  User: { '': 'A user as the team sees them: every device, and whether a message and a call would reach it.' },
  Statistics: { '': 'Counts by day (UTC) and app, oldest first.' },
};
