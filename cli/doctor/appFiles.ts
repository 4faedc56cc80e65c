/** What an app's Info.plist and entitlements must contain so that its pushes and calls arrive. */
import type { Finding, Severity } from '../../shared/credentials/rules/finding.ts';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { PlistDictionary, PlistValue } from './plist.ts';

export interface AppFile {
  /** Name that the user gave. */
  file: string;
  content: PlistDictionary;
}

/** What is stored for the app, as far as the files must match it. */
export interface StoredApp {
  appId: string;
  /** A credential covers its calls. */
  hasCalls: boolean;
  /** Environments with a credential for alerts. */
  alertEnvironments: readonly ApnsEnvironment[];
  /** Team IDs of its token keys. */
  teamIds: readonly string[];
}

type Report = (severity: Severity, code: string, what: string, fix: string) => Finding;

const reporter =
  ({ appId }: StoredApp, { file }: AppFile): Report =>
  (severity, code, what, fix) => ({ code, severity, appId, file, what: `${file} ${what}`, fix });

const capabilities = 'In Xcode: target > Signing & Capabilities';

/** @returns the bundle ID, unless the file leaves it to the build (`$(PRODUCT_BUNDLE_IDENTIFIER)`). */
export function bundleIdIn(info: PlistDictionary): string | undefined {
  return literal(info.get('CFBundleIdentifier'));
}

/** @returns the bundle ID of a signed app's entitlements: `<team ID>.<bundle ID>`. */
export function bundleIdInEntitlements(entitlements: PlistDictionary): string | undefined {
  return applicationIdentifier(entitlements)?.bundleId;
}

export function checkInfoPlist(info: AppFile, app: StoredApp): Finding[] {
  const report = reporter(app, info);
  return [
    ...checkBundleId(bundleIdIn(info.content), app, report),
    ...checkBackgroundModes(info.content, app, report),
    ...checkUsageTexts(info.content, app, report),
  ];
}

function checkBundleId(bundleId: string | undefined, { appId }: StoredApp, report: Report): Finding[] {
  if (bundleId === undefined || bundleId === appId) return [];
  return [
    report(
      'error',
      'bundle_id_differs',
      `is of \`${bundleId}\`, not of ${appId}.`,
      'Give the file of this app, or name its app with --app.',
    ),
  ];
}

/** `voip` for PushKit's pushes, `remote-notification` for background pushes: Apple, "UIBackgroundModes". */
function checkBackgroundModes(info: PlistDictionary, { hasCalls }: StoredApp, report: Report): Finding[] {
  const modes = texts(info.get('UIBackgroundModes'));
  const missing = (severity: Severity, mode: string, consequence: string, box: string): Finding[] => {
    if (modes.includes(mode)) return [];
    const what = `has no \`${mode}\` in UIBackgroundModes: ${consequence}.`;
    return [report(severity, 'background_mode_missing', what, `${capabilities} > Background Modes: tick ${box}.`)];
  };
  return [
    ...missing(
      hasCalls ? 'error' : 'note',
      'voip',
      'iOS gives the app no VoIP token and does not wake it for calls',
      'Voice over IP',
    ),
    ...missing(
      'warning',
      'remote-notification',
      'the app is not woken by background pushes, nor to load what a message refers to',
      'Remote notifications',
    ),
    ...missing('note', 'fetch', 'Ringpost does not need it, although some guides ask for it', 'Background fetch'),
    ...(hasCalls
      ? missing('note', 'audio', 'fine with CallKit; other sound stops in the background', 'Audio, AirPlay')
      : []),
  ];
}

function checkUsageTexts(info: PlistDictionary, { hasCalls }: StoredApp, report: Report): Finding[] {
  if (!hasCalls || info.get('NSMicrophoneUsageDescription')) return [];
  return [
    report(
      'warning',
      'microphone_text_missing',
      'has no NSMicrophoneUsageDescription: iOS ends the app when a call is answered.',
      'Add it with a sentence that says why the app needs the microphone; for video, NSCameraUsageDescription as well.',
    ),
  ];
}

/** @param info the app's Info.plist, if it was given too. */
export function checkEntitlements(entitlements: AppFile, app: StoredApp, info: AppFile | undefined): Finding[] {
  const report = reporter(app, entitlements);
  return [
    ...checkPushEntitlement(entitlements.content, app, report),
    ...checkApplicationIdentifier(entitlements.content, app, report),
    ...checkNotificationEntitlements(entitlements.content, info?.content, report),
  ];
}

