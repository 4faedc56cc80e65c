/** Credentials of an app in the deployed stage, which Apple is asked about before they are stored. */
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ringpost, ringpostWith } from './commands.ts';
import type { TestedStage } from './stage.ts';

interface UnknownKey {
  appId: string;
  teamId: string;
  /** The run's own. */
  folder: string;
}

export async function unknownKeyIsRefused({ name }: TestedStage, { appId, teamId, folder }: UnknownKey): Promise<void> {
  const file = join(folder, 'AuthKey_ABCDE12345.p8');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const to = ['--app', appId, '--stage', name];
  const parameters = ['credentials', 'add', file, '--team-id', teamId, ...to, '--yes'];
  const { errors } = await ringpostWith<{ errors: { code: string }[] }>([1], ...parameters);
  assert.ok(errors.length > 0);
  for (const { code } of errors) assert.equal(code, 'probe_refused');
  const listed = await ringpost<object>('credentials', 'list', ...to);
  assert.doesNotMatch(JSON.stringify(listed), /ABCDE12345/);
}
