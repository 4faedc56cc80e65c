import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import { ReportView } from '../trace/ReportView.tsx';
import { type ConsoleStage, consoleApi, type Found } from './consoleApi.ts';
import { DeadLetters } from './DeadLetters.tsx';
import { StatisticsView } from './StatisticsView.tsx';
import { UserView } from './UserView.tsx';

/** A stage, read with the credentials of the team member who started `ringpost console`. */
export function Console() {
  const [stage, setStage] = useState<ConsoleStage>();
  const [id, setId] = useState('');
  const [found, setFound] = useState<Found>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    void consoleApi.stage().then((answer) => answer.ok && setStage(answer.value));
  }, []);

  async function find(event: Event) {
    event.preventDefault();
    const answer = await consoleApi.find(id.trim());
    setProblem(answer.ok ? undefined : answer.problem);
    setFound(answer.ok ? answer.value : undefined);
  }

  const nameOf = (deviceId: string) => stage?.deviceNames[deviceId.toLowerCase()] ?? deviceId;
  const isNothing = found && !found.message && !found.call && !found.user;
  return (
    <>
      <header class="header">
        <h1>Ringpost</h1>
        <p class="tagline">
          Console. <span>{stage?.label}</span>
        </p>
      </header>
      <main class="console">
        <search>
          <form class="find" onSubmit={find}>
            <input
              type="search"
              aria-label="ID of a message, a call or a user"
              placeholder="ID of a message, a call or a user"
              value={id}
              required
              maxLength={200}
              onInput={({ currentTarget }) => setId(currentTarget.value)}
            />
            <button type="submit" class="primary-button">
              Find
            </button>
          </form>
        </search>
        {problem && (
          <p class="note" role="alert">
            {problem.detail} {problem.fix}
          </p>
        )}
        {isNothing && <p role="status">There is no message, call or user with this ID.</p>}
        {found?.message && <ReportView report={found.message} nameOf={nameOf} />}
        {found?.call && <ReportView report={found.call} nameOf={nameOf} />}
        {found?.user && <UserView user={found.user} nameOf={nameOf} />}
        <DeadLetters />
        <StatisticsView />
      </main>
    </>
  );
}
