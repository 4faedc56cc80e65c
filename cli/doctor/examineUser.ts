/** What is known about a user, why the user is reached or not, and what is wrong with that. */
import { repairView } from '../../shared/api/views.ts';
import type { Finding } from '../../shared/credentials/rules/finding.ts';
import { type ApnsEnvironment, type Device, isOnline, type TokenKind } from '../../shared/devices/rules/device.ts';
import { isGuarded } from '../../shared/devices/rules/reportGuard.ts';
import {
  type DescribeUserPorts,
  type DeviceDescription,
  describeUser,
} from '../../shared/messages/flows/describeUser.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';

export interface UserExamination {
  userId: string;
  isOnline: boolean;
  devices: DeviceExamination[];
  findings: Finding[];
}

/** The code that sends decides what a message and a call would do now; rules: docs/api.md, "Outcomes". */
export interface DeviceExamination extends Pick<DeviceDescription, 'message' | 'call'> {
  deviceId: string;
  appId: string;
  isOnline: boolean;
  tokens: TokenExamination[];
  /** What happened to tokens because of Apple's answers, oldest first. */
  repairs: ReturnType<typeof repairView>[];
}

export interface TokenExamination {
  kind: TokenKind;
  /** The whole token is not shown. */
  tokenStart: string;
  environment: ApnsEnvironment | 'auto';
  state: string;
  registeredAt: string;
}

/** @returns the findings that need no look at credentials. */
export async function examineUser(ports: DescribeUserPorts, userId: string): Promise<UserExamination> {
  const user = await describeUser(ports, userId);
  const nowMs = ports.clock.nowMs();
  return {
    userId,
    isOnline: user.isOnline,
    devices: user.devices.map((description) => examineDevice(description, nowMs)),
    findings: user.devices.length === 0 ? [noDevice(userId)] : user.devices.flatMap(({ device }) => findingsOf(device)),
  };
}

function examineDevice({ device, message, call }: DeviceDescription, nowMs: number): DeviceExamination {
  const { deviceId, appId, tokens, repairs = [] } = device;
  return {
    deviceId,
    appId,
    isOnline: isOnline(device, nowMs),
    message,
    call,
    tokens: Object.entries(tokens).map(([kind, { token, environment, state, registeredAtMs }]) => ({
      kind: kind as TokenKind,
      tokenStart: token.slice(0, 8),
      environment,
      state,
      registeredAt: isoTime(registeredAtMs),
    })),
    repairs: repairs.map(repairView),
  };
}

function noDevice(userId: string): Finding {
  return {
    code: 'no_device',
    severity: 'error',
    userId,
    what: `${userId} has no device here, so nothing can reach this user.`,
    fix:
      "The app registers with PUT /v1/devices/{deviceId} after login, with a JWT of this stage's issuer whose `sub` is " +
      `exactly \`${userId}\`. Logging out removes a device.`,
  };
}

function findingsOf(device: Device): Finding[] {
  const { userId, deviceId, appId, permission, tokens } = device;
  const about = { userId, deviceId, appId };
  const findings: Finding[] = [];
  for (const [kind, { state }] of Object.entries(tokens)) {
    if (state !== 'quarantined') continue;
    findings.push({
      ...about,
      code: 'token_quarantined',
      severity: 'error',
      kind: kind as TokenKind,
      what: `The ${kind} token of ${deviceId} gets no pushes: both of Apple's hosts reject it.`,
      fix:
        `Open the app: it registers a new token. If that is rejected too, the app has a bundle ID other than ${appId}, ` +
        'or registers the token under the wrong kind.',
    });
  }
  if (tokens.alert === undefined && tokens.external === undefined) {
    findings.push({
      ...about,
      code: 'no_token',
      severity: 'error',
      kind: 'alert',
      what: `${deviceId} has no alert token: no message reaches it.`,
      fix: 'The app must call registerForRemoteNotifications at each launch, and register the token that it gets.',
    });
  }
  if (tokens.voip === undefined) {
    findings.push({
      ...about,
      code: 'no_token',
      severity: 'note',
      kind: 'voip',
      what: `${deviceId} has no VoIP token: calls ring as alerts.`,
      fix: 'If the app takes calls, it must create a PKPushRegistry at each launch, and register the token that it gets.',
    });
  }
  if (permission === 'denied') {
    findings.push({
      ...about,
      code: 'permission_denied',
      severity: 'warning',
      what: `${deviceId} shows no notifications: the user has not allowed them.`,
      fix: 'Only the user can change that: Settings > Notifications > the app. Calls ring anyway.',
    });
  }
  if (isGuarded(device)) {
    findings.push({
      ...about,
      code: 'report_guard',
      severity: 'warning',
      what: `${deviceId} did not report calls to CallKit, so its calls ring as alerts: iOS would block its VoIP pushes.`,
      fix: 'The app must report each VoIP push to CallKit at once. Fix that, then launch the new version on the phone.',
    });
  }
  return findings;
}
