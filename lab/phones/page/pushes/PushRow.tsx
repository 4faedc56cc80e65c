import type { AnsweredPush } from '../../../apple/apple.ts';
import type { PhoneView } from '../../view.ts';
import { BellIcon, ChevronIcon, PhoneIcon } from '../icons.tsx';
import { preciseTime } from '../time.ts';
import { Json } from './Json.tsx';

/** One push: one line to read at a glance, and all of it when opened. */
export function PushRow({ push, phones }: { push: AnsweredPush; phones: readonly PhoneView[] }) {
  const { host, status, reason, headers, phoneId, at } = push;
  const { 'apns-push-type': pushType = 'no type', 'apns-topic': topic = 'no topic' } = headers;
  const phone = phones.find((candidate) => candidate.phoneId === phoneId);
  return (
    <li class="push-row" data-testid="push-row">
      <details>
        <summary>
          <span class={`push-kind ${pushType}`} aria-hidden="true">
            {pushType === 'voip' ? <PhoneIcon /> : <BellIcon />}
          </span>
          <span class="push-main">
            <span class="push-to">
              <strong>{phone?.name ?? phoneId ?? 'Unknown phone'}</strong>
              <span class={`push-status ${status < 300 ? 'good' : status < 500 ? 'bad' : 'worse'}`}>
                {status} {reason ?? (status < 300 ? 'accepted' : '')}
              </span>
            </span>
            <span class="push-where">
              <b>{pushType}</b> to <b>{host}</b>
              <time dateTime={at}>{preciseTime(at)}</time>
            </span>
            <span class="push-topic">{topic}</span>
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
          <Json value={push.payload} />
        </div>
      </details>
    </li>
  );
}
