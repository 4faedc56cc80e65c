import type { ApnsEnvironment, Device, DeviceToken } from './device.ts';

/**
 * The host to ask first. All tokens of one installation belong to one environment, that of its build. So what APNs has
 * proven about one of them outranks what the app reports about another; and an app that reports nothing is most likely
 * from the App Store.
 */
export function likelyEnvironment({ tokens }: Pick<Device, 'tokens'>, token: DeviceToken): ApnsEnvironment {
  if (token.state === 'proven' && token.environment !== 'auto') return token.environment;
  for (const { state, environment } of Object.values(tokens)) {
    if (state === 'proven' && environment !== 'auto') return environment;
  }
  return token.environment === 'auto' ? 'production' : token.environment;
}
