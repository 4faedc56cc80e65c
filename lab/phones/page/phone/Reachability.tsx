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

/** Quiet hours and blocks of a user, as the user sets them in the app. */
export function Reachability({ userId, others, isOpen, onProblem }: ReachabilityProps) {
  const [profile, setProfile] = useState<Profile>({});
  const [blocked, setBlocked] = useState<readonly string[]>([]);

  useEffect(() => {
    if (!isOpen) return;
    void Promise.all([ringpostApi.readProfile(userId), ringpostApi.readBlocks(userId)]).then(([read, blocks]) => {
      if (read.ok) setProfile(read.value);
      if (blocks.ok) setBlocked(blocks.value.blocks.map((block) => block.userId));
    });
  }, [userId, isOpen]);

  async function setQuiet(isQuiet: boolean) {
    const { doNotDisturb, ...others } = profile;
    const wanted = isQuiet ? { ...others, doNotDisturb: { windows: [allDay] } } : others;
    const answer = await ringpostApi.putProfile(userId, wanted);
    onProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setProfile(answer.value);
  }

  async function setBlock(otherId: string, isBlocked: boolean) {
    const answer = await (isBlocked ? ringpostApi.block(userId, otherId) : ringpostApi.unblock(userId, otherId));
    onProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setBlocked((before) => [...before.filter((id) => id !== otherId), ...(isBlocked ? [otherId] : [])]);
  }

  const windows = profile.doNotDisturb?.windows ?? [];
  const hours = windows.map(({ start, end }) => `${start} to ${end}`).join(', ');
  return (
    <>
      <Switch
        isOn={windows.length > 0}
        name="Quiet hours"
        what={windows.length > 0 ? `${hours}: no pushes` : 'No pushes, all day'}
        onChange={setQuiet}
      />
      {others.map((otherId) => (
        <Switch
          key={otherId}
          isOn={blocked.includes(otherId)}
          name={`Block ${displayName(otherId)}`}
          what={`Messages and calls of ${displayName(otherId)} do not arrive`}
          onChange={(isBlocked) => setBlock(otherId, isBlocked)}
        />
      ))}
    </>
  );
}
