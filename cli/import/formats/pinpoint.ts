/**
 * Amazon Pinpoint, an export of a segment: one endpoint a line as JSON, compressed with gzip. Source: Amazon Pinpoint
 * API reference, ExportJobRequest and EndpointResponse.
 */
import { textAt } from '../fields.ts';
import type { ExportFormat } from '../row.ts';
import { awsChannel } from './awsChannels.ts';
import { userOf } from './userOf.ts';

export const pinpoint: ExportFormat = {
  file: 'json',
  lists: ['Item'],
  userField: 'User.UserId',
  read(fields, { userField, isVoip, includeDisabled }) {
    const name = textAt(fields, 'ChannelType') ?? '';
    const channel = awsChannel(name);
    if (channel === undefined || (isVoip && channel.kind !== 'voip')) {
      const reason = `It is an endpoint of the channel ${name || 'without a name'}, and not one with a token of Apple for this.`;
      return { code: 'other_platform', field: 'ChannelType', reason };
    }
    if (textAt(fields, 'OptOut') === 'ALL') {
      return { code: 'opted_out', field: 'OptOut', reason: 'The user has opted out of all messages.' };
    }
    if (textAt(fields, 'EndpointStatus') === 'INACTIVE' && !includeDisabled) {
      const reason = 'Pinpoint has given the endpoint up. --include-disabled takes it along.';
      return { code: 'disabled', field: 'EndpointStatus', reason };
    }
    const userId = userOf(fields, userField);
    if (typeof userId !== 'string') return userId;
    const token = textAt(fields, 'Address');
    if (token === undefined) return { code: 'no_token', field: 'Address', reason: 'It has no token.' };
    return {
      userId,
      deviceId: textAt(fields, 'Id'),
      appId: undefined,
      tokens: { [channel.kind]: { token, environment: channel.environment } },
      facts: {
        locale: textAt(fields, 'Demographic.Locale'),
        timeZone: textAt(fields, 'Demographic.Timezone'),
        appVersion: textAt(fields, 'Demographic.AppVersion'),
        osVersion: textAt(fields, 'Demographic.PlatformVersion'),
      },
      names: {
        userId: userField,
        deviceId: 'Id',
        token: 'Address',
        voipToken: 'Address',
        locale: 'Demographic.Locale',
        timeZone: 'Demographic.Timezone',
        appVersion: 'Demographic.AppVersion',
        osVersion: 'Demographic.PlatformVersion',
      },
    };
  },
  used: [
    ...['ChannelType', 'OptOut', 'EndpointStatus', 'User.UserId', 'Address', 'Id', 'ApplicationId'],
    ...['Demographic.Locale', 'Demographic.Timezone', 'Demographic.AppVersion', 'Demographic.PlatformVersion'],
  ],
  reasons: {
    Attributes: 'Ringpost keeps no attributes of a device. Words for its user: PUT /v1/server/users/{userId}/tags.',
    'User.UserAttributes': 'Ringpost keeps no attributes. Words for a user: PUT /v1/server/users/{userId}/tags.',
    Metrics: 'Ringpost keeps no metrics of a device.',
    Location: 'Ringpost keeps no location. The app reports its territory itself.',
  },
};
