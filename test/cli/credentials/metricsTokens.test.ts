import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readAppSecret } from '../../../cli/credentials/appSecret.ts';
import { findLab } from '../../../cli/stage/findLab.ts';
import { appId, type CredentialsWorld, credentialsWorld, token } from './credentialsWorld.ts';

let world: CredentialsWorld;
let file: string;
beforeEach(async () => {
  world = await credentialsWorld();
  file = world.file('token.txt', 'data-export-token\n');
});
afterEach(() => world.stop());

const stored = async () => (await readAppSecret(await findLab(world.lab.url), appId)).metricsToken;
const add = (...args: string[]) => world.run(['add', '--metrics-token', file, '--app', appId, ...args]);

describe('credentials add --metrics-token', () => {
  it('stores it for the team of the stored key, and shows its end', async () => {
    // Prepare
    await world.add(...token);

    // Act
    const added = await add('--expires', '2027-05-31', '--yes');

    // Assess
    expect(added).toMatchObject({ status: 0 });
    expect(added.said).toContain('data export token of team DEF1234567');
    expect(added.said).toContain('to 2027-05-31 (180 days left)');
    expect(added.printed).toContain(`metrics-token: added for ${appId}`);
    expect(added.said + added.printed).not.toContain('data-export-token');
    expect(await stored()).toEqual({
      token: 'data-export-token',
      teamId: 'DEF1234567',
      addedAt: '2026-12-01T12:00:00.000Z',
      expiresOn: '2027-05-31',
    });
  });

  it('takes six months as the latest end if nobody says when it expires', async () => {
    const added = await add('--team-id', 'DEF1234567', '--yes', '--json');

    expect(JSON.parse(added.printed)).toEqual({
      action: 'added',
      stage: 'lab',
      appId,
      metricsToken: {
        teamId: 'DEF1234567',
        addedAt: '2026-12-01T12:00:00.000Z',
        expiresAt: '2027-06-01T12:00:00.000Z',
        expiry: 'latest',
        daysToExpiry: 182,
      },
    });
  });

  it('replaces the one before, and keeps it while credentials change', async () => {
    // Prepare
    await add('--team-id', 'DEF1234567', '--yes');
    await world.add(...token);
    file = world.file('next.txt', 'the-next-token');

    // Act
    const replaced = await add('--yes');

    // Assess
    expect(replaced.printed).toContain('metrics-token: replaced');
    expect(await stored()).toMatchObject({ token: 'the-next-token' });
    expect(await world.storedIds()).toEqual(['token']);
  });

  it.each([
    ['a team ID that nobody knows', [], 1, 'team_id_missing'],
    ['a team ID that is not one', ['--team-id', 'my team'], 1, 'team_id_invalid'],
    ['a day that does not exist', ['--team-id', 'DEF1234567', '--expires', '2027-02-30'], 2, 'must be a day'],
    ['a day in the past', ['--team-id', 'DEF1234567', '--expires', '2026-12-01'], 2, 'must be after today'],
    [
      'a day more than six months away',
      ['--team-id', 'DEF1234567', '--expires', '2027-06-02'],
      2,
      'six months at most',
    ],
    ['a key besides', [...token], 2, '--metrics-token takes one file'],
  ])('stores nothing with %s', async (_what, args, status, code) => {
    const refused = await add(...args, '--yes', '--json');

    expect(refused.status).toBe(status);
    expect(refused.printed + refused.said).toContain(code);
    expect(await stored()).toBeUndefined();
  });

  it.each([
    ['a key', '-----BEGIN PRIVATE KEY-----\nMIGT\n-----END PRIVATE KEY-----\n'],
    ['a sentence', 'the token is data-export-token'],
    ['nothing', ' \n'],
  ])('stores nothing from a file with %s, and does not repeat it', async (_what, content) => {
    // Prepare
    file = world.file('wrong.txt', content);

    // Act
    const refused = await add('--team-id', 'DEF1234567', '--yes', '--json');

    // Assess
    expect(refused.status).toBe(1);
    expect(refused.printed).toContain('not_a_metrics_token');
    expect(refused.printed).not.toContain(content.trim() || 'data-export-token');
    expect(await stored()).toBeUndefined();
  });

  it('leaves its name to it', async () => {
    const refused = await world.add(...token, '--credential-id', 'metrics-token');

    expect(refused.status).toBe(2);
    expect(await world.storedIds()).toEqual([]);
  });
});

it('a metrics token is listed, checked and removed like a credential', async () => {
  // Prepare
  await add('--team-id', 'DEF1234567', '--expires', '2026-12-20', '--yes');
  await world.add(...token);

  // Act
  const listed = await world.run(['list', '--app', appId]);
  const checked = await world.run(['check', '--app', appId]);
  const removed = await world.run(['remove', 'metrics-token', '--app', appId, '--yes']);
  const again = await world.run(['remove', 'metrics-token', '--app', appId, '--yes', '--json']);

  // Assess
  expect(listed.printed).toContain(`metrics-token: data export token of team DEF1234567, for Apple's delivery metrics
  added         2026-12-01
  valid         to 2026-12-20 (18 days left)
`);
  expect(checked.status).toBe(1);
  expect(checked.printed).toContain('token: ok\nmetrics-token: metrics_token_expires_soon\n');
  expect(removed).toMatchObject({ status: 0, printed: expect.stringContaining('metrics-token: removed') });
  expect(again.printed).toContain('unknown_credential');
  expect(await stored()).toBeUndefined();
  expect(await world.storedIds()).toEqual(['token']);
});
