import { useRef, useState } from 'preact/hooks';
import type { Problem } from '../../../../shared/api/problem.ts';
import type { AnsweredPush, Fault } from '../../../apple/apple.ts';
import type { PhoneView } from '../../view.ts';
import type { Answer } from '../http.ts';
import { BreakIcon } from '../icons.tsx';
import { labApi } from '../labApi.ts';
import { Select } from '../Select.tsx';
import { useActiveFaults } from './activeFaults.ts';
import { appleFaults, breakageChoices, breakageWords, faultWords } from './faultList.ts';

interface BreakMenuProps {
  phones: readonly PhoneView[];
  lastPush: AnsweredPush | undefined;
}

/** Breaks what can break on the way to a phone, and repairs it. */
export function BreakMenu({ phones, lastPush }: BreakMenuProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { faults, broken, breakable, refresh } = useActiveFaults(lastPush?.n);
  const [match, setMatch] = useState('');
  const [isOnce, setOnce] = useState(true);
  const [problem, setProblem] = useState<Problem>();

  const astray = phones.filter(({ wrongEnvironment }) => wrongEnvironment);
  const active = [
    ...faults.map((fault) => faultWords(fault, phones)),
    ...broken.map(breakageWords),
    ...astray.map(({ name }) => `Wrong environment of ${name}`),
  ];

  async function carryOut(asking: Promise<Answer<unknown>>) {
    const answer = await asking;
    setProblem(answer.ok ? undefined : answer.problem);
    await refresh();
  }
  const add = (fault: Fault) =>
    carryOut(labApi.addFault({ ...fault, ...(match !== '' && { match }), ...(isOnce && { count: 1 }) }));
  const repair = () => carryOut(repairAll(phones));
  const misregister = () => carryOut(setEnvironment(phones.filter(isMatched(match)), true));

  return (
    <>
      <div class={active.length > 0 ? 'break-strip active' : 'break-strip'}>
        <button type="button" class="quiet-button" onClick={() => dialog.current?.showModal()}>
          <BreakIcon />
          Break something
        </button>
        {active.length > 0 && (
          <>
            <p role="status">{active.join(' · ')}</p>
            <button type="button" class="quiet-button" onClick={repair}>
              Repair
            </button>
          </>
        )}
      </div>
      <dialog ref={dialog} class="dialog break-menu" aria-labelledby="break-title">
        <form method="dialog">
          <h2 id="break-title">Break something</h2>
          <p>Then send a message or call, and see what Ringpost does.</p>
          <div class="break-scope">
            <Select
              name="Phone"
              value={match}
              options={[['', 'All phones'], ...phones.map(({ phoneId, name }) => [phoneId, name] as const)]}
              onChange={setMatch}
            />
            <Select
              name="How often"
              value={isOnce ? 'once' : 'always'}
              options={[
                ['once', 'The next push'],
                ['always', 'Until it is repaired'],
              ]}
              onChange={(often) => setOnce(often === 'once')}
            />
          </div>
          <fieldset class="break-choices">
            <legend>Apple’s answer</legend>
            {appleFaults.map(({ name, what, fault }) => (
              <BreakButton key={name} name={name} what={what} onClick={() => add(fault)} />
            ))}
          </fieldset>
          <fieldset class="break-choices">
            <legend>For everybody, until it is repaired</legend>
            <BreakButton
              name="Wrong environment"
              what="The app registers its tokens for the other host"
              onClick={misregister}
            />
            {breakageChoices
              .filter(({ breakage }) => breakable.includes(breakage))
              .map(({ name, what, breakage }) => (
                <BreakButton
                  key={name}
                  name={name}
                  what={what}
                  isOn={broken.includes(breakage)}
                  onClick={() => carryOut(labApi.startBreakage(breakage))}
                />
              ))}
          </fieldset>
          <p class="break-active" role="status">
            {active.length > 0 ? `Broken now: ${active.join(' · ')}` : 'Nothing is broken.'}
          </p>
          {problem && (
            <p class="note" role="alert">
              {problem.detail} {problem.fix}
            </p>
          )}
          <div class="dialog-buttons">
            <button
              type="button"
              class="quiet-button"
              title="Apps whose tokens were dropped register again"
              onClick={repair}
            >
              Repair everything
            </button>
            <button type="submit" class="primary-button">
              Done
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

interface BreakButtonProps {
  name: string;
  what: string;
  isOn?: boolean;
  onClick(): void;
}

function BreakButton({ name, what, isOn, onClick }: BreakButtonProps) {
  return (
    <button type="button" class="break-choice" aria-pressed={isOn} onClick={onClick}>
      <strong>{name}</strong>
      <span>{what}</span>
    </button>
  );
}

const isMatched =
  (match: string) =>
  ({ phoneId }: PhoneView): boolean =>
    match === '' || phoneId === match;

/** @returns the first answer that failed, or else the last. */
async function setEnvironment(phones: readonly PhoneView[], wrongEnvironment: boolean): Promise<Answer<unknown>> {
  const answers = await Promise.all(phones.map(({ phoneId }) => labApi.change(phoneId, { wrongEnvironment })));
  return answers.find(({ ok }) => !ok) ?? { ok: true, value: undefined };
}

/** Every app that runs registers again, as Ringpost may have dropped its token for the answer that Apple was made to give. */
async function repairAll(phones: readonly PhoneView[]): Promise<Answer<unknown>> {
  const repaired = await labApi.repair();
  return repaired.ok ? setEnvironment(phones, false) : repaired;
}
