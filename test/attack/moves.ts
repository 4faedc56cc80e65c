/** What a hostile user may try: everything that a logged-in app can send, with her own token. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { writePathId } from '../../shared/platform/pathId.ts';
import type { Answer } from '../support/lab/labClient.ts';
import { oddJson, oddLocale, oddNumber, oddText, oddTime } from './oddValues.ts';
import { honestNames, type Village } from './village.ts';

/** What she has made, for later moves. */
export interface Loot {
  messages: string[];
  calls: string[];
  devices: string[];
}

interface Context {
  village: Village;
  loot: Loot;
}

export interface Move {
  title: string;
  run(context: Context): Promise<Answer>;
}

const victim = fc.constantFrom(...honestNames);
/** Picks from what there is when the move is made. */
const pick = fc.nat();
const someId = (list: readonly string[], index: number) => list[index % Math.max(list.length, 1)] ?? randomUUID();

const honestMessages = ({ village }: Context) => [...village.ids.messages.values()];
const honestCalls = ({ village }: Context) => [...village.ids.calls.values()];

const as = ({ village }: Context) => village.as('mallory');
const path = (value: string) => writePathId(value.toWellFormed()) || '-';

/** Takes the place of others' notifications, if it can. */
const forged = fc.record(
  {
    collapseId: pick,
    title: oddText,
    threadId: fc.constantFrom('group:team', 'x'),
    desc: fc.constant('Meeting is off'),
  },
  { requiredKeys: ['collapseId'] },
);

/** One odd setting each: with several, nearly all would be refused for one of them. */
const oddSetting = fc.oneof(
  fc.record({ desc: oddText }),
  fc.record({ ext: oddJson }),
  fc.record({ badge: fc.record({ mode: fc.constantFrom('set', 'increment'), value: oddNumber }) }),
  fc.record({ sound: fc.constantFrom<unknown>('ring.caf', { name: 'ring.caf', critical: true }, {}, 7) }),
  fc.record({ interruptionLevel: fc.constantFrom('critical', 'time-sensitive') }),
  fc.record({ pushType: fc.constantFrom('voip', 'background') }),
  fc.record({ pushWhen: fc.constant('always') }),
  fc.record({ policyId: fc.constantFrom('internal', 'none') }),
  fc.record({ image: fc.constantFrom('https://example.com/a.png', 'https:///x', 'http://10.0.0.1/') }),
  fc.constant({ desc: '{{a}}'.repeat(4000), variables: { a: 'x'.repeat(1000) } }),
);

/** `collapseId` picks one of others' IDs. */
type Setting = { collapseId?: number } & Readonly<Record<string, unknown>>;
const offlinePush: fc.Arbitrary<Setting> = fc.oneof<fc.Arbitrary<Setting>[]>(forged, oddSetting, fc.constant({}));

const sends: fc.Arbitrary<Move> = fc
  .record({ to: fc.constantFrom(...honestNames, 'team', 'all', 'nobody'), content: oddText, offlinePush })
  .map(({ to, content, offlinePush: push }) => ({
    title: `writes to ${to} with ${Object.keys(push).join(', ')}`,
    async run(context) {
      const { userId, groupId } = context.village;
      // The ID that others' notifications have.
      const collapse = push.collapseId !== undefined && {
        collapseId: someId([...honestMessages(context), ...honestCalls(context)], push.collapseId),
      };
      const targets = { team: { groupId }, all: { userIds: honestNames.map((name) => userId(name)) } };
      const answer = await as(context)('POST', '/v1/messages', {
        to: to === 'team' || to === 'all' ? targets[to] : { userId: userId(to) },
        elements: [{ type: 'text', text: content }],
        offlinePush: { ...push, ...collapse },
      });
      if (answer.status < 300) context.loot.messages.push(answer.body.messageId);
      return answer;
    },
  }));

