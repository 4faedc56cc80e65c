import { describe, expect, it } from 'vitest';
import { checkEntitlements, checkInfoPlist, type StoredApp } from '../../../cli/doctor/appFiles.ts';
import type { PlistValue } from '../../../cli/doctor/plist.ts';
import { appId } from '../../support/factories.ts';

const app: StoredApp = {
  appId,
  hasCalls: true,
  alertEnvironments: ['production', 'development'],
  teamIds: ['TEAM123456'],
};
const file = (entries: Record<string, PlistValue>) => ({ file: 'x.plist', content: new Map(Object.entries(entries)) });

const goodInfo = {
  CFBundleIdentifier: appId,
  UIBackgroundModes: ['voip', 'remote-notification', 'fetch', 'audio'],
  NSMicrophoneUsageDescription: 'For calls.',
  NSUserActivityTypes: ['INSendMessageIntent'],
};
const communication = 'com.apple.developer.usernotifications.communication';
const timeSensitive = 'com.apple.developer.usernotifications.time-sensitive';
const goodEntitlements = {
  'aps-environment': 'production',
  'application-identifier': `TEAM123456.${appId}`,
  [communication]: true,
  [timeSensitive]: true,
};

const codes = (findings: readonly { code: string; severity: string }[]) =>
  findings.map(({ code, severity }) => [code, severity]);

describe('Info.plist', () => {
  it.each<[string, Record<string, PlistValue>]>([
    ['that has everything', {}],
    ['that leaves the bundle ID to the build', { CFBundleIdentifier: '$(PRODUCT_BUNDLE_IDENTIFIER)' }],
  ])('%s has no finding', (_what, changes) => {
    // Prepare
    const info = file({ ...goodInfo, ...changes });

    // Act
    const findings = checkInfoPlist(info, app);

    // Assess
    expect(findings).toEqual([]);
  });

  it.each<[string, Record<string, PlistValue>, string, string]>([
    ['of another app', { CFBundleIdentifier: 'com.example.other' }, 'bundle_id_differs', 'error'],
    [
      'without voip',
      { UIBackgroundModes: ['remote-notification', 'fetch', 'audio'] },
      'background_mode_missing',
      'error',
    ],
    [
      'without remote-notification',
      { UIBackgroundModes: ['voip', 'fetch', 'audio'] },
      'background_mode_missing',
      'warning',
    ],
    [
      'without fetch',
      { UIBackgroundModes: ['voip', 'remote-notification', 'audio'] },
      'background_mode_missing',
      'note',
    ],
    ['without a text for the microphone', { NSMicrophoneUsageDescription: '' }, 'microphone_text_missing', 'warning'],
  ])('%s is named', (_what, changes, code, severity) => {
    // Prepare
    const info = file({ ...goodInfo, ...changes });

    // Act
    const findings = checkInfoPlist(info, app);

    // Assess
    expect(codes(findings)).toEqual([[code, severity]]);
    expect(findings[0]).toMatchObject({ appId, file: 'x.plist', what: expect.stringMatching(/^x\.plist /) });
  });

  it('needs no keys for calls when no credential serves calls', () => {
    // Prepare
    const info = file({ CFBundleIdentifier: appId, UIBackgroundModes: ['remote-notification', 'fetch'] });

    // Act
    const findings = checkInfoPlist(info, { ...app, hasCalls: false });

    // Assess
    expect(codes(findings)).toEqual([['background_mode_missing', 'note']]);
  });
});

describe('entitlements', () => {
  it.each<[string, Record<string, PlistValue>]>([
    ['that have everything', {}],
    ['of a Mac app', { 'aps-environment': '', 'com.apple.developer.aps-environment': 'production' }],
    ['that leave the environment to the build', { 'aps-environment': '$(APS_ENVIRONMENT)' }],
  ])('%s have no finding', (_what, changes) => {
    // Prepare
    const entitlements = file({ ...goodEntitlements, ...changes });

    // Act
    const findings = checkEntitlements(entitlements, app, file(goodInfo));

    // Assess
    expect(findings).toEqual([]);
  });

  it.each<[string, Record<string, PlistValue>, string, string]>([
    ['of no environment that there is', { 'aps-environment': 'sandbox' }, 'push_environment_unknown', 'error'],
    ['of another app', { 'application-identifier': 'TEAM123456.com.example.other' }, 'bundle_id_differs', 'error'],
    ['of another team', { 'application-identifier': `OTHER12345.${appId}` }, 'team_differs', 'error'],
    ['of a wildcard App ID', { 'application-identifier': 'TEAM123456.com.example.*' }, 'app_id_wildcard', 'error'],
    ['without time-sensitive notifications', { [timeSensitive]: false }, 'time_sensitive_missing', 'note'],
    ['without communication notifications', { [communication]: false }, 'communication_missing', 'note'],
  ])('%s are named', (_what, changes, code, severity) => {
    // Prepare
    const entitlements = file({ ...goodEntitlements, ...changes });

    // Act
    const findings = checkEntitlements(entitlements, app, file(goodInfo));

    // Assess
    expect(codes(findings)).toEqual([[code, severity]]);
  });

  it('without Push Notifications are named, with the box to tick in Xcode', () => {
    // Prepare
    const { 'aps-environment': _none, ...entitlements } = goodEntitlements;

    // Act
    const [finding] = checkEntitlements(file(entitlements), app, undefined);

    // Assess
    expect(finding).toMatchObject({ code: 'push_capability_missing', severity: 'error' });
    expect(finding?.fix).toContain('Push Notifications');
  });

  it('of an environment that no credential serves are named', () => {
    // Prepare
    const entitlements = file({ ...goodEntitlements, 'aps-environment': 'development' });

    // Act
    const findings = checkEntitlements(entitlements, { ...app, alertEnvironments: ['production'] }, undefined);

    // Assess
    expect(codes(findings)).toEqual([['environment_not_served', 'error']]);
  });

  it('for communication notifications need the intent in Info.plist', () => {
    // Prepare
    const { NSUserActivityTypes: _none, ...info } = goodInfo;

    // Act
    const findings = checkEntitlements(file(goodEntitlements), app, file(info));

    // Assess
    expect(codes(findings)).toEqual([['message_intent_missing', 'warning']]);
  });
});
