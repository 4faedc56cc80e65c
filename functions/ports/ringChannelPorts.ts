import type { RingChannelAddress } from '../../shared/calls/rules/ringChannel.ts';
import { optionalVariable } from '../../shared/platform/aws/environment.ts';

/** Address of the stage's ring channel, for the payload of rings. */
export function ringChannelAddress(): RingChannelAddress | undefined {
  const url = optionalVariable('RINGPOST_RING_REALTIME_URL');
  const host = optionalVariable('RINGPOST_RING_HOST');
  return url === undefined || host === undefined ? undefined : { url, host };
}
