import { useCallback, useEffect, useState } from 'preact/hooks';
import { type NameOfDevice, ReportView } from '../trace/ReportView.tsx';
import { AskedState, useAsked } from './asked.tsx';
import { type Found, useConsoleApi } from './consoleApi.ts';
import { UserView } from './UserView.tsx';

interface FindViewProps {
  /** What to find; empty if nothing yet. */
  id: string;
  onFind(id: string): void;
  nameOf: NameOfDevice;
}

/** Finds what an ID stands for. */
export function FindView({ id, onFind, nameOf }: FindViewProps) {
  const [written, setWritten] = useState(id);
  /** So that the same ID can be read again. */
  const [times, setTimes] = useState(0);

  // The address may name another ID: by a link, or by going back.
  useEffect(() => setWritten(id), [id]);

  function find(event: Event) {
    event.preventDefault();
    setTimes(times + 1);
    onFind(written.trim());
  }

  return (
    <>
      <search>
        <form class="find" onSubmit={find}>
          <input
            type="search"
            aria-label="ID of a message, a call or a user"
            placeholder="ID of a message, a call or a user"
            value={written}
            required
            maxLength={200}
            onInput={({ currentTarget }) => setWritten(currentTarget.value)}
          />
          <button type="submit" class="primary-button">
            Find
          </button>
        </form>
      </search>
      {id === '' ? <HowToFind /> : <FoundView key={`${id} ${times}`} id={id} nameOf={nameOf} />}
    </>
  );
}

function HowToFind() {
  return (
    <section class="report find-hints" aria-label="What can be found">
      <dl>
        <dt>A message</dt>
        <dd>
          the <code>messageId</code> that its send answered: why phones are silent, and its way in milliseconds
        </dd>
        <dt>A call</dt>
        <dd>
          its <code>callId</code>: the same, for each callee’s phones
        </dd>
        <dt>A user</dt>
        <dd>the user’s ID: devices, tokens with their repairs, and what a message and a call would do now</dd>
      </dl>
    </section>
  );
}

function FoundView({ id, nameOf }: Pick<FindViewProps, 'id' | 'nameOf'>) {
  const api = useConsoleApi();
  const asked = useAsked<Found>(useCallback(() => api.find(id), [api, id]));
  const { value: found } = asked;
  const isNothing = found && !found.message && !found.call && !found.user;
  return (
    <>
      <AskedState asked={asked} loading="Looking for it…" />
      {isNothing && (
        <p class="report" role="status">
          There is no message, call or user with this ID.
        </p>
      )}
      {found?.message && <ReportView report={found.message} askReplay={api.decideAgain} nameOf={nameOf} />}
      {found?.call && <ReportView report={found.call} askReplay={api.decideAgain} nameOf={nameOf} />}
      {found?.user && <UserView user={found.user} nameOf={nameOf} />}
    </>
  );
}
