import { useEffect, useState } from 'preact/hooks';
import type { Schemas } from '../../../../client/js/src/index.ts';
import { displayName } from '../people.ts';
import { ringpostApi } from '../ringpostApi.ts';
import { Switch } from '../Switch.tsx';

type Profile = Schemas['Profile'];

/** A window around now is what somebody who tries quiet hours wants. */
const allDay = { start: '00:00', end: '24:00' };

interface ReachabilityProps {
  userId: string;
  /** Users that can be blocked. */
  others: readonly string[];
  /** Reads again when it opens. */
  isOpen: boolean;
  onProblem(problem: { detail: string; fix: string } | undefined): void;
}

/** As far as the page has read it: what is not known cannot be changed, because a change writes the whole profile. */
interface Known {
  profile: Profile;
  blocked: readonly string[];
}

/** Quiet hours and blocks of a user, as the user sets them in the app. */
export function Reachability({ userId, others, isOpen, onProblem }: ReachabilityProps) {
  const [known, setKnown] = useState<Known>();
  const { profile = {}, blocked = [] } = known ?? {};

  useEffect(() => {
    if (!isOpen) return;
    let isWanted = true;
    setKnown(undefined);
    void Promise.all([ringpostApi.readProfile(userId), ringpostApi.readBlocks(userId)]).then(([read, blocks]) => {
      if (!isWanted) return;
      if (!read.ok) return onProblem(read.problem);
      if (!blocks.ok) return onProblem(blocks.problem);
      setKnown({ profile: read.value, blocked: blocks.value.blocks.map((block) => block.userId) });
    });
    return () => {
      isWanted = false;
    };
  }, [userId, isOpen, onProblem]);

  async function setQuiet(isQuiet: boolean) {
    const { doNotDisturb, ...others } = profile;
    const wanted = isQuiet ? { ...others, doNotDisturb: { windows: [allDay] } } : others;
    const answer = await ringpostApi.putProfile(userId, wanted);
    onProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setKnown((before) => before && { ...before, profile: answer.value });
  }

  async function setBlock(otherId: string, isBlocked: boolean) {
    const answer = await (isBlocked ? ringpostApi.block(userId, otherId) : ringpostApi.unblock(userId, otherId));
    onProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    setKnown((before) => {
      if (before === undefined) return before;
      const rest = before.blocked.filter((id) => id !== otherId);
      return { ...before, blocked: isBlocked ? [...rest, otherId] : rest };
    });
  }

  const windows = profile.doNotDisturb?.windows ?? [];
  const hours = windows.map(({ start, end }) => `${start} to ${end}`).join(', ');
  return (
    <>
      <Switch
        isOn={windows.length > 0}
        isDisabled={known === undefined}
        name="Quiet hours"
        what={windows.length > 0 ? `${hours}: no pushes` : 'No pushes, all day'}
        onChange={setQuiet}
      />
      {others.map((otherId) => (
        <Switch
          key={otherId}
          isOn={blocked.includes(otherId)}
          isDisabled={known === undefined}
          name={`Block ${displayName(otherId)}`}
          what={`Messages and calls of ${displayName(otherId)} do not arrive`}
          onChange={(isBlocked) => setBlock(otherId, isBlocked)}
        />
      ))}
    </>
  );
}
