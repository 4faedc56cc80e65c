/** A push to Apple with a key from a file: no stage, no AWS account. */
import { type ApnsHosts, apnsHosts } from '../../shared/apns/client/hosts.ts';
import { Pusher } from '../../shared/apns/client/pusher.ts';
import type { Credential } from '../../shared/apns/rules/credential.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Log } from '../../shared/platform/ports.ts';
import { pushToToken, type RawOutcome } from '../../shared/push/flows/pushRaw.ts';
import type { RawPush, TokenTarget } from '../../shared/push/rules/rawPush.ts';
import { assemble } from '../credentials/assemble.ts';
import { openFiles } from '../credentials/openFiles.ts';
import { CommandFailure } from '../frame/failure.ts';
import type { Terminal } from '../frame/terminal.ts';
import type { StageChoice } from '../stage/stageChoice.ts';
import type { PushOptions } from './pushOptions.ts';

interface Straight {
  options: PushOptions & { key: string };
  stage: StageChoice;
  terminal: Terminal;
  /** Apple's own, if absent. */
  apns: ApnsHosts | undefined;
}

/** The outcome is shown; nothing is logged beside it. */
const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {}, about: () => {}, list: () => {} };

/** @throws CommandFailure that says what is wrong with the file. */
export async function pushStraight(
  push: RawPush,
  to: TokenTarget,
  { options, stage, terminal, apns = apnsHosts() }: Straight,
): Promise<RawOutcome> {
  const { key, ...others } = options;
  const { 'key-id': keyId, 'team-id': teamId } = others;
  const files = await openFiles([key], others, terminal);
  const issuer = stage.kind === 'lab' ? 'lab' : 'apple';
  const assembled = assemble(files, { nowMs: system.clock.nowMs(), issuer, appId: push.appId, keyId, teamId });
  if ('faults' in assembled) throw new CommandFailure(assembled.faults);
  const credentials: readonly Credential[] = [{ ...assembled.credential, credentialId: key }];
  const pusher = new Pusher({
    ...apns,
    clock: system.clock,
    log: silentLog,
    credentials: {
      credentialsOf: () => credentials,
      credentialsAfterRejection: async () => credentials,
      onReplaced: () => {},
    },
  });
  try {
    return await pushToToken({ ...system, log: silentLog, apns: pusher }, push, to);
  } finally {
    pusher.close();
  }
}
