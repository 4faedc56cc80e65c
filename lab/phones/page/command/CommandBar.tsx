import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { PhoneView } from '../../view.ts';
import { ExplainIcon, OptionsIcon, PhoneIcon, SendIcon, SwapIcon, VideoIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import type { LabState } from '../labState.ts';
import { displayName, usersOf } from '../people.ts';
import { ringpostApi } from '../ringpostApi.ts';
import { CallStrip } from './CallStrip.tsx';
import type { useGroups } from './groups.ts';
import { MessageOptions } from './MessageOptions.tsx';
import { draftLabels, emptyDraft, isEmpty, type MessageDraft, messageBody, settingsOf } from './messageDraft.ts';
import { NewGroup } from './NewGroup.tsx';
import { Outcome, type OutcomeReport } from './Outcome.tsx';
import { usePlacedCalls } from './placedCalls.ts';
import { RouteSelect } from './RouteSelect.tsx';
import { addressOf, keyOfGroup, mentionableIn, nameOf, type Recipient, recipientOf } from './recipients.ts';

interface CommandBarProps extends ReturnType<typeof useGroups> {
  phones: readonly PhoneView[];
  connection: LabState['connection'];
}

/** Acts as one user on another or on a group, with the real API. */
export function CommandBar({ phones, groups, addGroup, connection }: CommandBarProps) {
  const users = usersOf(phones);
  const [chosenFrom, setFrom] = useState<string>();
  const [chosenTo, setTo] = useState<string>();
  const [draft, setDraft] = useState<MessageDraft>(emptyDraft);
  const [showsOptions, setShowsOptions] = useState(false);
  const [report, setReport] = useState<OutcomeReport>();
  const placed = usePlacedCalls(users, connection);
  const [busy, setBusy] = useState(false);
  /** A second click arrives before the button is drawn as disabled. */
  const isStarting = useRef(false);

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
  const isInCall = placed.isCalling(from);
  const change = (changed: Partial<MessageDraft>) => setDraft((before) => ({ ...before, ...changed }));

  async function send(event: Event) {
    event.preventDefault();
    if (!ready || isEmpty(draft)) return;
    setBusy(true);
    const answer = await ringpostApi.sendMessage(from, messageBody(draft, to));
    setBusy(false);
    const lead = `${displayName(from)} to ${nameOf(to)}:`;
    setReport({
      lead,
      quote: draft.text.trim(),
      labels: draftLabels(draft),
      answer,
      ...(answer.ok && { sent: { messageId: answer.value.messageId, from } }),
    });
    if (answer.ok) change({ text: '', attachments: [], mentions: [] });
  }

  async function explain() {
    if (!ready || isEmpty(draft)) return;
    setBusy(true);
    const answer = await ringpostApi.explainMessage(from, messageBody(draft, to));
    setBusy(false);
    setReport({
      lead: `If ${displayName(from)} sends ${nameOf(to)}`,
      quote: draft.text.trim(),
      labels: draftLabels(draft),
      answer: answer.ok ? { ok: true, value: { targets: [] } } : answer,
      ...(answer.ok && { explanation: answer.value }),
    });
  }

  async function startCall(hasVideo: boolean) {
    if (!ready || isInCall || isStarting.current) return;
    isStarting.current = true;
    setBusy(true);
    await openToCall(phones, from);
    const answer = await ringpostApi.startCall(from, addressOf(to), hasVideo);
    setBusy(false);
    isStarting.current = false;
    if (!answer.ok) {
      const isAnswered = answer.problem.code === 'glare' && (await answerInstead(phones, from, answer.problem));
      setReport(isAnswered ? undefined : { lead: `${displayName(from)} calls ${nameOf(to)}`, answer });
      return;
    }
    const { callId, state, targets = [] } = answer.value;
    setReport(undefined);
    const callee = 'group' in to ? { name: nameOf(to) } : { userIds: [to.userId] };
    placed.add({ callId, from, to: callee, state, targets, startedAtMs: Date.now() });
  }

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
            placeholder={to ? `Message to ${nameOf(to)}` : ''}
            value={draft.text}
            maxLength={2000}
            onInput={({ currentTarget }) => change({ text: currentTarget.value })}
          />
          <button
            type="button"
            class="options-button"
            aria-label="Message options"
            title="Voice, image, file, title, sound, interruption level, mentions"
            aria-expanded={showsOptions}
            onClick={() => setShowsOptions(!showsOptions)}
          >
            <OptionsIcon />
            {settings > 0 && <span class="options-count">{settings}</span>}
          </button>
          <button
            type="button"
            class="options-button"
            data-testid="explain"
            aria-label="Explain what would happen"
            title="What would happen, and what it costs: nothing is sent"
            disabled={!ready || isEmpty(draft)}
            onClick={explain}
          >
            <ExplainIcon />
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
            disabled={!ready || isInCall}
            title={isInCall ? `${displayName(from ?? '')} is in a call` : undefined}
            onClick={() => startCall(false)}
          >
            <PhoneIcon />
            Call
          </button>
          <button
            type="button"
            class="call-button video"
            data-testid="video-call"
            disabled={!ready || isInCall}
            title={isInCall ? `${displayName(from ?? '')} is in a call` : undefined}
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
      <div class="command-status">
        {placed.calls.map((call) => (
          <CallStrip
            key={call.callId}
            placed={call}
            phones={phones}
            isConnected={connection === 'open'}
            isNarrow={report !== undefined || placed.calls.length > 1}
            onChange={(change) => placed.change(call.callId, change)}
            onClose={() => placed.close(call.callId)}
          />
        ))}
        <Outcome report={report} phones={phones} isNarrow={placed.calls.length > 0} onReport={setReport} />
        {placed.calls.length === 0 && !report && <p class="hint">{hintFor(users, from, to)}</p>}
      </div>
    </div>
  );
}

/** What to try, or what is missing. */
function hintFor(users: readonly string[], from: string | undefined, to: Recipient | undefined): string {
  if (users.length === 0) return 'Add a phone. It registers with Ringpost as a real app does.';
  if (from === undefined || to === undefined) return 'Add a phone of another user to send messages and call.';
  if ('group' in to) return `Try it: mention somebody who has muted ${nameOf(to)}.`;
  if (from === to.userId) return 'Choose two different people.';
  const callee = nameOf(to);
  return `Try it: kill the app on ${callee}’s phone and send a message, or call ${callee} and answer.`;
}

/** To call, a user opens the app: on the phone where it is open already, or else on the first. */
async function openToCall(phones: readonly PhoneView[], userId: string): Promise<void> {
  const own = phones.filter((phone) => phone.userId === userId && phone.installed && phone.network === 'on');
  if (own[0] && !own.some(({ state }) => state === 'foreground')) await labApi.act(own[0].phoneId, 'open');
}

/** What an app does if the callee is already calling its user: it answers, on the phone that rings. */
async function answerInstead(
  phones: readonly PhoneView[],
  userId: string,
  { callId }: Problem & { callId?: string },
): Promise<boolean> {
  const phone = phones.find((each) => each.userId === userId && each.call?.callId === callId);
  return phone !== undefined && (await labApi.act(phone.phoneId, 'answer')).ok;
}
