/**
 * Every kind of item in the table, and what an export and an erasure make of it. Tests hold the keys, the docs and a lab
 * full of items to this list, so a new kind of item cannot be forgotten.
 */

/**
 * `own`: exported, and deleted by an erasure. `retained`: names the user, is neither exported nor deleted, and is gone
 * after `keptFor`. `nobody`: names no user.
 */
type Rule = { is: 'own' } | { is: 'retained'; what: string; keptFor: string } | { is: 'nobody' };

export type StoredKind = Rule & {
  /** Partition and sort key, with `<…>` for what differs between items. */
  pk: string;
  sk: string;
};

const own = { is: 'own' } as const;
const nobody = { is: 'nobody' } as const;
const retained = (what: string, keptFor: string) => ({ is: 'retained', what, keptFor }) as const;

const messageRecords = retained(
  'Records of messages: sender, recipients, what decided who got them, outcomes and receipts, without texts',
  '30 days',
);
const callRecords = retained('Records of calls: caller, callees, outcomes and reports', '30 days');

const broadcastUsers = retained(
  'Users named in the audience of a broadcast, or whose pushes of it are retried or wait',
  '30 days',
);

/** The first that fits an item is its kind. */
export const storedKinds: readonly StoredKind[] = [
  { pk: 'USER#<userId>', sk: 'REACH', ...own },
  { pk: 'USER#<userId>', sk: 'PROFILE', ...own },
  { pk: 'USER#<userId>', sk: 'DEVICE#<deviceId>', ...own },
  { pk: 'USER#<userId>', sk: 'TAGS', ...own },
  { pk: 'USER#<userId>', sk: 'BADGE#<appId>', ...own },
  { pk: 'USER#<userId>', sk: 'CONVERSATION#<conversationId>', ...own },
  { pk: 'USER#<userId>', sk: 'BLOCK#<userId>', ...own },
  { pk: 'USER#<userId>', sk: 'PUSH#<wantedId>', ...own },
  { pk: 'GROUP#<groupId>', sk: 'GROUP', ...own },
  { pk: 'GROUP#<groupId>', sk: 'MEMBER#<userId>', ...own },
  { pk: 'GROUPS#<userId>', sk: '<groupId>', ...own },
  { pk: 'CALLS#<userId>', sk: '<createdAt>#<callId>', ...own },
  { pk: 'NUMBERS#<userId>', sk: 'STATE', ...own },
  { pk: 'NUMBERS#<userId>', sk: 'NUMBER#<number>', ...own },
  { pk: 'NUMBERS#<userId>', sk: 'CHANGE#<version>', ...own },
  // With the devices that they belong to.
  { pk: 'TOKEN#<hash>', sk: 'HOLDER', ...own },
  { pk: 'TOKEN#<hash>', sk: 'INSTALLATION', ...own },
  { pk: 'AUDIENCE#<bundleId>#<shard>', sk: '<hash>', ...own },

  { pk: 'MESSAGE#<messageId>', sk: 'MESSAGE', ...messageRecords },
  { pk: 'MESSAGE#<messageId>', sk: 'CHUNK#<job>#<n>', ...messageRecords },
  { pk: 'MESSAGE#<messageId>', sk: 'RECEIPT##<userId>', ...messageRecords },
  { pk: 'MESSAGE#<messageId>', sk: 'OUTCOME#<purpose>#<deviceId>#<userId>', ...messageRecords },
  { pk: 'MESSAGE#<messageId>#FACTS', sk: '<chunk>#<first>', ...messageRecords },
  { pk: 'MESSAGE#<collapse ID>', sk: 'NEWEST', ...nobody },
  { pk: 'CALL#PAIR#<hash>', sk: 'PAIR', ...callRecords },
  { pk: 'CALL#<callId>', sk: 'CALL', ...callRecords },
  // It names the last member of each page of the group.
  { pk: 'CALL#<callId>', sk: 'ACTIVITY', ...callRecords },
  { pk: 'CALL#<callId>', sk: 'TARGET#<kind>#<deviceId>#<userId>', ...callRecords },
  { pk: 'CALL#<callId>', sk: 'NOTE#<event>#<deviceId>#<userId>', ...callRecords },
  { pk: 'CALL#<callId>', sk: 'OUTCOME#<purpose>#<deviceId>#<userId>', ...callRecords },
  { pk: 'IDEMPOTENCY#<hash>', sk: 'ANSWER', ...retained('Answers to requests with an `Idempotency-Key`', '1 day') },
  {
    pk: 'ERASURE#<hash>',
    sk: 'RECEIPT',
    ...retained('The receipt of an erasure: its times and counts, under a hash of the user ID', '400 days'),
  },
  { pk: 'RATE#<userId>', sk: '<kind>#<minute>', ...retained("Counters of a user's requests per minute", '2 minutes') },

  { pk: 'BROADCAST#<broadcastId>', sk: 'LIST#<n>', ...broadcastUsers },
  { pk: 'BROADCAST#<broadcastId>', sk: 'RETRY#<job>#<n>#<list>', ...broadcastUsers },
  { pk: 'BROADCAST#<broadcastId>', sk: 'WAITING#<job>#<n>#<list>#<part>', ...broadcastUsers },
  { pk: 'BROADCAST#<broadcastId>', sk: 'TASK#<job>#<n>', ...nobody },
  { pk: 'BROADCAST#<broadcastId>', sk: 'BROADCAST', ...nobody },
  { pk: 'BROADCASTS', sk: '<createdAt>#<broadcastId>', ...nobody },

  { pk: 'POLICIES', sk: '<policyId>', ...nobody },
  { pk: 'CHANNELS', sk: '<name>', ...nobody },
  { pk: 'WEBHOOKS', sk: '<webhookId>', ...nobody },
  { pk: 'APPS', sk: '<bundleId>', ...nobody },
  { pk: 'SPENDING', sk: '<month>', ...nobody },
  { pk: 'STATISTICS#<day>#<shard>', sk: '<appId>', ...nobody },
  { pk: 'LEDGER', sk: '<day>#<appId>', ...nobody },
  { pk: 'LEDGER', sk: 'EXPORT#<appId>', ...nobody },
];

