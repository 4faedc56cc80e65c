/**
 * OneSignal, "Export subscriptions CSV": one subscription a line, compressed with gzip. `extra_fields` of the export
 * have to name `external_user_id`. Source: OneSignal documentation, "Export subscriptions CSV" and "View device".
 */
import { isTrueAt, textAt } from '../fields.ts';
import type { ExportFormat, Fields, Refused } from '../row.ts';
import { userOf } from './userOf.ts';

/** `device_type` of iOS. The other numbers are other platforms, e-mail and SMS. */
const ios = '0';

function refusalOf(fields: Fields, includeDisabled: boolean): Refused | undefined {
  const type = textAt(fields, 'device_type');
  if (type !== ios) {
    const reason = `device_type ${type ?? 'is missing'}: only 0 is iOS, and Ringpost pushes to Apple only.`;
    return { code: 'other_platform', field: 'device_type', reason };
  }
  const subscription = textAt(fields, 'notification_types');
  if (subscription !== undefined && Number(subscription) <= 0) {
    const reason = `notification_types ${subscription}: the user gets no pushes from OneSignal either.`;
    return { code: 'opted_out', field: 'notification_types', reason };
  }
  if (isTrueAt(fields, 'invalid_identifier') && !includeDisabled) {
    const reason = 'OneSignal has given the token up. --include-disabled takes it along.';
    return { code: 'disabled', field: 'invalid_identifier', reason };
  }
  return undefined;
}

export const onesignal: ExportFormat = {
  file: 'csv',
  lists: [],
  userField: 'external_user_id',
  read(fields, { userField, isVoip, includeDisabled }) {
    const refusal = refusalOf(fields, includeDisabled);
    if (refusal !== undefined) return refusal;
    const userId = userOf(fields, userField);
    if (typeof userId !== 'string') return userId;
    const token = textAt(fields, 'identifier');
    if (token === undefined) return { code: 'no_token', field: 'identifier', reason: 'It has no token.' };
    return {
      userId,
      deviceId: textAt(fields, 'id'),
      appId: undefined,
      tokens: { [isVoip ? 'voip' : 'alert']: { token, environment: 'auto' } },
      facts: {
        locale: textAt(fields, 'language'),
        timeZone: textAt(fields, 'timezone_id'),
        appVersion: textAt(fields, 'game_version'),
        osVersion: textAt(fields, 'device_os'),
      },
      names: {
        ...{ userId: userField, deviceId: 'id', token: 'identifier', voipToken: 'identifier' },
        ...{ locale: 'language', timeZone: 'timezone_id', appVersion: 'game_version', osVersion: 'device_os' },
      },
    };
  },
  used: [
    ...['id', 'identifier', 'device_type', 'external_user_id', 'notification_types', 'invalid_identifier'],
    ...['language', 'timezone_id', 'game_version', 'device_os'],
  ],
  reasons: {
    tags: 'Ringpost has tags of users, without values. Set them with PUT /v1/server/users/{userId}/tags.',
    timezone: 'It is an offset, which changes with daylight saving time. Export timezone_id.',
    badge_count: 'Ringpost counts on from the first message. The app reports its own number with its presence.',
    country: 'The app reports its territory itself.',
  },
};
