/** Callers that the JWT authorizer, the IAM routes and the roles of the functions let in, and those they keep out. */
import assert from 'node:assert/strict';
import { createServerCaller } from '../../cli/stage/serverCaller.ts';
import { functionLogs } from './functionLogs.ts';
import type { TestedStage } from './stage.ts';

const forged = `${encode({ alg: 'RS256', kid: 'mine' })}.${encode({ sub: 'alice', exp: 4_000_000_000 })}.AAAA`;

export async function strangersAreRefused(stage: TestedStage): Promise<void> {
  const serverPath = '/v1/server/users/nobody';
  const wrongKey = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wrong' };
  const signedWrongly = createServerCaller(stage.apiUrl, stage.region, wrongKey);
  const refused = {
    'no JWT': (await stage.ask(undefined, 'GET', '/v1/devices')).status,
    'a forged JWT': (await stage.ask(forged, 'GET', '/v1/devices')).status,
    'no signature': (await stage.ask(undefined, 'GET', serverPath)).status,
    'an unknown key': (await signedWrongly('GET', serverPath)).status,
  };
  assert.deepEqual(refused, { 'no JWT': 401, 'a forged JWT': 401, 'no signature': 403, 'an unknown key': 403 });
  const { status } = await stage.callServer('GET', serverPath);
  assert.equal(status, 200, 'the team itself is refused');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

/** By what the functions have logged. */
export async function noRoleRefused(stage: TestedStage): Promise<void> {
  const lines = await functionLogs(stage);
  assert.ok(
    lines.some((line) => line.includes('"route":"POST /v1/messages"')),
    'the logs are not those of the functions',
  );
  const refusals = lines.filter((line) => /AccessDenied|not authorized to perform/.test(line));
  assert.deepEqual(refusals.slice(0, 3), []);
}
