/**
 * ZEGOCLOUD ZIM: `pushConfig` with `voIPConfig` and `resourcesID`, as its SDKs take it for messages and for call
 * invitations. Source: ZIM API reference, ZIMPushConfig and ZIMVoIPConfig.
 */
import type { Adapted, Foreign, MessageBody, Parties } from './adapted.ts';
import { isFields, Reading } from './reading.ts';
import { defined, longestName, longestText, longestThread, longestTitle } from './settings.ts';

export type ZegoPushConfig = Foreign<{
  readonly title?: string;
  readonly content?: string;
  readonly payload?: string;
  readonly resourcesID?: string;
  readonly threadID?: string;
  readonly enableBadge?: boolean;
  readonly badgeIncrement?: number;
  readonly voIPConfig?: Foreign<{
    /** CallKit's `CXHandle.HandleType`: 1 generic, 2 phone number, 3 e-mail address. */
    readonly iOSVoIPHandleType?: number;
    readonly iOSVoIPHandleValue?: string;
    readonly iOSVoIPHasVideo?: boolean;
  }>;
}>;

export interface ZegoOptions extends Parties {
  /** The message that the push is about. Without it, `content` alone is what the phone shows. */
  elements?: MessageBody['elements'];
  /**
   * How long it rings: `timeout` of `ZIMCallInviteConfig`, which is 90 unless set. Only for calls.
   */
  timeoutSeconds?: number;
}

/** A call if there is a `voIPConfig`, otherwise a message whose policy is named like `resourcesID`. */
export function zegoPush(config: ZegoPushConfig, options: ZegoOptions): Adapted {
  const reading = new Reading(config);
  return isFields(config) && isFields(config.voIPConfig) ? zegoCall(reading, options) : zegoMessage(reading, options);
}

function zegoMessage(reading: Reading, { from, to, elements }: ZegoOptions): Adapted {
  const isCounted = reading.flag(['enableBadge']) === true;
  const increment = reading.integer(['badgeIncrement'], 0, 99);
  const isIncrementLost = !isCounted && increment !== undefined && increment > 0;
  if (isIncrementLost) reading.refuse(['badgeIncrement'], 'enableBadge is not set, so ZEGO does not use it either.');
  const offlinePush = defined({
    policyId: policyIn(reading),
    title: reading.text(['title'], longestTitle),
    desc: reading.text(['content'], longestText),
    ext: reading.whole('payload'),
    threadId: reading.text(['threadID'], longestThread),
    badge: isCounted ? defined({ mode: 'increment' as const, value: increment }) : ({ mode: 'none' } as const),
  }) as MessageBody['offlinePush'];
  reading.drop(['oppoTemplateConfig'], 'Ringpost pushes to Apple only.');
  const body = { from, to, elements: elements ?? [{ type: 'custom' as const }], ...defined({ offlinePush }) };
  return { request: { route: 'POST /v1/server/messages', body }, notCarried: reading.notCarried() };
}

function policyIn(reading: Reading): string | undefined {
  const id = reading.text(['resourcesID'], 64);
  if (id === undefined || /^[A-Za-z0-9._-]+$/.test(id)) return id;
  return reading.refuse(['resourcesID'], 'A policy is named by letters, digits, `.`, `_` and `-`.');
}

const handleTypes = { 1: 'generic', 2: 'phoneNumber', 3: 'emailAddress' } as const;

function zegoCall(reading: Reading, { from, to, timeoutSeconds }: ZegoOptions): Adapted {
  const type = reading.oneOf(['voIPConfig', 'iOSVoIPHandleType'], [1, 2, 3] as const) ?? 1;
  const value = reading.text(['voIPConfig', 'iOSVoIPHandleValue'], 255);
  if (value === undefined) reading.drop(['voIPConfig', 'iOSVoIPHandleType'], 'There is no iOSVoIPHandleValue.');
  const call = defined({
    handle: value === undefined ? undefined : { type: handleTypes[type], value },
    hasVideo: reading.flag(['voIPConfig', 'iOSVoIPHasVideo']),
    callerName: reading.text(['title'], longestName),
    ext: reading.whole('payload'),
    timeoutSeconds,
  });
  reading.drop(['resourcesID'], 'A call rings without a policy: ZEGO needs one to push by VoIP.');
  reading.drop(['content'], 'A phone that rings shows the caller, and no text.');
  for (const name of ['threadID', 'enableBadge', 'badgeIncrement']) {
    reading.drop([name], 'A phone that rings shows no notification.');
  }
  reading.drop(['oppoTemplateConfig'], 'Ringpost pushes to Apple only.');
  const body = { from, to, ...call };
  return { request: { route: 'POST /v1/server/calls', body }, notCarried: reading.notCarried() };
}
