import { useEffect, useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { Avatar } from '../command/Avatar.tsx';
import { BellIcon, BellOffIcon } from '../icons.tsx';
import { displayName } from '../people.ts';
import { type ConversationSettings, ringpostApi } from '../ringpostApi.ts';
import { BareSelect } from '../Select.tsx';
import type { Conversation } from './conversationList.ts';
import { Reachability } from './Reachability.tsx';

type Level = ConversationSettings['level'];

const levelOptions = [
  ['all', 'All messages'],
  ['mentions', 'Mentions only'],
  ['silent', 'Silent'],
  ['none', 'Muted'],
] as const satisfies [Level, string][];

interface ConversationsProps {
  userId: string;
  conversations: readonly Conversation[];
}

/** The user's settings in the app for each conversation: they apply on all phones. */
export function Conversations({ userId, conversations }: ConversationsProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [settings, setSettings] = useState<Readonly<Record<string, ConversationSettings>>>({});
  const [problem, setProblem] = useState<Pick<Problem, 'detail' | 'fix'>>();
  const [isOpen, setOpen] = useState(false);
  const list = conversations.map(({ conversationId }) => conversationId).join(' ');

  useEffect(() => {
    const ids = list.split(' ').filter(Boolean);
    void Promise.all(ids.map(async (id) => [id, await ringpostApi.readConversation(userId, id)] as const)).then(
      (answers) => {
        const known = answers.flatMap(([id, answer]) => (answer.ok ? [[id, answer.value] as const] : []));
        // What the user has set meanwhile is newer.
        setSettings((before) => ({ ...Object.fromEntries(known), ...before }));
      },
    );
  }, [userId, list]);

  async function change(conversationId: string, level: Level) {
    const answer = await ringpostApi.putConversation(userId, conversationId, level);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setSettings((before) => ({ ...before, [conversationId]: answer.value }));
  }

  const user = displayName(userId);
  const quiet = conversations.filter(({ conversationId }) => (settings[conversationId]?.level ?? 'all') !== 'all');
  return (
    <>
      <button
        type="button"
        class={quiet.length > 0 ? 'conversations-button quiet' : 'conversations-button'}
        aria-label={`${user}’s conversations`}
        title={`Notification settings, quiet hours and blocks of ${user}`}
        onClick={() => {
          setOpen(true);
          dialog.current?.showModal();
        }}
      >
        {quiet.length > 0 ? <BellOffIcon /> : <BellIcon />}
        {quiet.length > 0 && <span>{quiet.map(({ name }) => name).join(', ')}</span>}
      </button>
      <dialog ref={dialog} class="dialog" aria-label={`${user}’s conversations`} onClose={() => setOpen(false)}>
        <form method="dialog">
          <h2>{user}’s conversations</h2>
          <p>
            What {user} has set these in the app, for all of {user}’s phones.
          </p>
          <ul class="conversation-list">
            {conversations.map(({ conversationId, name }) => (
              <Row
                key={conversationId}
                name={name}
                level={settings[conversationId]?.level ?? 'all'}
                onChange={(level) => change(conversationId, level)}
              />
            ))}
          </ul>
          <Reachability
            userId={userId}
            others={conversations.flatMap(({ conversationId }) => userIn(conversationId) ?? [])}
            isOpen={isOpen}
            onProblem={setProblem}
          />
          {problem && (
            <p class="note" role="alert">
              {problem.detail} {problem.fix}
            </p>
          )}
          <div class="dialog-buttons">
            <button type="submit" class="primary-button">
              Done
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

/** `user:alice` → `alice`; undefined for a group. */
function userIn(conversationId: string): string | undefined {
  return conversationId.startsWith('user:') ? conversationId.slice('user:'.length) : undefined;
}

interface RowProps {
  name: string;
  level: Level;
  onChange(level: Level): void;
}

function Row({ name, level, onChange }: RowProps) {
  return (
    <li>
      <Avatar name={name} />
      <strong>{name}</strong>
      <BareSelect label={`Messages of ${name}`} value={level} options={levelOptions} onChange={onChange} />
    </li>
  );
}
