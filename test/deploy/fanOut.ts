/** A message to so many that its chunks go through the deployed queue and worker. */
import assert from 'node:assert/strict';
import { waitForSummary } from './messages.ts';
import { makePerson, type Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import type { Target } from './target.ts';

const phones = 12;
const members = 300;

export async function fanOut(target: Target, stage: TestedStage, from: Person, appId: string): Promise<void> {
  const people = await Promise.all(Array.from({ length: phones }, () => makePerson(target, stage, appId)));
  const userIds = [
    ...people.map(({ userId }) => userId),
    ...Array.from({ length: members - phones }, (_, n) => `member-${n}`),
  ];
  const message = { to: { userIds }, elements: [{ type: 'text', text: 'to all' }] };
  const { status, body } = await stage.ask(from.token, 'POST', '/v1/messages', message);
  assert.equal(status, 202, JSON.stringify(body));
  const summary = { [target.outcomeForUsers]: phones, skipped: members - phones, retrying: 0 };
  await waitForSummary(stage, from, String(body['messageId']), summary);
  if (target.kind === 'emulator') {
    const counts = people.map(({ phone }) => phone.received.length);
    assert.deepEqual(counts, Array(phones).fill(1), 'each phone gets it once');
  }
}
