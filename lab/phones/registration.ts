import type { Installation } from '../apple/apple.ts';
import type { AppRegistration } from './brain.ts';
import { type NotificationSettings, showsAlerts } from './notificationSettings.ts';
import type { PhoneRecord } from './phoneRecord.ts';

type Settings = NotificationSettings &
  Pick<PhoneRecord, 'locale' | 'timeZone' | 'territory' | 'wrongEnvironment' | 'appVersion'>;

/** What the app of a phone registers now. */
export function registrationOf(
  appId: string,
  { tokens: { alert, voip }, environment: right }: Pick<Installation, 'tokens' | 'environment'>,
  liveActivityStart: string,
  settings: Settings,
): AppRegistration {
  const { locale, timeZone, territory, wrongEnvironment, appVersion } = settings;
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
    permission: reportedPermission(settings),
    appVersion,
    osVersion: '26.1',
    kitVersion: 'lab',
  };
}

/** UNAuthorizationStatus, as the app reads it, or `denied` if the user has switched all alerts off. */
function reportedPermission(settings: NotificationSettings): AppRegistration['permission'] {
  const { permission } = settings;
  if (permission === 'notDetermined') return permission;
  if (!showsAlerts(settings)) return 'denied';
  return permission === 'granted' ? 'authorized' : permission;
}
