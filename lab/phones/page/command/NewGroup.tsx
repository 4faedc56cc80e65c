import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { GroupIcon } from '../icons.tsx';
import { displayName } from '../people.ts';
import { Avatar } from './Avatar.tsx';
import type { NewGroup as Wanted } from './groups.ts';
import { toggled } from './messageDraft.ts';
import type { LabGroup } from './recipients.ts';

interface NewGroupProps {
  users: readonly string[];
  /** The owner. */
  from: string | undefined;
  addGroup(group: Wanted): Promise<LabGroup | Problem>;
  onAdded(group: LabGroup): void;
}

/** Creates a group of users, each with or without a group nickname. */
export function NewGroup({ users, from, addGroup, onAdded }: NewGroupProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [name, setName] = useState('');
  const [left, setLeft] = useState<readonly string[]>([]);
  const [cards, setCards] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<Problem>();

  async function add(event: Event) {
    event.preventDefault();
    if (from === undefined) return;
    const members = users
      .filter((userId) => userId === from || !left.includes(userId))
      .map((userId) => ({ userId, ...(cards[userId]?.trim() && { card: cards[userId].trim() }) }));
    const made = await addGroup({ name: name.trim(), ownerId: from, members });
    if ('code' in made) return setProblem(made);
    setProblem(undefined);
    setName('');
    setCards({});
    setLeft([]);
    dialog.current?.close();
    onAdded(made);
  }

  return (
    <>
      <button
        type="button"
        class="icon-button"
        aria-label="New group"
        title="New group"
        disabled={from === undefined}
        onClick={() => dialog.current?.showModal()}
      >
        <GroupIcon />
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="new-group-title">
        <form onSubmit={add}>
          <h2 id="new-group-title">New group</h2>
          <p>
            A push to a group reads <i>name(group name):text</i>. The name is the sender’s group nickname, or otherwise
            the sender’s own.
          </p>
          <label class="field">
            Group name
            <input
              value={name}
              onInput={({ currentTarget }) => setName(currentTarget.value)}
              placeholder="Family"
              required
              maxLength={100}
              pattern=".*\S.*"
            />
          </label>
          <fieldset class="members">
            <legend>Members and their group nicknames</legend>
            {users.map((userId) => {
              const user = displayName(userId);
              const isIn = userId === from || !left.includes(userId);
              return (
                <div class="member" key={userId}>
                  <label>
                    <input
                      type="checkbox"
                      checked={isIn}
                      disabled={userId === from}
                      onChange={() => setLeft(toggled(left, userId))}
                    />
                    <Avatar name={user} />
                    <span>{user}</span>
                  </label>
                  <input
                    aria-label={`Group nickname of ${user}`}
                    placeholder="none"
                    value={cards[userId] ?? ''}
                    disabled={!isIn}
                    maxLength={100}
                    onInput={({ currentTarget }) => setCards({ ...cards, [userId]: currentTarget.value })}
                  />
                </div>
              );
            })}
          </fieldset>
          {problem && (
            <p class="note" role="alert">
              {problem.detail} {problem.fix}
            </p>
          )}
          <div class="dialog-buttons">
            <button type="button" class="quiet-button" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
            <button type="submit" class="primary-button">
              Create group
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
