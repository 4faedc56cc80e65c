/** Messages and calls through the deployed API, to the phones that the target has. */
import assert from 'node:assert/strict';
import type { DeliveredPush } from '../../lab/apple/apple.ts';
import { ringpost, ringpostWith } from './commands.ts';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import type { Target } from './target.ts';
import { waitFor } from './waitFor.ts';

interface Sent {
  messageId: string;
  targets: { outcome: string; reason?: string }[];
}

type Summary = Record<'accepted' | 'skipped' | 'rejected' | 'failed' | 'retrying', number>;

export function outcomes(targets: readonly { outcome: string }[]): string[] {
  return targets.map(({ outcome }) => outcome);
}

/** @returns the message's ID. */
export async function sendByCommandLine(target: Target, stage: TestedStage, from: Person, to: Person): Promise<string> {
  const people = ['--from', from.userId, '--to', to.userId];
  // It ends with 1 when nobody was reached.
  const accepted = target.pushOutcome === 'accepted' ? [0] : [1];
  const sent = await ringpostWith<Sent>(accepted, 'send', ...people, '--text', 'hello', '--stage', target.stage);
  assert.deepEqual(outcomes(sent.targets), [target.pushOutcome], JSON.stringify(sent.targets));
  if (target.kind === 'emulator') {
    const push = to.phone.received.at(-1);
    assert.equal(push?.kind, 'alert');
    assert.match(JSON.stringify(push?.payload), /hello/);
  }
  const { status, body } = await stage.ask(from.token, 'GET', `/v1/messages/${sent.messageId}`);
  assert.equal(status, 200, JSON.stringify(body));
  return sent.messageId;
}

/**
 * The door for servers that does without API Gateway. The emulator leads to the function there, but does not name who has
 * signed, and the function refuses everybody whom AWS IAM does not name.
 */
export async function sendAtFunctionUrl(target: Target, from: Person, to: Person): Promise<void> {
  const people = ['--from', from.userId, '--to', to.userId];
  const command = ['send', ...people, '--text', 'at the URL', '--function-urls', '--stage', target.stage];
  const answer = await ringpostWith<Partial<Sent> & { errors?: { code: string }[] }>([1], ...command);
  if (target.kind === 'aws') assert.deepEqual(outcomes(answer.targets ?? []), [target.pushOutcome]);
  else
    assert.deepEqual(
      answer.errors?.map(({ code }) => code),
      ['forbidden'],
      JSON.stringify(answer),
    );
}

/** A group that a user makes, and a message of one member to the other. */
export async function sendToGroup(target: Target, stage: TestedStage, from: Person, to: Person): Promise<void> {
  const groupId = `deploy-test-${from.deviceId}`;
  const path = `/v1/groups/${groupId}`;
  for (const [each, request] of [
    [path, { name: 'Deploy test' }],
    [`${path}/members/${to.userId}`, {}],
  ] as const) {
    const { status, body } = await stage.ask(from.token, 'PUT', each, request);
    assert.equal(status, 200, JSON.stringify(body));
  }
  const message = { to: { groupId }, elements: [{ type: 'text', text: 'to the group' }] };
  const { status, body } = await stage.ask(from.token, 'POST', '/v1/messages', message);
  assert.equal(status, 200, JSON.stringify(body));
  const toMember = (body['targets'] as { userId: string; outcome: string }[]).filter(
    ({ userId }) => userId === to.userId,
  );
  assert.deepEqual(outcomes(toMember), [target.outcomeForUsers], JSON.stringify(body));
}

/** APNs is busy at first, so the push goes through the queue and the deployed worker. */
export async function sendLater(target: Target, stage: TestedStage, from: Person, to: Person): Promise<void> {
  const before = to.phone.received.length;
  target.failNextPushes(to.phone, 'InternalServerError', 1);
  const message = { to: { userId: to.userId }, elements: [{ type: 'text', text: 'later' }] };
  const { status, body } = await stage.ask(from.token, 'POST', '/v1/messages', message);
  assert.equal(status, 202, JSON.stringify(body));
  await waitForSummary(stage, from, String(body['messageId']), { accepted: 1, retrying: 0 });
  assert.equal(to.phone.received.length, before + 1);
}