/** What names a user beyond these kinds: inside the items of other users, and outside the table. */
export const retainedElsewhere: readonly { what: string; keptFor: string }[] = [
  {
    what: "Other users' own settings that name the user: blocks, and settings of a conversation",
    keptFor: 'until those users change or erase them',
  },
  { what: 'Tasks in the delivery queue and the queue of call timers', keptFor: 'minutes, and never more than 4 days' },
  { what: 'Events that wait for the receiver of a webhook', keptFor: 'seconds, and never more than 4 days' },
  { what: 'Tasks that failed every time, in the dead-letter queues', keptFor: '14 days' },
  { what: "The table's stream of changes", keptFor: '1 day' },
  { what: 'Log lines, which contain user IDs but no tokens and no texts', keptFor: "as long as the stage's logs" },
  { what: 'Backups of the table, where the stage has point-in-time recovery', keptFor: '35 days' },
];

/** What an export does not contain and an erasure does not delete: each line once. */
export function retentionRules(): { what: string; keptFor: string }[] {
  const ofTable = storedKinds.flatMap((kind) => (kind.is === 'retained' ? [kind] : []));
  const lines = [...ofTable, ...retainedElsewhere].map(({ what, keptFor }) => ({ what, keptFor }));
  return [...new Map(lines.map((line) => [line.what, line])).values()];
}

/** @returns undefined for an item of a kind that is not listed. */
export function kindOfItem({ pk, sk }: { pk: string; sk: string }): StoredKind | undefined {
  return storedKinds.find((kind) => patternOf(kind.pk).test(pk) && patternOf(kind.sk).test(sk));
}

const patternOf = (form: string): RegExp =>
  new RegExp(`^${form.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(/<[^>]+>/g, '.*')}$`, 's');
