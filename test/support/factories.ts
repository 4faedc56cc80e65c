/** Things of the domain, whole and valid: a test says only what matters to it. */
import type { Call, Participant } from '../../shared/calls/rules/call.ts';
import type { CallRecord } from '../../shared/calls/rules/record.ts';
import type { Message } from '../../shared/content/message.ts';
import type { Device, DeviceToken } from '../../shared/devices/rules/device.ts';
import type { Registration } from '../../shared/devices/rules/registration.ts';

/** When everything here was made; `manualClock` starts at the same moment. */
export const startMs = Date.parse('2026-11-22T12:00:00Z');
export const appId = 'com.example.app';

/** A device token of the usual 32 bytes: the text's own bytes, padded, so that different names make different tokens. */
export function tokenHex(name: string): string {
  return Buffer.from(name).toString('hex').padEnd(64, '0');
}

/** The moment as the API and the store write it. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}

export function aToken(name: string, changes: Partial<DeviceToken> = {}): DeviceToken {
  return {
    token: tokenHex(name),
    environment: 'production',
    state: 'unproven',
    registeredAtMs: startMs - 60_000,
    ...changes,
  };
}

/** Bob's phone, with a token of each kind. */
export function aDevice(changes: Partial<Device> = {}): Device {
  const { deviceId = 'phone-1' } = changes;
  return {
    userId: 'bob',
    deviceId,
    appId,
    tokens: { alert: aToken(`${deviceId} alert`), voip: aToken(`${deviceId} voip`) },
    registeredAtMs: startMs - 60_000,
    ...changes,
  };
}

/** What is kept of a device that is rung by alerts, because it has not reported two calls. */
export const missedTwice = {
  reports: {
    missedReports: ['c1', 'c2'],
    missedCallers: ['alice', 'carol'],
    missedReportAtMs: startMs - 200_000,
    missedRangAtMs: startMs - 260_000,
    missedReportVersion: '',
    reportingVersion: '',
  },
} satisfies Partial<Device>;

export function aRegistration(changes: Partial<Registration> = {}): Registration {
  const { deviceId = 'phone-1' } = changes;
  return {
    userId: 'bob',
    deviceId,
    appId,
    tokens: {
      alert: { token: tokenHex(`${deviceId} alert`), environment: 'auto' },
      voip: { token: tokenHex(`${deviceId} voip`), environment: 'auto' },
    },
    ...changes,
  };
}

export function aMessage(changes: Partial<Message> = {}): Message {
  return {
    messageId: '7b1e8ad0-5d52-4f0e-9c3c-4ad2f6a5d001',
    from: 'alice',
    sender: {},
    elements: [{ type: 'text', text: 'hi' }],
    mentions: [],
    onlineUserOnly: false,
    offlinePush: {},
    apnsCollapseId: 'the-collapse-id-of-the-message',
    createdAtMs: startMs,
    ...changes,
  };
}

/** Alice rings Bob for a minute. */
export function aCall(changes: Partial<Call> = {}): Call {
  return {
    callId: 'c0ffee00-0000-4000-8000-000000000001',
    from: 'alice',
    state: 'ringing',
    participants: [aParticipant()],
    createdAtMs: startMs,
    expiresAtMs: startMs + 60_000,
    version: 1,
    ...changes,
  };
}

/** Bob, whose phones ring. */
export function aParticipant(changes: Partial<Participant> = {}): Participant {
  return { userId: 'bob', state: 'ringing', expiresAtMs: startMs + 60_000, ...changes };
}

/** Alice's call as it is kept. */
export function aCallRecord(call = aCall(), changes: Partial<CallRecord> = {}): CallRecord {
  return {
    call,
    hasVideo: true,
    details: { handle: { type: 'generic', value: 'alice' }, callerName: 'Alice', hasVideo: true },
    ...changes,
  };
}
