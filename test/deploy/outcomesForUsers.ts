/** What a sender learns about a recipient, and how a team's own server changes that: docs/users.md. */
import assert from 'node:assert/strict';
import type { Person } from './people.ts';
import type { TestedStage } from './stage.ts';
import type { Target } from './target.ts';
import { waitFor } from './waitFor.ts';

async function targetsFor(stage: TestedStage, from: Person, messageId: string): Promise<unknown[]> {
  const { status, body } = await stage.ask(from.token, 'GET', `/v1/messages/${messageId}`);
  assert.equal(status, 200, JSON.stringify(body));
  return body['targets'] as unknown[];
}

/** The default: one outcome for each recipient, and nothing of their devices. */
export async function isCoarse(
  { outcomeForUsers }: Target,
  stage: TestedStage,
  { from, to, messageId }: { from: Person; to: Person; messageId: string },
): Promise<void> {
  const targets = await targetsFor(stage, from, messageId);
  assert.deepEqual(targets, [{ userId: to.userId, outcome: outcomeForUsers }]);
}

/** The API's functions hear of it within a minute. */
export async function showAllToUsers(stage: TestedStage, appId: string): Promise<void> {
  const path = `/v1/server/apps/${appId}`;
  const settings = { outcomesForUsers: 'full' };
  const put = await stage.callServer('PUT', path, settings);
  assert.equal(put.status, 200, JSON.stringify(put));
  const { body } = await stage.callServer('GET', path);
  assert.match(JSON.stringify(body), /"outcomesForUsers":"full"/);
}

export async function isFull(
  { pushOutcome }: Target,
  stage: TestedStage,
  { from, to, messageId }: { from: Person; to: Person; messageId: string },
): Promise<void> {
  const target = await waitFor(
    'the settings of the app to hold',
    async () => {
      const [first] = (await targetsFor(stage, from, messageId)) as { deviceId?: string; outcome: string }[];
      return first?.deviceId === undefined ? undefined : first;
    },
    settingsTakeMs,
  );
  assert.deepEqual([target.deviceId, target.outcome], [to.deviceId, pushOutcome]);
}

const settingsTakeMs = 75_000;
