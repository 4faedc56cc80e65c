import { describe, expect, it } from 'vitest';
import { callOperations } from '../../../shared/api/schemas/calls.ts';
import { deviceOperations } from '../../../shared/api/schemas/devices.ts';
import { callView, listedDevice, registeredDevice } from '../../../shared/api/views.ts';
import {
  aCall,
  aCallRecord,
  aDevice,
  aParticipant,
  appId,
  aToken,
  isoTime,
  startMs,
  tokenHex,
} from '../../support/factories.ts';

const device = aDevice({
  tokens: { alert: aToken('A', { environment: 'auto' }), voip: aToken('V', { state: 'proven' }) },
  presence: { state: 'foreground', untilMs: startMs + 1 },
  locale: 'en',
  audienceMark: 'of the index of audiences',
  timeZone: undefined,
});

describe('a device that was registered', () => {
  it('is shown with the state of its tokens, but not the tokens', () => {
    // Prepare: the device above

    // Act
    const view = registeredDevice(device);

    // Assess
    expect(view).toEqual({
      pushId: `${appId}/phone-1`,
      userId: 'bob',
      deviceId: 'phone-1',
      appId,
      tokens: {
        alert: { environment: 'auto', state: 'unproven' },
        voip: { environment: 'production', state: 'proven' },
      },
    });
    expect(deviceOperations['PUT /v1/devices/{deviceId}'].answers[200].safeParse(view).error).toBeUndefined();
  });
});

describe('a device in the list', () => {
  it("is shown with the app's facts, its presence and the beginnings of its tokens", () => {
    // Prepare: the device above

    // Act
    const view = listedDevice(device, startMs);

    // Assess
    const registeredAt = isoTime(aToken('A').registeredAtMs);
    expect(view).toEqual({
      pushId: `${appId}/phone-1`,
      deviceId: 'phone-1',
      appId,
      locale: 'en',
      registeredAt: isoTime(device.registeredAtMs),
      online: true,
      tokens: {
        alert: { tokenStart: tokenHex('A').slice(0, 8), environment: 'auto', state: 'unproven', registeredAt },
        voip: { tokenStart: tokenHex('V').slice(0, 8), environment: 'production', state: 'proven', registeredAt },
      },
    });
    const { answers } = deviceOperations['GET /v1/devices'];
    expect(answers[200].safeParse({ devices: [JSON.parse(JSON.stringify(view))] }).error).toBeUndefined();
  });

  it('is shown without what Ringpost stores with it', () => {
    // Prepare
    const stored = { ...device, storedSince: 'a later version' };

    // Act
    const view = listedDevice(stored, startMs);

    // Assess
    expect(view).toEqual(listedDevice(device, startMs));
  });

  it('is offline once its time-to-live is over', () => {
    // Prepare: the device above

    // Act
    const { online } = listedDevice(device, startMs + 1);

    // Assess
    expect(online).toBe(false);
  });
});

describe('a call', () => {
  const answered = aParticipant({ state: 'answered', answeredBy: { userId: 'bob', deviceId: 'b1' } });
  const record = {
    ...aCallRecord(aCall({ state: 'answered', participants: [answered] })),
    targets: [{ userId: 'bob', deviceId: 'b1', kind: 'voip', outcome: 'accepted', status: 200 } as const],
    timeline: [{ at: '2026-11-22T12:00:00.000Z', event: 'ringing', userId: 'bob' }],
  };
  const shared = {
    callId: record.call.callId,
    state: 'answered',
    from: 'alice',
    hasVideo: true,
    callerName: 'Alice',
    handle: { type: 'generic', value: 'alice' },
    participants: [{ userId: 'bob', state: 'answered' }],
    createdAt: '2026-11-22T12:00:00.000Z',
    expiresAt: '2026-11-22T12:01:00.000Z',
  };

  it.each([
    [
      'the caller, with the outcomes of the pushes',
      { userId: 'alice' },
      { ...shared, targets: record.targets, timeline: record.timeline },
    ],
    ['the phone that answered', { userId: 'bob', deviceId: 'b1' }, shared],
    [
      'another phone, which stops ringing',
      { userId: 'bob', deviceId: 'b2' },
      { ...shared, endedReason: 4, endedReasonName: 'answeredElsewhere' },
    ],
  ])('is shown from the view of %s', (_who, viewer, expected) => {
    // Prepare: the row

    // Act
    const view = callView(record, viewer);

    // Assess
    expect(JSON.parse(JSON.stringify(view))).toStrictEqual(expected);
    expect(callOperations['GET /v1/calls/{callId}'].answers[200].safeParse(view).error).toBeUndefined();
  });

  it('has a timeline sorted by time', () => {
    // Prepare
    const at = (second: number) => isoTime(startMs + second * 1000);
    const noted = ['ringing', 'answered', 'callReported'].map((event, index) => ({
      at: at([0, 9, 4][index] ?? 0),
      event,
    }));

    // Act
    const { timeline = [] } = callView({ ...record, timeline: noted }, { userId: 'alice' });

    // Assess
    expect(timeline.map(({ event }) => event)).toEqual(['ringing', 'callReported', 'answered']);
  });
});