const recalls: fc.Arbitrary<Move> = fc
  .record({ index: pick, isHers: fc.boolean(), mode: fc.constantFrom('replace', 'withdraw') })
  .map(({ index, isHers, mode }) => ({
    title: `recalls a message of ${isHers ? 'her own' : 'others'} (${mode})`,
    run: (context) => {
      const messageId = someId(isHers ? context.loot.messages : honestMessages(context), index);
      return as(context)('POST', `/v1/messages/${messageId}/recall`, { mode });
    },
  }));

const calls: fc.Arbitrary<Move> = fc
  .record({ to: victim, ext: oddJson, callerName: oddText, timeoutSeconds: oddNumber, index: pick })
  .map(({ to, ext, callerName, timeoutSeconds, index }) => ({
    title: `calls ${to}`,
    async run(context) {
      const callId = index % 3 === 0 ? someId(honestCalls(context), index) : randomUUID();
      const answer = await as(context)('POST', '/v1/calls', {
        to: { userId: context.village.userId(to) },
        callId,
        ext,
        callerName,
        timeoutSeconds,
      });
      if (answer.status === 201) context.loot.calls.push(callId);
      return answer;
    },
  }));

const actions: fc.Arbitrary<Move> = fc
  .record({
    index: pick,
    isHers: fc.boolean(),
    action: fc.constantFrom('answer', 'decline', 'busy', 'cancel', 'end', 'leave'),
    deviceId: fc.constantFrom('nonsense', undefined),
  })
  .map(({ index, isHers, action, deviceId }) => ({
    title: `${action} on a call of ${isHers ? 'her own' : 'others'}`,
    run: (context) => {
      const callId = someId(isHers ? context.loot.calls : honestCalls(context), index);
      return as(context)('POST', `/v1/calls/${callId}/${action}`, { deviceId });
    },
  }));

const invitations: fc.Arbitrary<Move> = fc.record({ index: pick, to: victim, isHers: fc.boolean() }).map((move) => ({
  title: `invites ${move.to} into a call of ${move.isHers ? 'her own' : 'others'}`,
  run: (context) => {
    const callId = someId(move.isHers ? context.loot.calls : honestCalls(context), move.index);
    return as(context)('POST', `/v1/calls/${callId}/participants`, { userIds: [context.village.userId(move.to)] });
  },
}));

const receipts: fc.Arbitrary<Move> = fc
  .record({ index: pick, isCall: fc.boolean(), event: fc.constantFrom('delivered', 'shown', 'tapped'), at: oddTime })
  .map(({ index, isCall, event, at }) => ({
    title: `reports a ${isCall ? 'call' : 'message'} of others at ${at.slice(0, 20)}`,
    run: (context) => {
      const deviceId = someId(context.loot.devices, index);
      const receipt = isCall
        ? { callId: someId(honestCalls(context), index), event: 'callReported' }
        : { messageId: someId(honestMessages(context), index), event };
      return as(context)('POST', '/v1/receipts', { receipts: [{ ...receipt, deviceId, at }] });
    },
  }));

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));

const devices: fc.Arbitrary<Move> = fc
  .record({
    alert: hex(64),
    voip: hex(64),
    locale: oddLocale,
    timeZone: fc.constantFrom('Europe/London', 'GMT+0800', 'Mars/Base'),
    appId: fc.constantFrom('com.example.ringpost', 'com.example.ringpost', 'com.evil.unknown'),
  })
  .map(({ alert, voip, appId, ...facts }) => ({
    title: `registers a device of ${appId}`,
    async run(context) {
      const deviceId = randomUUID();
      const tokens = { alert: { token: alert }, voip: { token: voip } };
      const answer = await as(context)('PUT', `/v1/devices/${deviceId}`, { appId, tokens, ...facts });
      if (answer.status === 200) context.loot.devices.push(deviceId);
      return answer;
    },
  }));

const presence: fc.Arbitrary<Move> = fc
  .record({ index: pick, state: fc.constantFrom('foreground', 'background'), unreadCount: oddNumber })
  .map(({ index, ...body }) => ({
    title: `says ${body.state} with ${body.unreadCount} unread`,
    run: (context) =>
      as(context)('PUT', `/v1/devices/${someId(context.loot.devices, index)}/presence`, { ...body, ttlSeconds: 60 }),
  }));

