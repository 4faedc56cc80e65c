/**
 * Alice, who acts on Bob, in an app with settings of its own: coarse, as on a stage. Both have a phone that takes pushes
 * and is not on the network, so that nothing happens by itself.
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { clientOptions } from '../../../lab/aws/localAws.ts';
import { type Lab, startLab } from '../../../lab/lab.ts';
import { type KnownRouteKey, routes } from '../../../shared/api/routes.ts';
import type { ContactRule } from '../../../shared/people/rules/userRules.ts';
import { writePathId } from '../../../shared/platform/pathId.ts';
import {
  type Answer,
  anybody,
  type LabPhone,
  makePhone,
  makeUser,
  type Request,
  serverClient,
  text,
  until,
  userClient,
} from '../../support/lab/labClient.ts';
import { allItems } from '../../support/table.ts';
import { type Consequence, consequences, type Standing } from './reachTable.ts';

type Item = Readonly<Record<string, unknown>>;

/** The two users, and what exists between them. */
export interface Meeting {
  alice: string;
  bob: string;
  /** Absent where Bob has none. */
  bobsPhone?: LabPhone | undefined;
  alicesPhone: LabPhone;
  /** Values for the parameters of the path. */
  things: Readonly<Record<string, string>>;
}

/** What is stored, and what Bob gets to see. */
export interface Seen {
  items: Item[];
  pushes: number;
  /** As Bob reads it, when the route is about a call that he is in. */
  callState: string | undefined;
}

/** With a phone, without one, or nobody: no user has the ID. */
export type BobIs = 'reachable' | 'without a phone' | 'nobody';

