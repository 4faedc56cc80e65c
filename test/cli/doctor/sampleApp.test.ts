/** The files of the sample app (client/ios/Sample), from which docs/ios.md has teams copy. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checkEntitlements, checkInfoPlist, type StoredApp } from '../../../cli/doctor/appFiles.ts';
import { parsePlist } from '../../../cli/doctor/plist.ts';

const sample = new URL('../../../client/ios/Sample/', import.meta.url);
const read = (file: string) => ({ file, content: parsePlist(readFileSync(new URL(file, sample))) });
const app: StoredApp = {
  appId: 'com.example.chat',
  hasCalls: true,
  alertEnvironments: ['production', 'development'],
  teamIds: [],
};

test('doctor has nothing to say about the sample app', () => {
  // Prepare
  const info = read('Info.plist');
  const entitlements = read('Chat.entitlements');

  // Act
  const findings = [...checkInfoPlist(info, app), ...checkEntitlements(entitlements, app, info)];

  // Assess
  expect(findings).toEqual([]);
});
