import type { AnsweredPush } from '../../../apple/apple.ts';
import type { PhoneView } from '../../view.ts';
import { BellIcon, ChevronIcon, PhoneIcon } from '../icons.tsx';
import { preciseTime } from '../time.ts';
import { Json } from './Json.tsx';
import { pushWords } from './pushWords.ts';

/** One push: a line to read at a glance, and everything when opened. */
export function PushRow({ push, phones }: { push: AnsweredPush; phones: readonly PhoneView[] }) {
  const { host, status, reason, headers, phoneId, at, payload, isProbe } = push;
  const { 'apns-push-type': pushType = 'no type' } = headers;
  const phone = phones.find((candidate) => candidate.phoneId === phoneId);
  const words = isProbe ? 'Checks a credential' : pushWords(payload);
  return (
    <li class="push-row" data-testid="push-row">
      <details>
        <summary>
          <span class={`push-kind ${pushType}`} aria-hidden="true">
            {pushType === 'voip' ? <PhoneIcon /> : <BellIcon />}
          </span>
          <span class="push-main">
            <span class="push-to">
              <strong>{phone?.name ?? phoneId ?? (isProbe ? 'Nobody' : 'Unknown phone')}</strong>
              <time dateTime={at}>{preciseTime(at)}</time>
            </span>
            <span class="push-where">
              <b>{pushType}</b> to <b>{host}</b>
              <span class={`push-status ${lookOf(push)}`}>
                {status} {reason ?? (status < 300 ? 'accepted' : '')}
              </span>
            </span>
            {words !== '' && (
              <span class="push-words" dir="auto">
                {words}
              </span>
            )}
          </span>
          <ChevronIcon />
        </summary>
        <div class="push-detail">
          <h3>Headers</h3>
          <dl>
            {Object.entries(headers).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
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

/** The expected answer to a credential check is that there is no such token. */
function lookOf({ status, reason, isProbe }: AnsweredPush): string {
  if (isProbe && reason === 'BadDeviceToken') return 'quiet';
  if (status < 300) return 'good';
  return status < 500 ? 'bad' : 'worse';
}
