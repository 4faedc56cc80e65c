/**
 * Amazon SNS, the output of `aws sns list-endpoints-by-platform-application`: `{"Endpoints": [{"EndpointArn",
 * "Attributes": {"Token", "Enabled", "CustomUserData"}}]}`. Source: Amazon SNS API reference,
 * ListEndpointsByPlatformApplication.
 */
import { isTrueAt, textAt } from '../fields.ts';
import type { ExportFormat, Fields, Refused } from '../row.ts';
import { type AwsChannel, awsChannel } from './awsChannels.ts';
import { userOf } from './userOf.ts';

/** The ARN of an endpoint names its platform: `arn:aws:sns:eu-central-1:123456789012:endpoint/APNS/chat/<UUID>`. */
function platformOf(fields: Fields): { platform: AwsChannel; id: string } | Refused {
  const field = 'EndpointArn';
  const arn = textAt(fields, field);
  const [, name = '', id = ''] = /:endpoint\/([^/]+)\/[^/]+\/([^/]+)$/.exec(arn ?? '') ?? [];
  if (name === '') return { code: 'unreadable', field, reason: 'It is not the ARN of an endpoint.' };
  const platform = awsChannel(name);
  return platform
    ? { platform, id }
    : { code: 'other_platform', field, reason: `It is an endpoint of ${name}: Ringpost pushes to Apple only.` };
}

export const sns: ExportFormat = {
  file: 'json',
  lists: ['Endpoints'],
  userField: 'Attributes.CustomUserData',
  read(fields, { userField, isVoip, includeDisabled }) {
    const endpoint = platformOf(fields);
    if ('reason' in endpoint) return endpoint;
    const { platform, id } = endpoint;
    if (isVoip && platform.kind !== 'voip') {
      return {
        code: 'other_platform',
        field: 'EndpointArn',
        reason: 'The file of VoIP tokens has a token for alerts.',
      };
    }
    if (!isTrueAt(fields, 'Attributes.Enabled') && !includeDisabled) {
      const reason =
        'SNS has disabled the endpoint after Apple rejected its token. --include-disabled takes it along: it may only ' +
        'have been registered for the wrong environment.';
      return { code: 'disabled', field: 'Attributes.Enabled', reason };
    }
    const userId = userOf(fields, userField);
    if (typeof userId !== 'string') return userId;
    const token = textAt(fields, 'Attributes.Token');
    if (token === undefined) return { code: 'no_token', field: 'Attributes.Token', reason: 'It has no token.' };
    return {
      userId,
      deviceId: id,
      appId: undefined,
      tokens: { [platform.kind]: { token, environment: platform.environment } },
      facts: {},
      names: { userId: userField, deviceId: 'EndpointArn', token: 'Attributes.Token', voipToken: 'Attributes.Token' },
    };
  },
  used: ['EndpointArn', 'Attributes.Token', 'Attributes.Enabled', 'Attributes.CustomUserData'],
  reasons: {},
};
