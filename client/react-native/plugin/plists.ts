/** What Ringpost needs in Info.plist and in the entitlements. What the app has there already stays. */
import type { Settings } from './settings.ts';

export type Plist = Record<string, unknown>;

export function withInfo(plist: Plist, settings: Settings): Plist {
  const { apiUrl, appGroup, inChina, unknownCaller, microphoneText, cameraText } = settings;
  return {
    NSMicrophoneUsageDescription: microphoneText,
    ...(cameraText !== undefined && { NSCameraUsageDescription: cameraText }),
    ...plist,
    UIBackgroundModes: union(plist['UIBackgroundModes'], ['voip', 'audio', 'remote-notification', 'fetch']),
    NSUserActivityTypes: union(plist['NSUserActivityTypes'], ['INSendMessageIntent', 'INStartCallIntent']),
    // The Swift half reads this at launch, before JavaScript runs.
    Ringpost: { apiUrl, appGroup, inChina, ...(unknownCaller !== undefined && { unknownCaller }) },
  };
}

export function withRights(entitlements: Plist, { appGroup }: Settings): Plist {
  return {
    // Xcode replaces it by what the provisioning profile has.
    'aps-environment': 'development',
    ...entitlements,
    'com.apple.developer.usernotifications.communication': true,
    'com.apple.developer.usernotifications.time-sensitive': true,
    'com.apple.security.application-groups': union(entitlements['com.apple.security.application-groups'], [appGroup]),
  };
}

function union(present: unknown, needed: readonly string[]): unknown[] {
  const kept: unknown[] = Array.isArray(present) ? present : [];
  return [...kept, ...needed.filter((name) => !kept.includes(name))];
}
