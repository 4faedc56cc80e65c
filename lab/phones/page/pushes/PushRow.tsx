import type { JSX } from 'preact';
import type { AnsweredPush } from '../../../apple/apple.ts';
import type { PhoneView } from '../../view.ts';
import {
  BackgroundIcon,
  BadgeIcon,
  BellIcon,
  ChevronIcon,
  HangUpIcon,
  KeyIcon,
  MissedIcon,
  PhoneIcon,
  PulseIcon,
  RecallIcon,
} from '../icons.tsx';
import { Json } from './Json.tsx';
import { type PushKind, pushKindOf, pushKindWords } from './pushKind.ts';
import { pushWords } from './pushWords.ts';

const kindIcons: Readonly<Record<PushKind, () => JSX.Element>> = {
  alert: BellIcon,
  call: PhoneIcon,
  ring: BellIcon,
  missed: MissedIcon,
  over: HangUpIcon,
  recall: RecallIcon,
  badge: BadgeIcon,
  background: BackgroundIcon,
  live: PulseIcon,
  other: BackgroundIcon,
};

interface PushRowProps {
  push: AnsweredPush;
  phones: readonly PhoneView[];
  /** Milliseconds from the request to Apple's answer. */
  ms: number | undefined;
  /** The phone is pointed at, or no longer. */
  onPoint(phoneId: string | undefined): void;
}

/** One push: a line to read at a glance, and everything when opened. */
export function PushRow({ push, phones, ms, onPoint }: PushRowProps) {
  const { host, status, reason, headers, phoneId, payload, isProbe, path } = push;
  const nobody = path === undefined ? 'Unknown phone' : 'Channel';
  const kind = pushKindOf(push);
  const KindIcon = isProbe ? KeyIcon : kindIcons[kind];
  const phone = phones.find((candidate) => candidate.phoneId === phoneId);
  const words = isProbe ? 'Checks a credential' : pushWords(payload);
  const point = () => onPoint(phoneId);
  const leave = () => onPoint(undefined);
  return (
    <li
      class="push-row"
      data-testid="push-row"
      onMouseEnter={point}
      onMouseLeave={leave}
      onFocusIn={point}
      onFocusOut={leave}
    >
      <details>
        <summary>
          <span class={`push-kind kind-${isProbe ? 'checks' : kind}`} title={pushKindWords[kind]}>
            <KindIcon />
          </span>
          <span class="push-main">
            <span class="push-to">
              <strong>{phone?.name ?? phoneId ?? (isProbe ? 'Nobody' : nobody)}</strong>
              {ms !== undefined && <span class="push-ms">{ms} ms</span>}
              <span class={`push-status ${lookOf(push)}`}>
                {status} {reason ?? (status < 300 ? 'accepted' : '')}
              </span>
            </span>
            <span class="push-where">
              <b>{isProbe ? 'Check' : pushKindWords[kind]}</b> as {headers['apns-push-type'] ?? 'no type'} to {host}
            </span>
          </span>
          <ChevronIcon />
        </summary>
        <div class="push-detail">
          {words !== '' && (
            <p class="push-words" dir="auto">
              {words}
            </p>
          )}
          <h3>Headers</h3>
          <dl>
            {Object.entries(headers).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {value}
                  {name === 'apns-expiration' && <small> {expirationWords(value)}</small>}
                </dd>
              </div>
            ))}
          </dl>
          <h3>Payload</h3>
          <Json value={payload} />
        </div>
      </details>
    </li>
  );
}

/** Apple: 0 means that the push is delivered now or never. */
function expirationWords(value: string): string {
  return value === '0' ? 'now or never' : `until ${new Date(Number(value) * 1000).toLocaleString('en-GB')}`;
}

/** The expected answer to a credential check is that there is no such token. */
function lookOf({ status, reason, isProbe }: AnsweredPush): string {
  if (isProbe && reason === 'BadDeviceToken') return 'quiet';
  if (status < 300) return 'good';
  return status < 500 ? 'bad' : 'worse';
}
