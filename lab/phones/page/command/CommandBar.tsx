import { useCallback, useState } from 'preact/hooks';
import type { PhoneView } from '../../view.ts';
import { OptionsIcon, PhoneIcon, SendIcon, SwapIcon, VideoIcon } from '../icons.tsx';
import { displayName, usersOf } from '../people.ts';
import { ringpostApi } from '../ringpostApi.ts';
import { CallStrip, type PlacedCall } from './CallStrip.tsx';
import type { useGroups } from './groups.ts';
import { MessageOptions } from './MessageOptions.tsx';
import { draftWords, emptyDraft, isEmpty, type MessageDraft, messageBody, settingsOf } from './messageDraft.ts';
import { NewGroup } from './NewGroup.tsx';
import { Outcome, type OutcomeReport } from './Outcome.tsx';
import { RouteSelect } from './RouteSelect.tsx';
import { addressOf, keyOfGroup, mentionableIn, nameOf, type Recipient, recipientOf } from './recipients.ts';

interface CommandBarProps extends ReturnType<typeof useGroups> {
  phones: readonly PhoneView[];
}

/** Acts as one user on another or on a group, with the real API. */
export function CommandBar({ phones, groups, addGroup }: CommandBarProps) {
  const users = usersOf(phones);
  const [chosenFrom, setFrom] = useState<string>();
  const [chosenTo, setTo] = useState<string>();
  const [draft, setDraft] = useState<MessageDraft>(emptyDraft);
  const [showsOptions, setShowsOptions] = useState(false);
  const [report, setReport] = useState<OutcomeReport>();
  const [call, setCall] = useState<PlacedCall>();
  const [busy, setBusy] = useState(false);

  const from = chosenFrom && users.includes(chosenFrom) ? chosenFrom : users[0];
  const chosen = recipientOf(chosenTo, groups);
  const isThere = chosen !== undefined && ('group' in chosen || users.includes(chosen.userId));
  const to = isThere
    ? chosen
    : recipientOf(
        users.find((user) => user !== from),
        [],
      );
  const toKey = to && ('group' in to ? keyOfGroup(to.group) : to.userId);
  const ready = from !== undefined && to !== undefined && from !== toKey && !busy;
  const change = (changed: Partial<MessageDraft>) => setDraft((before) => ({ ...before, ...changed }));

  async function send(event: Event) {
    event.preventDefault();
    if (!ready || isEmpty(draft)) return;
    setBusy(true);
    const answer = await ringpostApi.sendMessage(from, messageBody(draft, to));
    setBusy(false);
    const what = `${displayName(from)} to ${nameOf(to)}: ${draftWords(draft)}`;
    setReport({ what, answer, ...(answer.ok && { sent: { messageId: answer.value.messageId, from } }) });
    if (answer.ok) change({ text: '', attachments: [], mentions: [] });
  }

  async function startCall(hasVideo: boolean) {
    if (!ready) return;
    setBusy(true);
    const answer = await ringpostApi.startCall(from, addressOf(to), hasVideo);
    setBusy(false);
    if (!answer.ok) {
      setReport({ what: `${displayName(from)} calls ${nameOf(to)}`, answer });
      return;
    }
    const { callId, state, targets } = answer.value;
    setReport(undefined);
    setCall({ callId, from, to: nameOf(to), state, targets, startedAtMs: Date.now() });
  }

  const closeCall = useCallback(() => setCall(undefined), []);
  const swap = () => {
    setFrom(toKey);
    setTo(from);
  };
  const settings = settingsOf(draft);

  return (
    <div class="command">
      <form class="command-bar" aria-label="Send a message or call" onSubmit={send}>
        <div class="route">
          <RouteSelect label="From" users={users} value={from} onChange={setFrom} />
          <button
            type="button"
            class="icon-button"
            aria-label="Swap from and to"
            onClick={swap}
            disabled={!ready || 'group' in to}
          >
            <SwapIcon />
          </button>
          <RouteSelect label="To" users={users} groups={groups} value={toKey} onChange={setTo} />
          <NewGroup users={users} from={from} addGroup={addGroup} onAdded={(group) => setTo(keyOfGroup(group))} />
        </div>
        <div class="compose">
          <input
            data-testid="send-text"
            aria-label="Message text"
            placeholder={to ? `Message to ${nameOf(to)}` : 'Add a second user to write to'}
            value={draft.text}
            maxLength={2000}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
          <button
            type="button"
            class="options-button"
            aria-label="Message options"
            title="Voice, image, file, title, sound, mentions"
            aria-expanded={showsOptions}
            onClick={() => setShowsOptions(!showsOptions)}
          >
            <OptionsIcon />
            {settings > 0 && <span class="options-count">{settings}</span>}
          </button>
          <button type="submit" class="send-button" data-testid="send" disabled={!ready || isEmpty(draft)}>
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
        {showsOptions && (
          <MessageOptions draft={draft} mentionable={to ? mentionableIn(to, from) : []} onChange={change} />
        )}
      </form>
      {call && <CallStrip key={call.callId} placed={call} phones={phones} onClose={closeCall} />}
      <Outcome report={report} phones={phones} onReport={setReport} />
      {!call && !report && <p class="hint">{hintFor(from, to)}</p>}
    </div>
  );
}

/** What to try, or what is missing. */
function hintFor(from: string | undefined, to: Recipient | undefined): string {
  if (from === undefined || to === undefined) return 'Add phones of two users to send and call.';
  if ('group' in to) return `Try it: mention somebody who has muted ${nameOf(to)}.`;
  if (from === to.userId) return 'Choose two different people.';
  const callee = nameOf(to);
  return `Try it: kill the app on ${callee}’s phone and send a message, or call ${callee} and answer.`;
}