/** Whether the entitlement exists, and for which of Apple's hosts: Apple, "APS Environment Entitlement". */
function checkPushEntitlement(content: PlistDictionary, app: StoredApp, report: Report): Finding[] {
  const value = content.get('aps-environment') ?? content.get('com.apple.developer.aps-environment');
  if (value === undefined) {
    return [
      report(
        'error',
        'push_capability_missing',
        'has no `aps-environment`: the app gets no device token, and registering for one fails.',
        `${capabilities} > + Capability > Push Notifications. The App ID in the developer account must have it too.`,
      ),
    ];
  }
  const environment = literal(value);
  // A build variable: the file does not know its value.
  if (environment === undefined) return [];
  if (environment !== 'development' && environment !== 'production') {
    return [
      report(
        'error',
        'push_environment_unknown',
        `has \`aps-environment\` \`${environment}\`, which is neither development nor production.`,
        `${capabilities}: remove Push Notifications and add it again.`,
      ),
    ];
  }
  if (app.alertEnvironments.includes(environment)) return [];
  return [
    report(
      'error',
      'environment_not_served',
      `is for ${environment} (\`aps-environment\`), where no credential of ${app.appId} covers alerts.`,
      `Store a credential for ${environment}. Xcode's own file says development; an export for TestFlight or the App ` +
        'Store makes it production.',
    ),
  ];
}

function checkApplicationIdentifier(content: PlistDictionary, app: StoredApp, report: Report): Finding[] {
  const identifier = applicationIdentifier(content);
  if (identifier === undefined) return [];
  const { teamId, bundleId } = identifier;
  if (bundleId.endsWith('*')) {
    return [
      report(
        'error',
        'app_id_wildcard',
        `is for the wildcard App ID \`${bundleId}\`, which cannot have pushes.`,
        `Create an explicit App ID for ${app.appId} in the developer account, and sign with its profile.`,
      ),
    ];
  }
  const isOtherTeam = app.teamIds.length > 0 && !app.teamIds.includes(teamId);
  return [
    ...checkBundleId(bundleId, app, report),
    ...(isOtherTeam
      ? [
          report(
            'error',
            'team_differs',
            `is signed by the team ${teamId}, while the stored keys are of ${app.teamIds.join(', ')}.`,
            'Store a key of the team that signs the app: a key pushes only to apps of its own team.',
          ),
        ]
      : []),
  ];
}

function checkNotificationEntitlements(
  content: PlistDictionary,
  info: PlistDictionary | undefined,
  report: Report,
): Finding[] {
  const prefix = 'com.apple.developer.usernotifications';
  const findings: Finding[] = [];
  if (content.get(`${prefix}.time-sensitive`) !== true) {
    findings.push(
      report(
        'note',
        'time_sensitive_missing',
        'does not allow time-sensitive notifications: a call that rings as an alert waits while a Focus is on.',
        `${capabilities} > + Capability > Time Sensitive Notifications.`,
      ),
    );
  }
  if (content.get(`${prefix}.communication`) !== true) {
    findings.push(
      report(
        'note',
        'communication_missing',
        "does not allow communication notifications: banners show the app's icon, not the sender's picture.",
        `${capabilities} > + Capability > Communication Notifications.`,
      ),
    );
  } else if (info !== undefined && !texts(info.get('NSUserActivityTypes')).includes('INSendMessageIntent')) {
    findings.push(
      report(
        'warning',
        'message_intent_missing',
        'allows communication notifications, but the Info.plist does not list INSendMessageIntent, so iOS shows none.',
        'Add INSendMessageIntent to NSUserActivityTypes in Info.plist.',
      ),
    );
  }
  return findings;
}

/** Only in signed files; a project's file leaves it to the build. */
function applicationIdentifier(content: PlistDictionary): { teamId: string; bundleId: string } | undefined {
  const identifier =
    literal(content.get('application-identifier')) ?? literal(content.get('com.apple.application-identifier'));
  const [, teamId, bundleId] = /^([A-Z0-9]{10})\.(.+)$/.exec(identifier ?? '') ?? [];
  return teamId === undefined || bundleId === undefined ? undefined : { teamId, bundleId };
}

/** A string without build variables, such as `$(PRODUCT_BUNDLE_IDENTIFIER)` and `${TARGET_NAME}`. */
function literal(value: PlistValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && !/\$[({]/.test(value) ? value : undefined;
}

function texts(value: PlistValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