/** Waits until all of a large message is done. */
export async function waitForSummary(
  stage: TestedStage,
  from: Person,
  messageId: string,
  wanted: Partial<Summary>,
): Promise<void> {
  await waitFor(`the end of message ${messageId}`, async () => {
    const { body } = await stage.ask(from.token, 'GET', `/v1/messages/${messageId}`);
    const summary = body['summary'] as Summary | undefined;
    if (summary === undefined || summary.retrying > 0) return undefined;
    for (const [outcome, count] of Object.entries(wanted)) {
      assert.equal(summary[outcome as keyof Summary], count, JSON.stringify(body));
    }
    return summary;
  });
}

/** Rings, and goes through the whole life of an answered call. @returns its ID. */
export async function callAndAnswer(target: Target, stage: TestedStage, from: Person, to: Person): Promise<string> {
  const people = ['--from', from.userId, '--to', to.userId];
  const parameters = ['call', ...people, '--name', 'Alice', '--stage', target.stage];
  const call = await ringpost<Sent & { callId: string; state: string }>(...parameters);
  assert.equal(call.state, 'ringing', JSON.stringify(call));
  assert.deepEqual(outcomes(call.targets), ['accepted'], JSON.stringify(call.targets));
  const push = to.phone.received.findLast(({ kind }) => kind === 'voip');
  assert.equal(push?.payload['callId'], call.callId);
  assert.equal(push?.headers['apns-topic'], 'com.example.chat.voip');

  const ticket = await stage.ask(undefined, 'GET', `/v1/rings/${String(push?.payload['ticket'])}`);
  assert.deepEqual([ticket.status, ticket.body['state']], [200, 'ringing'], JSON.stringify(ticket.body));
  const receipt = { callId: call.callId, deviceId: to.deviceId, event: 'callReported', at: new Date().toISOString() };
  assert.equal((await stage.ask(to.token, 'POST', '/v1/receipts', { receipts: [receipt] })).status, 202);
  for (const [action, state] of [
    ['answer', 'answered'],
    ['end', 'ended'],
  ]) {
    const path = `/v1/calls/${call.callId}/${action}`;
    const { status, body } = await stage.ask(to.token, 'POST', path, { deviceId: to.deviceId });
    assert.deepEqual([status, body['state']], [200, state], JSON.stringify(body));
  }
  return call.callId;
}

/**
 * A call that nobody answers: its timer travels through the table's stream and the queue of the call timers, and so does
 * the one of the alert that tells the callee what they have missed.
 */
export async function callWithoutAnswer(stage: TestedStage, from: Person, to: Person): Promise<string> {
  const call = { to: { userId: to.userId }, callerName: 'Alice', timeoutSeconds: 2 };
  const { status, body } = await stage.ask(from.token, 'POST', '/v1/calls', call);
  assert.equal(status, 201, JSON.stringify(body));
  const callId = String(body['callId']);
  await waitFor('the end of the ringing', async () => {
    const answer = await stage.ask(from.token, 'GET', `/v1/calls/${callId}`);
    return answer.body['state'] === 'timedOut' ? true : undefined;
  });
  await waitFor('the alert about the missed call', async () => {
    const alerts = to.phone.received.filter(
      ({ kind, payload }) => kind === 'alert' && missedCallIn(payload) === callId,
    );
    return alerts.length === 1 ? true : undefined;
  });
  return callId;
}

function missedCallIn(payload: DeliveredPush['payload']): unknown {
  const { callId, missedCall } = (payload['ringpost'] ?? {}) as { callId?: string; missedCall?: boolean };
  return missedCall === true ? callId : undefined;
}

/** The lines of a call log are written by what follows the table's stream. */
export async function callLogHas(stage: TestedStage, person: Person, callIds: readonly string[]): Promise<void> {
  await waitFor('the lines of the call log', async () => {
    const { body } = await stage.ask(person.token, 'GET', '/v1/calls');
    const log = JSON.stringify(body);
    return callIds.every((callId) => log.includes(callId)) ? true : undefined;
  });
}
