import { useEffect } from 'preact/hooks';
import type { PhoneView, RecentCall } from '../../view.ts';
import { OutgoingIcon, PhoneIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { duration } from '../time.ts';
import { callWords } from './callLanguage.ts';
import { phoneTime } from './phoneLanguage.ts';

interface RecentsScreenProps {
  phone: PhoneView;
  onCall(): void;
}

/** The Phone app's list of calls. A tap on one calls back through the app. */
export function RecentsScreen({ phone, onCall }: RecentsScreenProps) {
  const { phoneId, name, recents, missedCalls, locale } = phone;
  const words = callWords(locale);

  // Whoever looks at the list has seen a call that is missed meanwhile, too.
  useEffect(() => {
    if (missedCalls > 0) void labApi.act(phoneId, 'seeRecents');
  }, [phoneId, missedCalls]);

  return (
    <section class="recents" data-testid="recents" aria-label={`${name}: ${words.recents}`}>
      <h3>{words.recents}</h3>
      {recents.length === 0 && <p class="recents-empty">{words.noRecents}</p>}
      <ul>
        {grouped(recents).map(({ call, count }) => (
          <li key={call.callId}>
            <button
              type="button"
              class={call.isMissed ? 'recent missed' : 'recent'}
              data-testid="recent"
              title={words.callBack(call.callerName)}
              onClick={() => {
                onCall();
                void labApi.act(phoneId, 'callBack', { callId: call.callId });
              }}
            >
              <span class="recent-direction">
                {call.isOutgoing && (
                  <>
                    <OutgoingIcon />
                    <span class="visually-hidden">{words.outgoing}</span>
                  </>
                )}
              </span>
              <span class="recent-text">
                <strong dir="auto">
                  {call.callerName}
                  {count > 1 && ` (${count})`}
                </strong>
                <span>
                  {call.hasVideo ? <VideoIcon /> : <PhoneIcon />}
                  {lineOf(call, words)}
                </span>
              </span>
              <time dateTime={call.at}>{phoneTime(Date.parse(call.at), phone.timeZone)}</time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function lineOf({ hasVideo, isMissed, durationSeconds }: RecentCall, words: ReturnType<typeof callWords>): string {
  if (isMissed) return words.missed;
  const kind = hasVideo ? words.video : words.audio;
  return durationSeconds === undefined ? kind : `${kind} · ${duration(0, durationSeconds * 1000)}`;
}

/** Calls in a row with the same person are one entry, with their count. */
function grouped(recents: readonly RecentCall[]): { call: RecentCall; count: number }[] {
  const groups: { call: RecentCall; count: number }[] = [];
  for (const call of recents) {
    const last = groups.at(-1);
    if (last && isSame(last.call, call)) last.count += 1;
    else groups.push({ call, count: 1 });
  }
  return groups;
}

function isSame(one: RecentCall, other: RecentCall): boolean {
  const keys = ['callerName', 'hasVideo', 'isOutgoing', 'isMissed'] as const;
  return keys.every((key) => one[key] === other[key]) && one.handle.value === other.handle.value;
}
