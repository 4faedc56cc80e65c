import { useState } from 'preact/hooks';
import type { Schemas } from '../../../../client/js/src/index.ts';
import type { Problem } from '../../../../shared/api/problem.ts';
import { agreementWords, gapWords } from '../../../../shared/messages/rules/agreement.ts';
import type { Answer } from '../http.ts';
import { BareSelect } from '../Select.tsx';

type Replay = Schemas['Replay'];
type ReplayedTarget = Schemas['ReplayedTarget'];

/** Asks the server to decide again on one recipient of a message. */
export type AskReplay = (messageId: string, userId: string) => Promise<Answer<Replay>>;

interface DecideAgainProps {
  messageId: string;
  /** IDs of recipients. */
  users: readonly string[];
  ask: AskReplay;
  nameOf(deviceId: string): string;
}

/** What today's rules decide on a recipient, from what was kept when the message was sent, beside what happened. */
export function DecideAgain({ messageId, users, ask, nameOf }: DecideAgainProps) {
  const [userId, setUserId] = useState(users[0] ?? '');
  const [replay, setReplay] = useState<Replay>();
  const [problem, setProblem] = useState<Problem>();

  async function decide(event: Event) {
    event.preventDefault();
    const answer = await ask(messageId, userId);
    setReplay(answer.ok ? answer.value : undefined);
    setProblem(answer.ok ? undefined : answer.problem);
  }

  if (users.length === 0) return null;
  return (
    <>
      <h3>Today’s rules</h3>
      <form class="decide-again" onSubmit={decide}>
        {users.length > 1 ? (
          <BareSelect
            label="Recipient"
            value={userId}
            options={users.map((each) => [each, each])}
            onChange={setUserId}
          />
        ) : (
          <strong>{userId}</strong>
        )}
        <button type="submit" class="quiet-button outlined">
          Decide again
        </button>
      </form>
      <div role="status">
        {problem && `${problem.detail} ${problem.fix}`}
        {replay?.userId === userId && <Decided replay={replay} nameOf={nameOf} />}
      </div>
    </>
  );
}

function Decided({ replay: { userId, gap, targets }, nameOf }: { replay: Replay } & Pick<DecideAgainProps, 'nameOf'>) {
  if (gap !== undefined) return <p>{`Not known for ${userId}: ${gapWords[gap]}.`}</p>;
  return (
    <ul class="ladder decided" aria-label={`Decided again on ${userId}`}>
      {targets.map((target) => (
        <li key={`${target.deviceId}${target.kind}`}>
          <strong>{`${target.decision}, ${target.rule}`}</strong>
          <span>{placeOf(target, nameOf)}</span>
          <span class={`mark ${target.agreement === 'same' ? 'good' : 'wait'}`}>{agreementText(target)}</span>
        </li>
      ))}
    </ul>
  );
}

function placeOf({ userId, deviceId, kind }: ReplayedTarget, nameOf: DecideAgainProps['nameOf']): string {
  const place = deviceId === undefined ? userId : nameOf(deviceId);
  return kind === undefined ? place : `${place}, ${kind}`;
}

function agreementText({ agreement, outcome, reason }: ReplayedTarget): string {
  const happened = [outcome, reason].filter((part) => part !== undefined).join(', ');
  return happened === '' ? agreementWords[agreement] : `${agreementWords[agreement]}: ${happened}`;
}
