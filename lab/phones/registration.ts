import type { Installation } from '../apple/apple.ts';
import type { AppRegistration } from './brain.ts';
import type { PhoneRecord } from './phoneRecord.ts';

type Settings = Pick<
  PhoneRecord,
  'locale' | 'timeZone' | 'territory' | 'permission' | 'wrongEnvironment' | 'appVersion'
>;

/** What the app of a phone registers now. */
export function registrationOf(
  appId: string,
  { tokens: { alert, voip }, environment: right }: Pick<Installation, 'tokens' | 'environment'>,
  liveActivityStart: string,
  { locale, timeZone, territory, permission, wrongEnvironment, appVersion }: Settings,
): AppRegistration {
  const other = right === 'production' ? 'development' : 'production';
  const environment = wrongEnvironment ? other : right;
  return {
    appId,
    tokens: {
      alert: { token: alert, environment },
      voip: { token: voip, environment },
      liveActivityStart: { token: liveActivityStart, environment },
    },
    locale,
    timeZone,
    territory,
    // UNAuthorizationStatus, as the app reads it.
    permission: permission === 'granted' ? 'authorized' : permission,
    appVersion,
    osVersion: '26.1',
    kitVersion: 'lab',
  };
}