export interface ReachWorld {
  lab: Lab;
  setContacts(contacts: ContactRule): Promise<void>;
  /**
   * A new Alice and Bob in the given standing, with the subject of the route. Their history is from a time without
   * limits.
   * @param bobIs default: `reachable`.
   */
  meet(routeKey: KnownRouteKey, standing: Standing, bobIs?: BobIs): Promise<Meeting>;
  /** As Alice's app sends it, or a server that speaks for her. */
  ask(routeKey: KnownRouteKey, meeting: Meeting): Promise<Answer>;
  look(meeting: Meeting): Promise<Seen>;
  /** @returns once all that follows from earlier requests has happened. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

export async function startReachWorld(): Promise<ReachWorld> {
  const lab = await startLab({ port: 0 });
  const appId = `com.example.reach-${randomUUID()}`;
  const witness = makeUser('erin');
  const witnessPhone = await offlinePhone(lab, witness);
  const { endpoints, tableName } = (await anybody(lab)('GET', '/lab/access')).body;
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(clientOptions(endpoints.dynamoDb)));
  const setContacts = async (contacts: ContactRule) => {
    await ok(serverClient(lab)('PUT', `/v1/server/apps/${appId}`, { contacts }));
  };
  return {
    lab,
    setContacts,
    async meet(routeKey, { contacts, sharesGroup, isBlocked }, bobIs = 'reachable') {
      await setContacts('everybody');
      const pair = { alice: makeUser('alice'), bob: makeUser('bob') };
      const [alicesPhone, bobsPhone] = await Promise.all([
        offlinePhone(lab, pair.alice, appId),
        bobIs === 'reachable' ? offlinePhone(lab, pair.bob, appId) : undefined,
      ]);
      if (bobIs !== 'nobody') await ok(userClient(lab, pair.bob)('PUT', '/v1/profile', { nickname: 'Bob' }));
      const things = await makeThings(lab, pair, { routeKey, sharesGroup, witness });
      if (isBlocked) await ok(userClient(lab, pair.bob)('PUT', `/v1/blocks/${pair.alice}`));
      await setContacts(contacts);
      return { ...pair, alicesPhone, bobsPhone, things };
    },
    ask(routeKey, meeting) {
      const [method = '', pattern = ''] = routeKey.split(' ');
      const path = pattern.replaceAll(/{(\w+)}/g, (_all, name: string) => thing(meeting.things, name));
      const client = routes[routeKey].caller === 'server' ? serverClient(lab) : userClient(lab, meeting.alice);
      return client(method, path, bodyOf(routeKey, meeting));
    },
    look: async ({ bob, bobsPhone, things: { callId } }) => ({
      // Requests are counted, and statistics follow, a moment later; the witness is not concerned.
      items: (await allItems({ client, name: tableName })).filter(
        (item) => !/^(RATE|STATISTICS)#/.test(String(item['pk'])) && !has(item, witness),
      ),
      pushes: lab.apple.pushes().filter(({ phoneId }) => bobsPhone && phoneId === bobsPhone.phoneId).length,
      callState: callId && (await userClient(lab, bob)('GET', `/v1/calls/${callId}`)).body.state,
    }),
    async settle() {
      // It goes the whole way: by the table's stream, the timers and the worker of calls, one after the other.
      const carol = userClient(lab, makeUser('carol'));
      const { callId } = await ok(carol('POST', '/v1/calls', { to: { userId: witness } }));
      await ok(carol('POST', `/v1/calls/${callId}/cancel`, {}));
      const isTold = ({ phoneId, payload }: { phoneId?: string | undefined; payload: unknown }) =>
        phoneId === witnessPhone.phoneId && /"missedCall":true/.test(JSON.stringify(payload)) && has(payload, callId);
      await until(
        async () => lab.apple.pushes(),
        (pushes) => pushes.some(isTold),
      );
    },
    async stop() {
      client.destroy();
      await lab.stop();
    },
  };
}

const has = (value: unknown, part: string): boolean => JSON.stringify(value).includes(part);

/** @returns what the request has led to for Bob, in the order of the list. */
export function followsFor({ bob, things }: Meeting, before: Seen, after: Seen): Consequence[] {
  const gained = (isOne: (item: Item) => boolean) =>
    after.items.filter(isOne).length - before.items.filter(isOne).length;
  const own = ({ items }: Seen) =>
    items.filter(
      (item) => isOneOf(item, `USER#${bob}`, `NUMBERS#${bob}`) || (/^TOKEN#/.test(`${item['pk']}`) && has(item, bob)),
    );
  const memberships = gained((item) => isOneOf(item, `GROUPS#${bob}`));
  const hasPush = after.pushes > before.pushes;
  const follows: Record<Consequence, boolean> = {
    push: hasPush,
    'call log': gained((item) => isOneOf(item, `CALLS#${bob}`)) > 0,
    member: memberships > 0,
    'no member': memberships < 0,
    receipt: gained((item) => isOneOf(item, `MESSAGE#${things['messageId']}`) && /^RECEIPT#/.test(`${item['sk']}`)) > 0,
    // A user who was not in the call before has been invited, if they find anything of it.
    'call state': before.callState !== undefined && before.callState !== after.callState,
    // What a push proves of a token, and the badge, are noted with it.
    written: !hasPush && !isDeepStrictEqual(own(before), own(after)),
  };
  return consequences.filter((one) => follows[one]);
}

const isOneOf = ({ pk }: Item, ...partitions: string[]): boolean => partitions.includes(String(pk));

async function offlinePhone(lab: Lab, userId: string, appId?: string): Promise<LabPhone> {
  const phone = await makePhone(lab, { userId, ...(appId !== undefined && { appId }) });
  await ok(anybody(lab)('PATCH', `/lab/phones/${phone.phoneId}`, { network: 'off' }));
  return phone;
}

interface Making {
  routeKey: KnownRouteKey;
  sharesGroup: boolean;
  /** Somebody whom Alice may be in a call with. */
  witness: string;
}

async function makeThings(lab: Lab, { alice, bob }: Pick<Meeting, 'alice' | 'bob'>, making: Making) {
  const { routeKey, sharesGroup, witness } = making;
  const [asAlice, asBob] = [userClient(lab, alice), userClient(lab, bob)];
  const isAboutOwnGroup = routeKey.includes('/members/{userId}');
  const isAboutGroup = routeKey.includes('/groups/');
  // Whoever owns it has the other one added; the one that a member is added to is another one than the common group.
  const common = makeUser('family');
  const isCommonAlices = isAboutOwnGroup && routeKey.startsWith('DELETE');
  if (sharesGroup || (isAboutGroup && !isAboutOwnGroup) || isCommonAlices) {
    await makeGroup(isCommonAlices ? asAlice : asBob, common, sharesGroup ? (isCommonAlices ? bob : alice) : undefined);
  }
  const own = makeUser('club');
  if (isAboutOwnGroup && !isCommonAlices) await makeGroup(asAlice, own);
  const groupId = isAboutOwnGroup && !isCommonAlices ? own : common;
  const things: Record<string, string> = {
    userId: bob,
    conversationId: `user:${bob}`,
    groupId,
    wantedId: randomUUID(),
  };
  const isByBob = /(receipts|answer|decline|busy)$/.test(routeKey);
  const [sender, to] = isByBob ? [asBob, alice] : [asAlice, bob];
  if (/{messageId}|receipts$/.test(routeKey)) {
    things['messageId'] = (await ok(sender('POST', '/v1/messages', messageTo(to)))).messageId;
  }
  if (routeKey.includes('{callId}')) {
    const callee = routeKey.endsWith('participants') ? witness : to;
    const { callId } = await ok(sender('POST', '/v1/calls', callTo(callee)));
    if (/(leave|end)$/.test(routeKey)) await ok(asBob('POST', `/v1/calls/${callId}/answer`, {}));
    things['callId'] = callId;
  }
  return things;
}

async function makeGroup(owner: Request, groupId: string, member?: string): Promise<void> {
  await ok(owner('PUT', `/v1/groups/${groupId}`, { name: 'Group' }));
  if (member !== undefined) await ok(owner('PUT', `/v1/groups/${groupId}/members/${member}`, {}));
}

const messageTo = (userId: string) => ({ to: { userId }, ...text('hi') });
const callTo = (userId: string) => ({ to: { userId }, callerName: 'Somebody', timeoutSeconds: 600 });

function bodyOf(routeKey: KnownRouteKey, { alice, bob, alicesPhone, things }: Meeting): unknown {
  const { deviceId } = alicesPhone;
  const receipt = { messageId: things['messageId'], deviceId, event: 'shown', at: '2026-11-22T12:00:00Z' };
  const bodies: Partial<Record<KnownRouteKey, unknown>> = {
    'PUT /v1/conversations/{conversationId}/settings': { receive: 'silent' },
    'POST /v1/messages': messageTo(bob),
    'POST /v1/receipts': { receipts: [receipt] },
    'POST /v1/calls': callTo(bob),
    'PATCH /v1/calls/{callId}': { callerName: 'A' },
    'POST /v1/calls/{callId}/participants': { userIds: [bob] },
    'PUT /v1/groups/{groupId}': { name: 'New name' },
    'PUT /v1/groups/{groupId}/members/{userId}': {},
    'POST /v1/server/users/{userId}/pushes/{wantedId}/outcome': { token: 'fcm-token-of-nobody', outcome: 'accepted' },
    'POST /v1/server/pushes': {
      appId: alicesPhone.appId,
      to: { userId: bob },
      pushType: 'alert',
      payload: { aps: { alert: 'hi' } },
    },
    'POST /v1/server/messages': { from: alice, ...messageTo(bob) },
    'POST /v1/server/messages/batch': { messages: [{ from: alice, ...messageTo(bob) }] },
    'POST /v1/server/calls': { from: alice, ...callTo(bob) },
  };
  return bodies[routeKey] ?? (/^POST .*{(callId|messageId)}/.test(routeKey) ? {} : undefined);
}

function thing(things: Meeting['things'], name: string): string {
  const value = things[name];
  if (value === undefined) throw new Error(`the parameter ${name} has no value here`);
  return writePathId(value);
}

/** @throws Error for an answer that the preparation does not count on. */
async function ok(answering: Promise<Answer>): Promise<Answer['body']> {
  const { status, body } = await answering;
  if (status >= 300) throw new Error(`answered ${status}: ${JSON.stringify(body)}`);
  return body;
}