const profiles: fc.Arbitrary<Move> = fc.record({ nickname: oddText, locale: oddLocale }).map((body) => ({
  title: 'changes her profile',
  run: (context) => as(context)('PUT', '/v1/profile', body),
}));

const blocks: fc.Arbitrary<Move> = fc
  .record({ who: fc.oneof(victim, oddText), method: fc.constantFrom('PUT', 'DELETE') })
  .map(({ who, method }) => ({
    title: `${method === 'PUT' ? 'blocks' : 'unblocks'} somebody`,
    run: (context) => as(context)(method, `/v1/blocks/${path(context.village.userId(who))}`),
  }));

const settings: fc.Arbitrary<Move> = fc
  .record({ conversation: fc.oneof(victim, oddText), receive: fc.constantFrom('push', 'silent', 'none') })
  .map(({ conversation, receive }) => ({
    title: 'changes the settings of a conversation',
    run: (context) => {
      const conversationId = path(`user:${context.village.userId(conversation)}`);
      return as(context)('PUT', `/v1/conversations/${conversationId}/settings`, { receive });
    },
  }));

const groups: fc.Arbitrary<Move> = fc
  .record({ isTeam: fc.boolean(), method: fc.constantFrom('PUT', 'DELETE', 'GET'), name: oddText })
  .map(({ isTeam, method, name }) => ({
    title: `${method} on ${isTeam ? 'the team' : 'a group of her own'}`,
    run: (context) => {
      const { groupId, userId } = context.village;
      return as(context)(
        method,
        `/v1/groups/${isTeam ? groupId : userId('mallorys')}`,
        method === 'PUT' ? { name } : undefined,
      );
    },
  }));

const members: fc.Arbitrary<Move> = fc
  .record({ isTeam: fc.boolean(), method: fc.constantFrom('PUT', 'DELETE'), who: victim, card: oddText })
  .map(({ isTeam, method, who, card }) => ({
    title: `${method} ${who} in ${isTeam ? 'the team' : 'a group of her own'}`,
    run: (context) => {
      const { groupId, userId } = context.village;
      const group = isTeam ? groupId : userId('mallorys');
      return as(context)(method, `/v1/groups/${group}/members/${userId(who)}`, method === 'PUT' ? { card } : undefined);
    },
  }));

const reads: fc.Arbitrary<Move> = fc
  .record({ index: pick, what: fc.constantFrom('message', 'call', 'members', 'log', 'explain'), of: victim })
  .map(({ index, what, of }) => ({
    title: `reads ${what}`,
    run: (context) => {
      const ask = as(context);
      const { groupId, userId } = context.village;
      switch (what) {
        case 'message':
          return ask('GET', `/v1/messages/${someId(honestMessages(context), index)}`);
        case 'call':
          return ask('GET', `/v1/calls/${someId(honestCalls(context), index)}`);
        case 'members':
          return ask('GET', `/v1/groups/${groupId}/members?cursor=garbage`);
        case 'log':
          return ask('GET', '/v1/calls?limit=50');
        case 'explain':
          return ask('POST', '/v1/messages?explain=true', {
            to: { userId: userId(of) },
            elements: [{ type: 'text', text: 'x' }],
          });
      }
    },
  }));

export const move: fc.Arbitrary<Move> = fc.oneof(
  { weight: 6, arbitrary: sends },
  { weight: 2, arbitrary: recalls },
  { weight: 2, arbitrary: calls },
  { weight: 4, arbitrary: actions },
  { weight: 2, arbitrary: invitations },
  { weight: 4, arbitrary: receipts },
  { weight: 3, arbitrary: devices },
  { weight: 1, arbitrary: presence },
  { weight: 1, arbitrary: profiles },
  { weight: 1, arbitrary: blocks },
  { weight: 1, arbitrary: settings },
  { weight: 2, arbitrary: groups },
  { weight: 2, arbitrary: members },
  { weight: 2, arbitrary: reads },
);
