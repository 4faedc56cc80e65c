/**
 * Parse, the class `_Installation`: the dashboard's export (`{"results": [...]}`), or `mongoexport`, with one object a line
 * or as a list. Source: Parse Platform, "REST API guide", Installations.
 */
import { fieldAt, textAt } from '../fields.ts';
import type { ExportFormat, Fields } from '../row.ts';
import { userOf } from './userOf.ts';

/** A pointer in MongoDB: `_p_user: "_User$k7W2xY"`. */
function pointedTo(fields: Fields, userField: string): Fields {
  const stored = fieldAt(fields, '_p_user');
  const [, objectId] = /^_User\$(.+)$/.exec(typeof stored === 'string' ? stored : '') ?? [];
  return userField === parse.userField && objectId !== undefined ? { user: { objectId } } : fields;
}

export const parse: ExportFormat = {
  file: 'json',
  lists: ['results'],
  userField: 'user.objectId',
  read(fields, { userField, isVoip }) {
    const type = textAt(fields, 'deviceType');
    if (type !== 'ios') {
      const reason = `deviceType ${type ?? 'is missing'}: Ringpost pushes to iPhones and iPads only.`;
      return { code: 'other_platform', field: 'deviceType', reason };
    }
    const pushType = textAt(fields, 'pushType');
    if (pushType !== undefined && pushType !== 'apns') {
      return { code: 'other_platform', field: 'pushType', reason: `Its token is one of ${pushType}, not of Apple.` };
    }
    const userId = userOf(pointedTo(fields, userField), userField);
    if (typeof userId !== 'string') return userId;
    const token = textAt(fields, 'deviceToken');
    if (token === undefined) return { code: 'no_token', field: 'deviceToken', reason: 'It has no token.' };
    return {
      userId,
      deviceId: textAt(fields, 'installationId'),
      appId: textAt(fields, 'appIdentifier'),
      tokens: { [isVoip ? 'voip' : 'alert']: { token, environment: 'auto' } },
      facts: {
        locale: textAt(fields, 'localeIdentifier'),
        timeZone: textAt(fields, 'timeZone'),
        appVersion: textAt(fields, 'appVersion'),
      },
      names: {
        ...{ userId: userField, deviceId: 'installationId', appId: 'appIdentifier' },
        ...{ token: 'deviceToken', voipToken: 'deviceToken' },
        ...{ locale: 'localeIdentifier', timeZone: 'timeZone', appVersion: 'appVersion' },
      },
    };
  },
  used: [
    ...['deviceType', 'pushType', 'user', '_p_user', 'deviceToken', 'installationId', 'appIdentifier'],
    ...['localeIdentifier', 'timeZone', 'appVersion', 'user.objectId', 'user.__type', 'user.className'],
  ],
  reasons: {
    channels: 'Ringpost has groups, and tags of users: PUT /v1/server/users/{userId}/tags.',
    badge: 'Ringpost counts on from the first message. The app reports its own number with its presence.',
  },
};
