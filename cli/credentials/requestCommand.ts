/** `ringpost credentials request`: makes a key and a certificate signing request, without a Mac. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandDefinition } from '../frame/command.ts';
import { CommandFailure } from '../frame/failure.ts';
import { requireApp } from './fileOptions.ts';
import { makeSigningRequest, requestKeyEnding } from './signingRequest.ts';

const options = { app: { type: 'string' }, email: { type: 'string' }, folder: { type: 'string' } } as const;

export const requestCommand: CommandDefinition<typeof options> = {
  name: 'ringpost credentials request',
  help: `Usage: ringpost credentials request --app <bundleId> [options]

Makes a private key and a request for a certificate, as Keychain Access does on a Mac: upload the request to the Apple
developer account, and give the .cer that comes back to \`ringpost credentials add\`, which finds the key by itself.

Options:
  --app <id>     bundle ID of the app; the files are named after it
  --folder <dir> folder for the two files (default: the current folder)
  --email <address>
                 goes into the request; Apple does not need it
`,
  example: 'npx ringpost credentials request --app com.example.chat',
  options,
  async run({ options: { app, email, folder = '.' } }) {
    const appId = requireApp(app);
    const { privateKeyPem, requestPem } = makeSigningRequest({ commonName: appId, ...(email && { email }) });
    const keyFile = join(folder, `${appId}${requestKeyEnding}`);
    const requestFile = join(folder, `${appId}.certSigningRequest`);
    await writeNew(requestFile, requestPem, 0o644);
    await writeNew(keyFile, privateKeyPem, 0o600);
    return {
      ok: true,
      document: { appId, keyFile, requestFile },
      text: `${keyFile}
  the private key: only your account on this machine may read it. Do not mail it, do not commit it.
${requestFile}
  the request. Next:
  1. developer.apple.com/account > Certificates > + > VoIP Services Certificate (or Apple Push Notification service SSL)
  2. choose the App ID of ${appId}, upload the request, download the .cer into the folder of the key
  3. npx ringpost credentials add <the .cer> --app ${appId} --stage <stage>
`,
    };
  },
};

/** An existing key may be waiting for its certificate, so it is never overwritten. */
async function writeNew(path: string, content: string, mode: number): Promise<void> {
  try {
    await writeFile(path, content, { mode, flag: 'wx' });
  } catch (cause) {
    const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST') {
      const message = `\`${path}\` already exists, and is not overwritten`;
      const fix = 'Move it away once its certificate is stored, or choose another folder with --folder.';
      throw new CommandFailure({ code: 'file_exists', message, fix }, { cause });
    }
    const message = `\`${path}\` cannot be written (${code})`;
    throw new CommandFailure(
      { code: 'file_unwritable', message, fix: 'Choose another folder with --folder.' },
      { cause },
    );
  }
}
