import { useCallback, useEffect, useState } from 'preact/hooks';
import type { LabState } from '../labState.ts';
import { type CallAnswer, ringpostApi } from '../ringpostApi.ts';
import type { PlacedCall } from './CallStrip.tsx';

/** Calls of this page, so that it finds them again after a reload. */
const storageName = 'ringpost-lab-calls';

type Remembered = Pick<PlacedCall, 'callId' | 'from' | 'to' | 'startedAtMs'>;

const isLive = ({ state }: Pick<PlacedCall, 'state'>): boolean => state === 'ringing' || state === 'answered';

/** The calls that users of the page have started, also before it was loaded, and by other pages or curl. */
export function usePlacedCalls(users: readonly string[], connection: LabState['connection']) {
  const [calls, setCalls] = useState<readonly PlacedCall[]>([]);
  const list = users.join(' ');

  const add = useCallback((call: PlacedCall) => {
    setCalls((before) => [...before.filter(({ callId }) => callId !== call.callId), call]);
    remember([...remembered(), call]);
  }, []);
  const close = useCallback((callId: string) => {
    setCalls((before) => before.filter((call) => call.callId !== callId));
    remember(remembered().filter((call) => call.callId !== callId));
  }, []);
  const change = useCallback((callId: string, changed: Partial<PlacedCall>) => {
    setCalls((before) => before.map((call) => (call.callId === callId ? { ...call, ...changed } : call)));
  }, []);

  useEffect(() => {
    if (connection !== 'open') return;
    void findLiveCalls(list.split(' ').filter(Boolean)).then((found) => {
      setCalls((before) => [
        ...before,
        ...found.filter(({ callId }) => !before.some((call) => call.callId === callId)),
      ]);
      remember(found);
    });
  }, [list, connection]);

  return {
    calls,
    add,
    close,
    change,
    isCalling: (from: string | undefined) => calls.some((call) => call.from === from && isLive(call)),
  };
}

/** Those that this page remembers, and those in the call log, which lags slightly behind. */
async function findLiveCalls(users: readonly string[]): Promise<PlacedCall[]> {
  const known = remembered();
  const [read, logs] = await Promise.all([
    Promise.all(known.map(({ from, callId }) => ringpostApi.readCall(from, callId))),
    Promise.all(users.map((userId) => ringpostApi.readCalls(userId))),
  ]);
  const ofThisPage = known.flatMap((call, index) => {
    const answer = read[index];
    return answer?.ok ? [{ ...placedOf(answer.value), ...call }] : [];
  });
  const logged = logs.flatMap((answer, index) =>
    answer.ok ? answer.value.calls.filter(({ from }) => from === users[index]).map(placedOf) : [],
  );
  const others = logged.filter(({ callId }) => !ofThisPage.some((call) => call.callId === callId));
  return [...ofThisPage, ...others].filter(isLive);
}

function placedOf({ callId, from, state, targets = [], participants, groupId, createdAt }: CallAnswer): PlacedCall {
  const callees = participants.map(({ userId }) => userId);
  return {
    callId,
    from,
    to: groupId === undefined ? { userIds: callees } : { name: groupId },
    state,
    targets,
    startedAtMs: Date.parse(createdAt),
  };
}

function remembered(): Remembered[] {
  return JSON.parse(localStorage.getItem(storageName) ?? '[]');
}

function remember(calls: readonly Remembered[]): void {
  const kept = calls.map(({ callId, from, to, startedAtMs }) => ({ callId, from, to, startedAtMs }));
  localStorage.setItem(storageName, JSON.stringify(kept));
}
