/** `npx ringpost push`: one push that a person has made, through a stage or straight to Apple. */
import { readFileSync } from 'node:fs';
import { type PushType, pushTypes } from '../../shared/apns/rules/pushTypes.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { RawOutcome } from '../../shared/push/flows/pushRaw.ts';
import { faultsOfRawPush, type RawHeaders, type RawPush, type RawTarget } from '../../shared/push/rules/rawPush.ts';
import { requireApp } from '../credentials/fileOptions.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { CommandFailure, WrongUsage } from '../frame/failure.ts';
import { fileText } from '../frame/fileText.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import { type NameOfDevice, phoneNames } from './phoneNames.ts';
import { type PushOptions, pushOptions } from './pushOptions.ts';
import { pushStraight } from './pushStraight.ts';
import { targetLines } from './targetLines.ts';

const pushCommand: CommandDefinition<typeof pushOptions> = {
  name: 'ringpost push',
  help: `Usage: ringpost push --app <bundleId> (--to <user> | --token <token>) (--text <text> | --payload <file>) [options]

Sends one push as it is, without Ringpost's rules, and prints Apple's answer. With --key it goes straight to Apple with that key
or certificate: no stage is needed. Exit status 1 if nothing was accepted.

Options:
  --app <id>     bundle ID of the app
  --to <user>    all devices of the user that have the app
  --device <id>  only this device of the user
  --token <hex>  a device token instead
  --environment production|development
                 of the token; without it, both hosts are tried
  --text <text>, --title <text>
                 an alert with that text
  --payload <file>
                 the whole payload as JSON instead
  --type <type>  Apple's push type (default: alert): ${pushTypes.slice(0, 5).join(', ')},
                 ${pushTypes.slice(5).join(', ')}
  --priority 10|5|1
                 10 at once, 5 when it suits the battery, 1 without waking the phone
  --expiration <seconds>
                 how long Apple stores it for a phone that it cannot reach; 0: one attempt
  --collapse-id <id>
                 replaces an earlier push with the same ID
  --key <file>   straight to Apple: a .p8 key, or a .p12 or .pem with certificate and key
  --key-id <id>  of a .p8, if its name is no longer AuthKey_<key ID>.p8
  --team-id <id> of a .p8
  --password-file <file>, --password <password>
                 opens a protected file; without it, the terminal asks
`,
  example:
    'npx ringpost push --key AuthKey_ABC123DEFG.p8 --team-id DEF123GHIJ --app com.example.chat --token 00fc13…ac --text "Hi"',
  options: pushOptions,
  async run({ options: given, stage: choice, openStage, terminal }) {
    const to = targetOf(given);
    const push = pushOf(given, Date.now());
    const faults = faultsOfRawPush(push, to);
    if (faults[0]) throw new WrongUsage(`${faults[0].path.join('.')} ${faults[0].message}`);
    if (given.key === undefined) {
      const stage = await openStage();
      const answer = await stage.callServer('POST', '/v1/server/pushes', { ...push, to });
      return result(bodyOf<{ targets: RawOutcome[] }>(answer).targets, await phoneNames(stage));
    }
    if (!('token' in to)) throw new WrongUsage('--key needs --token: without a stage, no user is known');
    const apns = choice.kind === 'lab' ? (await openStage()).apns : undefined;
    const straight = { options: { ...given, key: given.key }, stage: choice, terminal, apns };
    return result([await pushStraight(push, to, straight)], (deviceId) => deviceId);
  },
};

function result(targets: readonly RawOutcome[], nameOf: NameOfDevice) {
  const shown = targets.map((target) => ({ ...target, userId: target.userId ?? 'the token' }));
  return {
    ok: targets.some(({ outcome }) => outcome === 'accepted'),
    document: { targets },
    text: targetLines(shown, nameOf),
  };
}

function targetOf({ to, device, token, environment }: PushOptions): RawTarget {
  if ((to === undefined) === (token === undefined)) throw new WrongUsage('give --to <user> or --token <token>');
  if (token === undefined) {
    if (environment !== undefined) throw new WrongUsage('--environment belongs to --token: a device knows its own');
    return { userId: to ?? '', ...(device !== undefined && { deviceId: device }) };
  }
  if (device !== undefined) throw new WrongUsage('--device belongs to --to: a token is one device');
  if (!/^([0-9a-f]{2}){8,200}$/i.test(token)) throw new WrongUsage('--token must be a device token in hex');
  return {
    token: token.toLowerCase(),
    ...(environment !== undefined && { environment: readEnvironment(environment) }),
  };
}

function readEnvironment(text: string): ApnsEnvironment {
  if (text === 'production' || text === 'development') return text;
  throw new WrongUsage(`--environment must be production or development, not \`${text}\``);
}

function pushOf(given: PushOptions, nowMs: number): RawPush {
  const appId = requireApp(given.app);
  return {
    appId,
    pushType: readType(given.type ?? 'alert'),
    headers: headersOf(given, nowMs),
    payload: payloadOf(given),
  };
}

function readType(text: string): PushType {
  const pushType = pushTypes.find((type) => type === text);
  if (pushType !== undefined) return pushType;
  throw new WrongUsage(`--type must be one of ${pushTypes.join(', ')}, not \`${text}\``);
}

function headersOf({ priority, expiration, 'collapse-id': collapseId }: PushOptions, nowMs: number): RawHeaders {
  return {
    ...(priority !== undefined && { 'apns-priority': readPriority(priority) }),
    ...(expiration !== undefined && { 'apns-expiration': readExpiration(expiration, nowMs) }),
    ...(collapseId !== undefined && { 'apns-collapse-id': collapseId }),
  };
}

function readPriority(text: string): 10 | 5 | 1 {
  if (text === '10') return 10;
  if (text === '5') return 5;
  if (text === '1') return 1;
  throw new WrongUsage(`--priority must be 10, 5 or 1, not \`${text}\``);
}

/** @returns epoch seconds; 0 stays 0. */
function readExpiration(text: string, nowMs: number): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongUsage(`--expiration must be a number of seconds, not \`${text}\``);
  return Number(text) === 0 ? 0 : Math.floor(nowMs / 1000) + Number(text);
}

function payloadOf({ payload: file, text, title }: PushOptions): object {
  if ((file === undefined) === (text === undefined)) throw new WrongUsage('give --text <text> or --payload <file>');
  if (file === undefined)
    return { aps: { alert: { ...(title !== undefined && { title }), body: text }, sound: 'default' } };
  if (title !== undefined) throw new WrongUsage('--title belongs to --text: put it into the payload');
  return readPayload(file);
}

function readPayload(file: string): object {
  const fault = (message: string) =>
    new CommandFailure({ code: 'payload_unreadable', message, fix: 'Name a file with one JSON object: {"aps": {…}}.' });
  let payload: unknown;
  try {
    payload = JSON.parse(fileText(readFileSync(file)));
  } catch (error) {
    throw fault(
      `cannot read ${file}: ${error instanceof SyntaxError ? error.message : (error as NodeJS.ErrnoException).code}`,
    );
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    throw fault(`${file} is not a JSON object`);
  return payload;
}

/** @returns the exit status. */
export function runPush(args: readonly string[], terminal: Terminal): Promise<number> {
  return runCommand(pushCommand, args, terminal);
}
