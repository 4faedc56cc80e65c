/** What the honest users have at the end of the day, in words that do not depend on the village's random IDs. */
import { writePathId } from '../../shared/platform/pathId.ts';
import { screenOf } from '../support/lab/labClient.ts';
import { type HonestName, honestNames, type Village } from './village.ts';

type Json = Record<string, unknown>;

/** What the hostile user may rightly add: her own messages to carol, who has not blocked her, and her membership. */
export async function observe(village: Village): Promise<Json> {
  const users: Json = {};
  for (const name of honestNames) users[name] = await userView(village, name);
  const messages: Json = {};
  for (const [title, messageId] of village.ids.messages) messages[title] = await messageView(village, messageId);
  const calls: Json = {};
  for (const [title, callId] of village.ids.calls) calls[title] = await callView(village, callId);
  const members = await village.as('alice')('GET', `/v1/groups/${village.groupId}/members?limit=100`);
  const group = await village.as('alice')('GET', `/v1/groups/${village.groupId}`);
  const seen = {
    users,
    messages,
    calls,
    group: { name: group.body.name, ownerId: group.body.ownerId },
    members: withoutMallory(village, members.body.members),
  };
  return nameIds(village, seen);
}

async function userView(village: Village, name: HonestName): Promise<Json> {
  const ask = village.as(name);
  const [profile, blocks, devices, directory, log] = await Promise.all(
    ['/v1/profile', '/v1/blocks', '/v1/devices', '/v1/call-directory', '/v1/calls?limit=50'].map((path) =>
      ask('GET', path),
    ),
  );
  const settings = await Promise.all(
    ['user:alice', 'user:bob', 'user:carol'].map((conversation) =>
      ask('GET', `/v1/conversations/${writePathId(`${conversation}-${village.suffix}`)}/settings`),
    ),
  );
  return {
    profile: profile?.body,
    blocks: blocks?.body,
    devices: devices?.body.devices.map(({ tokens, ...device }: Json) => ({
      deviceId: device['deviceId'],
      tokens: Object.fromEntries(
        // A call of hers proves carol's VoIP token, as anybody's does.
        Object.entries(tokens as object).map(([kind, { state, environment }]) => [
          kind,
          name === 'carol' ? environment : [state, environment],
        ]),
      ),
    })),
    directory: [directory?.body.blocking, directory?.body.identification],
    callLog: log?.body.calls
      .filter(({ callId }: Json) => isHonest(village.ids.calls, callId))
      .map(({ callId, state, from }: Json) => ({ callId, state, from })),
    settings: settings.map(({ body }) => body),
    phones: await Promise.all(village.phones[name].map((phone) => phoneView(village, name, phone))),
  };
}

async function phoneView(village: Village, name: HonestName, phone: Village['phones']['alice'][number]): Promise<Json> {
  const { notifications, badge, call, voip, registration } = await screenOf(village.lab, phone);
  const isOurs = ({ messageId, call: rung }: { messageId?: string; call?: { callId: string } }) =>
    isHonest(village.ids.messages, messageId) || isHonest(village.ids.calls, rung?.callId);
  return {
    notifications: notifications.filter(isOurs).map(({ at: _at, ...shown }: Json) => shown),
    // The others have blocked her; her messages to carol count on carol's badge, as anybody's do.
    ...(name !== 'carol' && { badge }),
    ...(isHonest(village.ids.calls, call?.callId) && {
      call: {
        callId: call.callId,
        // A phone that has stopped ringing knows the state of its last question, which the call may have left since.
        ...(call.endedReason === undefined && { state: call.state }),
        endedReason: call.endedReason,
        callerName: call.callerName,
      },
    }),
    voip,
    registration,
  };
}

async function messageView(village: Village, messageId: string): Promise<Json> {
  const sender = await senderOf(village, messageId, 'messages');
  const { status, body } = await village.as(sender)('GET', `/v1/messages/${messageId}`);
  if (status !== 200) return { status };
  const { from, to, groupId, targets, timeline, recalledAt } = body;
  const isMallorys = (deviceId: unknown) => deviceId !== undefined && !deviceIds(village).includes(String(deviceId));
  return {
    from,
    to: to.filter((userId: string) => userId !== village.userId('mallory')),
    groupId,
    isRecalled: recalledAt !== undefined,
    targets: withoutMallory(village, targets),
    timeline: timeline
      // A skipped recipient has no device there, so whose it is cannot be seen: the targets say it.
      .filter(({ deviceId, event }: Json) => !isMallorys(deviceId) && event !== 'skipped')
      .map(({ at: _at, apnsId: _apnsId, ...event }: Json) => event),
  };
}

async function callView(village: Village, callId: string): Promise<Json> {
  const caller = await senderOf(village, callId, 'calls');
  const { body } = await village.as(caller)('GET', `/v1/calls/${callId}`);
  const { state, from, participants, targets } = body;
  return { state, from, participants, targets: withoutMallory(village, targets) };
}

/** The one honest user who may read all of it. */
async function senderOf({ as }: Village, id: string, kind: 'messages' | 'calls'): Promise<HonestName> {
  for (const name of honestNames) {
    const { status, body } = await as(name)('GET', `/v1/${kind}/${id}`);
    if (status === 200 && String(body.from).startsWith(name)) return name;
  }
  throw new Error(`nobody has made ${id}`);
}

function withoutMallory(village: Village, entries: Json[]): Json[] {
  return entries
    .filter(({ userId }) => userId !== village.userId('mallory'))
    .map(({ apnsId: _apnsId, ...entry }) => entry);
}

const deviceIds = ({ phones }: Village) =>
  Object.values(phones).flatMap((list) => list.map(({ deviceId }) => deviceId));

const isHonest = (ids: ReadonlyMap<string, string>, id: unknown) => [...ids.values()].includes(String(id));

/** Lists whose order a user sees. */
const ordered = ['notifications', 'callLog'];

/** Equal values look alike: members in the order of their names, and lists sorted unless their order means something. */
function canonical(value: unknown, name = ''): unknown {
  if (Array.isArray(value)) {
    const entries = value.map((entry) => canonical(entry));
    return ordered.includes(name) ? entries : entries.sort(byText);
  }
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([key, member]) => [key, canonical(member, key)] as const);
  return Object.fromEntries(members.sort(byText));
}

const byText = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);

/** Each random ID becomes its name. */
function nameIds(village: Village, seen: Json): Json {
  const names = [
    ...[...village.ids.messages].map(([name, id]) => [id, `message ${name}`]),
    ...[...village.ids.calls].map(([name, id]) => [id, `call ${name}`]),
    ...Object.entries(village.phones).flatMap(([name, phones]) =>
      phones.map(({ deviceId }, index) => [deviceId, `${name}'s device ${index + 1}`]),
    ),
    [`-${village.suffix}`, ''],
  ];
  const text = names.reduce((json, [id = '', name = '']) => json.replaceAll(id, name), JSON.stringify(seen));
  return canonical(JSON.parse(text)) as Json;
}
