/** A table of your own, with the names of `PUT /v1/server/users/{userId}/devices/{deviceId}`. */
import { textAt } from '../fields.ts';
import type { Draft, DraftToken, ExportFormat, Fields, Refused } from '../row.ts';
import { userOf } from './userOf.ts';

const environments = ['production', 'development', 'auto'] as const;

function environmentOf(fields: Fields): DraftToken['environment'] | Refused {
  const value = textAt(fields, 'environment') ?? 'auto';
  const environment = environments.find((each) => each === value);
  if (environment !== undefined) return environment;
  const reason = 'It must be production, development or auto.';
  return { code: 'invalid', field: 'environment', reason };
}

export const csv: ExportFormat = {
  file: 'csv',
  lists: [],
  userField: 'userId',
  read(fields, { userField, isVoip }) {
    const userId = userOf(fields, userField);
    if (typeof userId !== 'string') return userId;
    const environment = environmentOf(fields);
    if (typeof environment !== 'string') return environment;
    const [token, voipToken] = [textAt(fields, 'token'), textAt(fields, 'voipToken')];
    if (token === undefined && voipToken === undefined) {
      return { code: 'no_token', field: 'token', reason: 'It has neither token nor voipToken.' };
    }
    const tokens: Draft['tokens'] = {
      ...(token !== undefined && { [isVoip ? 'voip' : 'alert']: { token, environment } }),
      ...(voipToken !== undefined && { voip: { token: voipToken, environment } }),
    };
    return {
      ...{ userId, tokens },
      deviceId: textAt(fields, 'deviceId'),
      appId: textAt(fields, 'appId'),
      facts: {
        locale: textAt(fields, 'locale'),
        timeZone: textAt(fields, 'timeZone'),
        territory: textAt(fields, 'territory'),
        appVersion: textAt(fields, 'appVersion'),
        osVersion: textAt(fields, 'osVersion'),
      },
      names: { userId: userField, voipToken: isVoip && voipToken === undefined ? 'token' : 'voipToken' },
    };
  },
  used: [
    ...['userId', 'deviceId', 'appId', 'token', 'voipToken', 'environment'],
    ...['locale', 'timeZone', 'territory', 'appVersion', 'osVersion'],
  ],
  reasons: {},
};
