/** Reads the files of a command line, asks for missing passwords, and finds the key of a lone .cer. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import { fileText } from '../frame/fileText.ts';
import type { Terminal } from '../frame/terminal.ts';
import type { NamedPieces } from './assemble.ts';
import { fileUnreadable, passwordMissing, passwordWrong } from './fileFaults.ts';
import type { FileOptionValues } from './fileOptions.ts';
import { readCredentialFile } from './readCredentialFile.ts';
import { requestKeyEnding } from './signingRequest.ts';

const passwordCodes = new Set([passwordMissing(''), passwordWrong('')].map(({ code }) => code));

/** @throws CommandFailure that says what is wrong with a file, WrongUsage */
export async function openFiles(
  paths: readonly string[],
  options: FileOptionValues,
  terminal: Terminal,
): Promise<NamedPieces[]> {
  const { key } = options;
  const all = key === undefined ? paths : [...paths, key];
  let password = await readPassword(options);
  const canAsk = terminal.isInteractive && password === undefined;
  const opened: NamedPieces[] = [];
  for (const path of all) {
    const file = { name: basename(path), bytes: await readBytes(path) };
    let read = readCredentialFile(file, password);
    // Also if the password is that of the previous file.
    if (canAsk && 'fault' in read && passwordCodes.has(read.fault.code)) {
      password = await terminal.ask(`password of ${file.name}: `, { hidden: true });
      read = readCredentialFile(file, password);
    }
    if ('fault' in read) throw new CommandFailure(read.fault);
    opened.push({ name: file.name, ...read });
  }
  const keyOfRequest = await findKeyOfRequest(opened, [...new Set([...all.map(dirname), '.'])]);
  if (!keyOfRequest) return opened;
  terminal.say(`the key of its request is ${keyOfRequest.name}`);
  return [...opened, keyOfRequest];
}

async function readPassword(options: FileOptionValues): Promise<string | undefined> {
  const { password, 'password-file': file } = options;
  if (password !== undefined && file !== undefined) {
    throw new WrongUsage('give --password or --password-file, not both');
  }
  if (file === undefined) return password;
  return fileText(await readBytes(file)).replace(/\r?\n$/, '');
}

/** @throws CommandFailure if it cannot be read. */
export async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CommandFailure(fileUnreadable(path, (error as NodeJS.ErrnoException).code ?? 'unknown reason'));
  }
}

/** Files from `credentials request`, beside the certificate or in the current folder. */
async function findKeyOfRequest(
  files: readonly NamedPieces[],
  folders: readonly string[],
): Promise<NamedPieces | undefined> {
  if (files.some(({ keys }) => keys.length > 0)) return undefined;
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((candidate) => candidate.endsWith(requestKeyEnding))) {
      const bytes = await readFile(join(folder, name)).catch(() => undefined);
      const read = bytes && readCredentialFile({ name, bytes }, undefined);
      const key = read && 'keys' in read ? read.keys[0] : undefined;
      const fits = key && files.some(({ certificates }) => certificates.some((one) => one.checkPrivateKey(key)));
      if (fits) return { name, certificates: [], keys: [key] };
    }
  }
  return undefined;
}
