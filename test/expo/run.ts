/**
 * The React Native package in a real Expo app: `npm run test:expo`. It installs Expo into a folder of its own (about a
 * minute, 470 packages), has `expo prebuild` make the iOS project, and judges that with the doctor's checks. CocoaPods and
 * Xcode would come next; they need a Mac. Exit status 1: something is not as it must be.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkEntitlements, checkInfoPlist } from '../../cli/doctor/appFiles.ts';
import { parsePlist } from '../../cli/doctor/plist.ts';
import { clientDirectory } from '../../scripts/clientPackage.ts';
import { buildReactNative } from '../../scripts/reactNativePackage.ts';

const app = mkdtempSync(join(tmpdir(), 'ringpost-expo-'));
const run = (program: string, ...args: string[]) =>
  execFileSync(program, args, {
    cwd: app,
    encoding: 'utf8',
    env: { ...process.env, CI: '1', EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
const write = (name: string, content: object) => writeFileSync(join(app, name), JSON.stringify(content, null, 2));
const read = (...path: string[]) => readFileSync(join(app, ...path));

try {
  await makeApp();
  run('npx', 'expo', 'prebuild', '--platform', 'ios', '--no-install');
  judgeFiles();
  judgeProject();
  judgeAutolinking();
  process.stdout.write(
    'expo prebuild: Info.plist, entitlements, extension, Podfile and autolinking are as they must be.\n',
  );
} finally {
  rmSync(app, { recursive: true, force: true });
}

async function makeApp(): Promise<void> {
  const versions = { expo: '57.0.33', react: '19.3.1', 'react-native': '0.86.3' };
  write('package.json', { name: 'chat', version: '1.2.0', private: true, main: 'index.js', dependencies: versions });
  run('npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
  const installed = join(app, 'node_modules', 'ringpost-react-native');
  mkdirSync(installed);
  await buildReactNative(installed);
  for (const part of ['package.json', 'dist']) {
    cpSync(join(clientDirectory, part), join(app, 'node_modules', 'ringpost-client', part), { recursive: true });
  }
  // Autolinking looks at what the app depends on.
  const dependencies = { ...versions, 'ringpost-react-native': '*' };
  write('package.json', { name: 'chat', version: '1.2.0', private: true, main: 'index.js', dependencies });
  writeFileSync(join(app, 'index.js'), '');
  const plugin = ['ringpost-react-native', { apiUrl: 'https://stage.example.com' }];
  const ios = { bundleIdentifier: 'com.example.chat', buildNumber: '7' };
  write('app.json', { expo: { name: 'Chat', slug: 'chat', version: '1.2.0', ios, plugins: [plugin] } });
}

function judgeFiles(): void {
  const stored = {
    appId: 'com.example.chat',
    hasCalls: true,
    alertEnvironments: ['development'],
    teamIds: [],
  } as const;
  const info = { file: 'Info.plist', content: parsePlist(read('ios', 'Chat', 'Info.plist')) };
  const entitlements = { file: 'Chat.entitlements', content: parsePlist(read('ios', 'Chat', 'Chat.entitlements')) };
  assert.deepEqual([...checkInfoPlist(info, stored), ...checkEntitlements(entitlements, stored, info)], []);
  const extension = parsePlist(read('ios', 'RingpostNotifications', 'RingpostNotifications-Info.plist'));
  assert.ok(extension.get('NSExtension') instanceof Map);
  assert.match(read('ios', 'RingpostNotifications', 'NotificationService.swift').toString(), /ExpoNotificationService/);
}

function judgeProject(): void {
  const project = read('ios', 'Chat.xcodeproj', 'project.pbxproj').toString();
  assert.match(project, /productType = "com\.apple\.product-type\.app-extension"/);
  assert.match(project, /RingpostNotifications\.appex in Copy Files/);
  assert.match(project, /isa = PBXTargetDependency;\s+target = \w+ \/\* "RingpostNotifications" \*\//);
  assert.match(project, /PRODUCT_BUNDLE_IDENTIFIER = "com\.example\.chat\.RingpostNotifications"/);
  assert.match(project, /MARKETING_VERSION = "1\.2\.0"/);
  assert.match(read('ios', 'Podfile').toString(), /target 'RingpostNotifications' do/);
}

function judgeAutolinking(): void {
  interface Linked {
    packageName: string;
    pods: { podName: string }[];
    modules: { class: string }[];
    appDelegateSubscribers: string[];
  }
  const answer = run('npx', 'expo-modules-autolinking', 'resolve', '-p', 'apple', '--json');
  const { modules } = JSON.parse(answer) as { modules: Linked[] };
  const linked = modules.find(({ packageName }) => packageName === 'ringpost-react-native');
  assert.deepEqual(
    linked?.pods.map(({ podName }) => podName),
    ['RingpostReactNative', 'RingpostCore', 'RingpostKit'],
  );
  assert.deepEqual(
    linked?.modules.map((module) => module.class),
    ['RingpostModule'],
  );
  assert.deepEqual(linked?.appDelegateSubscribers, ['RingpostSubscriber']);
}
