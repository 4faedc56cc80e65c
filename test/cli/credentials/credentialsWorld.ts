/** `ringpost credentials …` as it is typed, against Secrets Manager of the lab. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAppSecret } from '../../../cli/credentials/appSecret.ts';
import { runCredentials } from '../../../cli/credentials/credentials.ts';
import { findLab } from '../../../cli/stage/findLab.ts';
import type { CertificateKind, IssuedCertificate } from '../../../lab/apple/apple.ts';
import { openAuthority } from '../../../lab/apple/authority.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import type { Credential } from '../../../shared/apns/rules/credential.ts';
import { captureTerminal } from '../../support/captureTerminal.ts';
import { type SecretsLab, startSecretsLab } from '../../support/lab/secretsLab.ts';
import { fixtures } from './fileTable.ts';

export const appId = 'com.example.chat';
export const nowMs = Date.parse('2026-12-01T12:00:00Z');
/** The password of each .p12. */
export const password = 'secret';
export const p8 = join(fixtures, 'AuthKey_ABC1234567.p8');
export const token = [p8, '--team-id', 'DEF1234567'];

export interface Ran {
  status: number;
  printed: string;
  said: string;
  asked: readonly string[];
}

export interface CredentialsWorld {
  lab: SecretsLab;
  /** For files; it is removed in the end. */
  folder: string;
  /** @param answers of whoever sits before the terminal; nobody does when absent. */
  run(args: readonly string[], answers?: (string | undefined)[]): Promise<Ran>;
  /** `credentials add … --yes --no-probe` for the app: there is no Apple to ask. */
  add(...args: string[]): Promise<Ran>;
  stored(): Promise<readonly Credential[]>;
  storedIds(): Promise<string[]>;
  /** @returns its path. */
  file(name: string, content: string | Uint8Array): string;
  stop(): Promise<void>;
}

/** The app has a secret without credentials. */
export async function credentialsWorld(): Promise<CredentialsWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'ringpost-credentials-'));
  const lab = await startSecretsLab();
  lab.store(appId, []);
  async function run(args: readonly string[], answers?: (string | undefined)[]): Promise<Ran> {
    const terminal = captureTerminal(answers);
    const status = await runCredentials([...args, '--lab', lab.url], terminal, () => nowMs);
    return { status, printed: terminal.printed(), said: terminal.said(), asked: terminal.asked };
  }
  const stored = async () => (await readAppSecret(await findLab(lab.url), appId)).credentials;
  return {
    lab,
    folder,
    run,
    add: (...args) => run(['add', ...args, '--app', appId, '--yes', '--no-probe']),
    stored,
    storedIds: async () => (await stored()).map(({ credentialId }) => credentialId),
    file(name, content) {
      const path = join(folder, name);
      writeFileSync(path, content);
      return path;
    },
    async stop() {
      await lab.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const authority = openAuthority(openDataDirectory(undefined), () => nowMs);

/** By the Apple of a lab. */
export function issue(kind: CertificateKind, notAfter = new Date('2027-11-01T00:00:00Z')): IssuedCertificate {
  return authority.issue({ kind, bundleId: appId, password, notAfter }, 'DEF1234567');
}
