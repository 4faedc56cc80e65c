/** Checks a draft as the API will, so that a dry run finds what the API would refuse. */
import { createHash } from 'node:crypto';
import { fieldErrors } from '../../shared/api/fieldErrors.ts';
import { deviceOperations } from '../../shared/api/schemas/devices.ts';
import { readFacts } from '../../shared/devices/rules/deviceFacts.ts';
import type { IgnoredFact, Registration } from './planned.ts';
import type { Draft, LeftOut } from './row.ts';

const operation = deviceOperations['PUT /v1/server/users/{userId}/devices/{deviceId}'];
const { userId: userIdOf, deviceId: deviceIdOf } = operation.path.shape;

export type Checked = { registration: Registration; facts: IgnoredFact[] } | { leftOut: LeftOut };

/** @param appId of the command line: for records that name no app. */
export function checkDraft(draft: Draft, place: string, appId: string | undefined): Checked {
  const { userId, tokens, facts, names } = draft;
  const app = draft.appId ?? appId;
  const invalid = (field: string, reason: string): Checked => ({
    leftOut: { place, field: names[field] ?? field, code: 'invalid', reason },
  });
  if (!userIdOf.safeParse(userId).success)
    return invalid('userId', 'It cannot be a user ID: 1 to 255 characters, none of them a control character.');
  if (app === undefined) return invalid('appId', 'It names no app, and --app names none either.');
  const body = { appId: app, tokens, ...facts, onlyIfNew: true };
  const checked = operation.body.safeParse(body);
  if (!checked.success) {
    const [error] = fieldErrors('body', checked.error.issues, body);
    return invalid(fieldOf(error?.path.split('/').slice(1) ?? []), `It ${error?.message ?? 'is not valid'}.`);
  }
  const { ignored } = readFacts(facts);
  const registration = { userId: userId ?? '', deviceId: deviceIdFor(draft, app), body, places: [place], names };
  return {
    registration,
    facts: ignored.map(({ path, message }) => {
      const field = path.replace(/^\//, '');
      return { place, field: names[field] ?? field, reason: `It ${message}.` };
    }),
  };
}

/** `tokens.voip.token` is the export's `voipToken`, `tokens.alert.token` its `token`. */
function fieldOf(path: readonly string[]): string {
  if (path[0] !== 'tokens') return path[0] ?? '';
  return path[1] === 'voip' ? 'voipToken' : 'token';
}

/** The provider's own ID of the installation, or one made of the token: the same in each run. */
function deviceIdFor({ deviceId, tokens }: Draft, appId: string): string {
  if (deviceIdOf.safeParse(deviceId).success) return deviceId ?? '';
  const token = (tokens.alert ?? tokens.voip)?.token.toLowerCase() ?? '';
  return `imported-${createHash('sha256').update(`${appId}\n${token}`).digest('hex').slice(0, 32)}`;
}
