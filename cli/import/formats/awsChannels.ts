/** Amazon's names of the kinds of Apple tokens, the same in SNS and Pinpoint. */
import type { TokenKind } from '../../../shared/devices/rules/device.ts';
import type { DraftToken } from '../row.ts';

export interface AwsChannel {
  kind: TokenKind;
  environment: DraftToken['environment'];
}

const channels: Readonly<Record<string, AwsChannel>> = {
  APNS: { kind: 'alert', environment: 'production' },
  APNS_SANDBOX: { kind: 'alert', environment: 'development' },
  APNS_VOIP: { kind: 'voip', environment: 'production' },
  APNS_VOIP_SANDBOX: { kind: 'voip', environment: 'development' },
};

/** @returns undefined for a channel that is not Apple's. */
export function awsChannel(name: string): AwsChannel | undefined {
  return Object.hasOwn(channels, name) ? channels[name] : undefined;
}
