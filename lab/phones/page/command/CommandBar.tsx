import { useCallback, useState } from 'preact/hooks';
import type { PhoneView } from '../../view.ts';
import { PhoneIcon, SendIcon, SwapIcon, VideoIcon } from '../icons.tsx';
import { displayName, usersOf } from '../people.ts';
import { ringpostApi } from '../ringpostApi.ts';
import { Avatar } from './Avatar.tsx';
import { CallStrip, type PlacedCall } from './CallStrip.tsx';
import { Outcome, type OutcomeReport } from './Outcome.tsx';

/** Acts as one user on another, with the real API. */
export function CommandBar({ phones }: { phones: readonly PhoneView[] }) {
  const users = usersOf(phones);
  const [chosenFrom, setFrom] = useState<string>();
  const [chosenTo, setTo] = useState<string>();
  const [text, setText] = useState('');
  const [report, setReport] = useState<OutcomeReport>();
  const [call, setCall] = useState<PlacedCall>();
  const [busy, setBusy] = useState(false);

  const from = chosenFrom && users.includes(chosenFrom) ? chosenFrom : users[0];
  const to = chosenTo && users.includes(chosenTo) ? chosenTo : users.find((user) => user !== from);
  const ready = from !== undefined && to !== undefined && from !== to && !busy;

  async function sendText(event: Event) {
    event.preventDefault();
    if (!ready || text.trim() === '') return;
    setBusy(true);
    const answer = await ringpostApi.sendText(from, to, text);
    setBusy(false);
    setReport({ what: `${displayName(from)} to ${displayName(to)}: “${text}”`, answer });
    if (answer.ok) setText('');
  }

  async function startCall(hasVideo: boolean) {
    if (!ready) return;
    setBusy(true);
    const answer = await ringpostApi.startCall(from, to, hasVideo);
    setBusy(false);
    if (!answer.ok) {
      setReport({ what: `${displayName(from)} calls ${displayName(to)}`, answer });
      return;
    }
    const { callId, state, targets } = answer.value;
    setReport(undefined);
    setCall({ callId, from, to, state, targets, startedAtMs: Date.now() });
  }

  const closeCall = useCallback(() => setCall(undefined), []);
  const swap = () => {
    setFrom(to);
    setTo(from);
  };

  return (
    <div class="command">
      <form class="command-bar" aria-label="Send a message or call" onSubmit={sendText}>
        <div class="route">
          <UserSelect label="From" users={users} value={from} onChange={setFrom} />
          <button type="button" class="icon-button" aria-label="Swap from and to" onClick={swap} disabled={!ready}>
            <SwapIcon />
          </button>
          <UserSelect label="To" users={users} value={to} onChange={setTo} />
        </div>
        <div class="compose">
          <input
            data-testid="send-text"
            aria-label="Message text"
            placeholder={to ? `Message to ${displayName(to)}` : 'Add a second user to write to'}
            value={text}
            maxLength={2000}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button type="submit" class="send-button" data-testid="send" disabled={!ready || text.trim() === ''}>
            <SendIcon />
            <span>Send</span>
          </button>
        </div>
        <div class="call-buttons">
          <button
            type="button"
            class="call-button"
            data-testid="call"
            disabled={!ready}
            onClick={() => startCall(false)}
          >
            <PhoneIcon />
            Call
          </button>
          <button
            type="button"
            class="call-button video"
            data-testid="video-call"
            disabled={!ready}
            onClick={() => startCall(true)}
          >
            <VideoIcon />
            Video call
          </button>
        </div>
      </form>
      {call && <CallStrip key={call.callId} placed={call} phones={phones} onClose={closeCall} />}
      <Outcome report={report} phones={phones} onClose={() => setReport(undefined)} />
      {!call && !report && <p class="hint">{hintFor(from, to)}</p>}
    </div>
  );
}

/** What to try, or what is missing. */
function hintFor(from: string | undefined, to: string | undefined): string {
  if (from === undefined || to === undefined) return 'Add phones of two users to send and call.';
  if (from === to) return 'Choose two different people.';
  const callee = displayName(to);
  return `Try it: kill the app on ${callee}’s phone and send a message, or call ${callee} and answer.`;
}

interface UserSelectProps {
  label: string;
  users: readonly string[];
  value: string | undefined;
  onChange(user: string): void;
}

function UserSelect({ label, users, value, onChange }: UserSelectProps) {
  return (
    <label class="user-select">
      {value !== undefined && <Avatar name={value} />}
      <span class="user-select-text">
        <span class="user-select-label">{label}</span>
        <select aria-label={label} value={value} onChange={({ currentTarget }) => onChange(currentTarget.value)}>
          {users.map((user) => (
            <option key={user} value={user}>
              {displayName(user)}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
