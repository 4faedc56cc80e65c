/** What a broadcast needs to push to a device, without reading its user. */
import { type AudienceUser, type ProfileFacts, profileFacts } from './audienceFacts.ts';
import type { ApnsEnvironment, Device } from './device.ts';
import { likelyEnvironment } from './likelyEnvironment.ts';
import { usableToken } from './usableToken.ts';

export interface AudienceRow {
  userId: string;
  deviceId: string;
  /** The alert token. */
  token: string;
  /** The host to ask first. */
  environment: ApnsEnvironment;
  locale?: string | undefined;
  timeZone?: string | undefined;
  profile?: ProfileFacts | undefined;
  tags?: readonly string[] | undefined;
}

/** @returns undefined for a device that gets no alerts. */
export function audienceRow(
  device: Device,
  profile: AudienceUser['profile'],
  tags: readonly string[],
): AudienceRow | undefined {
  const { userId, deviceId, locale, timeZone } = device;
  const token = usableToken(device, 'alert');
  if (token === undefined) return undefined;
  return {
    userId,
    deviceId,
    token: token.token,
    environment: likelyEnvironment(device, token),
    locale,
    timeZone,
    profile: profileFacts(profile),
    tags: tags.length === 0 ? undefined : tags,
  };
}
