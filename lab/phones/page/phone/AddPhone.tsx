import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { type Build, builds, type PhoneView } from '../../view.ts';
import { PlusIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { displayName, usersOf } from '../people.ts';
import { ringpostApi } from '../ringpostApi.ts';
import { Select } from '../Select.tsx';
import { phoneLanguages } from './phoneLanguage.ts';

const buildWords: Record<Build, string> = {
  release: 'Release: production host',
  debug: 'Debug: development host',
};

/** `carol@example.com` → `Carol` */
function suggestedName(user: string): string {
  return displayName(user.split('@')[0] ?? user);
}

/** Adds a phone for a user, who may be new. */
export function AddPhone({ phones }: { phones: readonly PhoneView[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [userId, setUserId] = useState('');
  const [build, setBuild] = useState<Build>('release');
  const [locale, setLocale] = useState<string>(phoneLanguages[0].locale);
  /** Undefined: the user's name on the page. */
  const [nickname, setNickname] = useState<string>();
  const [problem, setProblem] = useState<Problem>();

  const user = userId.trim().toLowerCase();
  const isNew = !usersOf(phones).some((known) => known === user || displayName(known).toLowerCase() === user);

  async function add(event: Event) {
    event.preventDefault();
    const name = (nickname ?? suggestedName(user)).trim();
    if (isNew && name !== '') {
      const named = await ringpostApi.setNickname(user, name);
      if (!named.ok) return setProblem(named.problem);
    }
    const added = await labApi.addPhone({ userId: user, build, locale });
    if (!added.ok) return setProblem(added.problem);
    setProblem(undefined);
    setUserId('');
    setNickname(undefined);
    return dialog.current?.close();
  }

  return (
    <>
      <button type="button" class="add-phone" onClick={() => dialog.current?.showModal()}>
        <span>
          <PlusIcon />
        </span>
        Add a phone
      </button>
      <dialog ref={dialog} class="dialog" aria-labelledby="add-phone-title">
        <form onSubmit={add}>
          <h2 id="add-phone-title">Add a phone</h2>
          <p>It gets tokens from the fake Apple, registers with Ringpost and shows its lock screen.</p>
          <label class="field">
            User
            <input
              value={userId}
              onInput={({ currentTarget }) => setUserId(currentTarget.value)}
              placeholder="carol"
              list="known-users"
              required
              maxLength={64}
              pattern="\s*[A-Za-z0-9._\-@+]+\s*"
              title="A user ID, or an e-mail address where users have one"
            />
          </label>
          <datalist id="known-users">
            {usersOf(phones).map((user) => (
              <option key={user} value={user} />
            ))}
          </datalist>
          <label class="field">
            Nickname
            <input
              value={isNew ? (nickname ?? suggestedName(user)) : ''}
              onInput={({ currentTarget }) => setNickname(currentTarget.value)}
              placeholder={isNew ? 'none' : 'unchanged'}
              disabled={!isNew}
              maxLength={100}
            />
          </label>
          <Select
            name="Language of the phone"
            value={locale}
            options={phoneLanguages.map(({ locale: tag, name }) => [tag, name, tag.replaceAll('_', '-')])}
            onChange={setLocale}
          />
          <fieldset class="choices">
            <legend>Build</legend>
            {builds.map((choice) => (
              <label key={choice}>
                <input type="radio" name="build" checked={build === choice} onChange={() => setBuild(choice)} />
                <span>{buildWords[choice]}</span>
              </label>
            ))}
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
              Add
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}
