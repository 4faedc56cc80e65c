/** Three honest users with phones, and a hostile one who shares a group with them. Two of the three have blocked her. */
import { randomUUID } from 'node:crypto';
import type { Lab } from '../../lab/lab.ts';
import { type Answer, type LabPhone, makePhone, type Request, userClient } from '../support/lab/labClient.ts';

export const honestNames = ['alice', 'bob', 'carol'] as const;
export type HonestName = (typeof honestNames)[number];

export interface Village {
  lab: Lab;
  /** Ends all IDs of this village, so that several fit into one lab. */
  suffix: string;
  phones: Record<HonestName, LabPhone[]>;
  /** Requests as that user's app sends them. */
  as(name: HonestName | 'mallory'): Request;
  userId(name: string): string;
  groupId: string;
  /** What the honest users have made, by a name of its own; the hostile user hears of every ID. */
  ids: { messages: Map<string, string>; calls: Map<string, string> };
}

async function done(request: Promise<Answer>): Promise<Answer> {
  const answer = await request;
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer;
}

/** @param isAttacked whether the hostile user exists: the same village without her is the measure. */
export async function makeVillage(lab: Lab, { isAttacked }: { isAttacked: boolean }): Promise<Village> {
  const suffix = randomUUID().slice(0, 8);
  const userId = (name: string) => `${name}-${suffix}`;
  const groupId = `team-${suffix}`;
  const clients = new Map<string, Request>();
  const as = (name: string): Request => {
    const known = clients.get(name) ?? userClient(lab, userId(name));
    clients.set(name, known);
    return known;
  };
  const phone = (name: HonestName, build: string) => makePhone(lab, { userId: userId(name), build, locale: 'en-GB' });
  const phones = {
    alice: [await phone('alice', 'release')],
    bob: [await phone('bob', 'release'), await phone('bob', 'debug')],
    carol: [await phone('carol', 'release')],
  };
  for (const name of honestNames) {
    await done(as(name)('PUT', '/v1/profile', { nickname: name }));
    for (const { phoneId } of phones[name]) await setState(lab, phoneId, 'killed');
  }
  await done(as('alice')('PUT', `/v1/groups/${groupId}`, { name: 'Team' }));
  const members = ['bob', 'carol', ...(isAttacked ? ['mallory'] : [])];
  for (const name of members) {
    await done(as('alice')('PUT', `/v1/groups/${groupId}/members/${userId(name)}`, { card: `${name} of the team` }));
  }
  for (const name of ['alice', 'bob'] as const) await done(as(name)('PUT', `/v1/blocks/${userId('mallory')}`));
  return { lab, suffix, phones, as, userId, groupId, ids: { messages: new Map(), calls: new Map() } };
}

export async function setState(lab: Lab, phoneId: string, state: string): Promise<void> {
  const response = await fetch(`${lab.url}/lab/phones/${phoneId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ state }),
  });
  if (!response.ok) throw new Error(`the phone answered ${response.status}`);
}

export async function press(lab: Lab, phoneId: string, action: string): Promise<void> {
  const response = await fetch(`${lab.url}/lab/phones/${phoneId}/actions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action }),
  });
  if (!response.ok) throw new Error(`the phone answered ${response.status}`);
}
