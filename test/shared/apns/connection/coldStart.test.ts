/** Functions that start cold at the same moment use one provider token. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import type { TokenCredential } from '../../../../shared/apns/rules/credential.ts';

const processes = 200;
/** As many as two cores can start at a time; all of them sign for the same moment. */
const atOnce = 8;

/** The signer as a bundle, as on Lambda: from sources, most of the time would go into reading them. */
function bundleSigner(directory: string): string {
  const outfile = join(directory, 'signer.mjs');
  buildSync({
    stdin: {
      contents: `
        import { ProviderTokens } from '../../../../shared/apns/connection/providerToken.ts';
        const { credential, nowMs } = JSON.parse(process.env.COLD_START);
        process.stdout.write(new ProviderTokens(credential).latestAt(nowMs).header);
      `,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  });
  return outfile;
}

function startCold(signer: string, credential: TokenCredential, nowMs: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [signer], {
      env: { ...process.env, COLD_START: JSON.stringify({ credential, nowMs }) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let token = '';
    child.stdout.on('data', (chunk: Buffer) => {
      token += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(token) : reject(new Error(`ended with ${code}`))));
  });
}

test('200 processes that start at once sign one provider token', { timeout: 180_000 }, async () => {
  // Prepare
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const credential: TokenCredential = {
    kind: 'token',
    credentialId: 'key',
    keyId: 'ABCDEFGHIJ',
    teamId: 'KLMNOPQRST',
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    environments: ['production'],
    topics: 'any',
  };
  const nowMs = Date.now();
  const directory = mkdtempSync(join(tmpdir(), 'ringpost-cold-start-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const signer = bundleSigner(directory);
  let started = 0;
  const tokens = new Set<string>();
  // Act
  const lane = async () => {
    while (started < processes) {
      started += 1;
      tokens.add(await startCold(signer, credential, nowMs));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  // Assess
  expect(started).toBe(processes);
  expect(tokens.size).toBe(1);
  expect([...tokens][0]).toMatch(/^bearer [\w-]+\.[\w-]+\.[\w-]{86}$/);
});
