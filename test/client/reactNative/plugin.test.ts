/** What the config plugin changes of an Expo app's iOS project. `npm run test:expo` runs it in a real one. */
import { describe, expect, it, test } from 'vitest';
import { checkEntitlements, checkInfoPlist, type StoredApp } from '../../../cli/doctor/appFiles.ts';
import { parsePlist } from '../../../cli/doctor/plist.ts';
import {
  extensionFiles,
  extensionName,
  withBuildService,
} from '../../../client/react-native/plugin/notificationService.ts';
import { withInfo, withRights } from '../../../client/react-native/plugin/plists.ts';
import { withExtensionPods } from '../../../client/react-native/plugin/podfile.ts';
import { checkedSettings, type PluginSettings } from '../../../client/react-native/plugin/settings.ts';

const apiUrl = 'https://abc123.execute-api.eu-central-1.amazonaws.com';
const settings = (given: Partial<PluginSettings> = {}) => checkedSettings({ apiUrl, ...given }, 'com.example.chat');

describe('settings', () => {
  it('have their gaps filled', () => {
    // Act
    const filled = settings({ apiUrl: `${apiUrl}/` });
    // Assess
    expect(filled).toMatchObject({
      apiUrl,
      appGroup: 'group.com.example.chat',
      inChina: 'alerts',
      notificationService: true,
    });
  });

  it.each([
    ['without an address', undefined, 'com.example.chat', /apiUrl .* cdk deploy prints it/],
    ['with a bare host', { apiUrl: 'stage.example.com' }, 'com.example.chat', /apiUrl/],
    ['without a bundle ID', { apiUrl }, undefined, /ios\.bundleIdentifier is missing/],
    ['with an App Group of another form', { apiUrl, appGroup: 'chat' }, 'com.example.chat', /begin it with "group\."/],
  ])('%s are refused, and the error says what to do', (_what, given, bundleId, expected) => {
    // Act
    const check = () => checkedSettings(given, bundleId);
    // Assess
    expect(check).toThrow(expected);
  });
});

/** The file that Expo writes. */
function xmlPlist(value: unknown): string {
  const xml = (entry: unknown): string => {
    if (entry === true) return '<true/>';
    if (Array.isArray(entry)) return `<array>${entry.map(xml).join('')}</array>`;
    if (typeof entry !== 'object' || entry === null) return `<string>${String(entry)}</string>`;
    const pairs = Object.entries(entry).map(([key, each]) => `<key>${key}</key>${xml(each)}`);
    return `<dict>${pairs.join('')}</dict>`;
  };
  return `<plist version="1.0">${xml(value)}</plist>`;
}

describe('the app', () => {
  const plist = withInfo(
    { UIBackgroundModes: ['location', 'voip'], NSMicrophoneUsageDescription: 'To sing.' },
    settings(),
  );
  const entitlements = withRights({ 'com.apple.security.application-groups': ['group.other'] }, settings());

  it('keeps its settings and gains those that calls and messages need', () => {
    // Assess
    expect(plist).toEqual({
      UIBackgroundModes: ['location', 'voip', 'audio', 'remote-notification', 'fetch'],
      NSMicrophoneUsageDescription: 'To sing.',
      NSUserActivityTypes: ['INSendMessageIntent', 'INStartCallIntent'],
      Ringpost: { apiUrl, appGroup: 'group.com.example.chat', inChina: 'alerts' },
    });
    expect(entitlements['com.apple.security.application-groups']).toEqual(['group.other', 'group.com.example.chat']);
  });

  it('passes the checks of the doctor', () => {
    // Prepare
    const app: StoredApp = {
      appId: 'com.example.chat',
      hasCalls: true,
      alertEnvironments: ['development'],
      teamIds: [],
    };
    const info = { file: 'Info.plist', content: parsePlist(Buffer.from(xmlPlist(plist))) };
    const rights = { file: 'Chat.entitlements', content: parsePlist(Buffer.from(xmlPlist(entitlements))) };
    // Act
    const findings = [...checkInfoPlist(info, app), ...checkEntitlements(rights, app, info)];
    // Assess
    expect(findings).toEqual([]);
  });
});

describe('the notification service extension', () => {
  it('knows the address and the App Group of the app', () => {
    // Act
    const files = extensionFiles(settings({ appGroup: 'group.a&b' }));
    // Assess
    expect(files[`${extensionName}-Info.plist`]).toContain(`<key>apiUrl</key>\n<string>${apiUrl}</string>`);
    expect(files[`${extensionName}.entitlements`]).toContain('<string>group.a&amp;b</string>');
  });

  it('has its pods once, even after repeated prebuilds', () => {
    // Act
    const once = withExtensionPods("target 'Chat' do\nend\n");
    const twice = withExtensionPods(once);
    // Assess
    expect(once).toContain("pod 'RingpostNotificationService', :path => kit");
    expect(twice).toBe(once);
  });

  test('is registered with the build service beside other extensions', () => {
    // Prepare
    const ios = { appExtensions: [{ targetName: 'Widget' }, { targetName: extensionName }] };
    const extra = { shop: 1, eas: { projectId: 'p', build: { experimental: { ios } } } };
    // Act
    const named = withBuildService(extra, settings());
    // Assess
    expect(named).toEqual({
      shop: 1,
      eas: {
        projectId: 'p',
        build: {
          experimental: {
            ios: {
              appExtensions: [
                { targetName: 'Widget' },
                {
                  targetName: extensionName,
                  bundleIdentifier: `com.example.chat.${extensionName}`,
                  entitlements: { 'com.apple.security.application-groups': ['group.com.example.chat'] },
                },
              ],
            },
          },
        },
      },
    });
  });
});
