import { randomUUID } from 'node:crypto';
import type { TimerClock } from '../clock.ts';
import type { ApiAnswer, AppApi, CallAddress, CallAnswer } from './appApi.ts';
import type { PhoneBrain } from './brain.ts';
import type { Ring } from './ring.ts';
import type { ActivityView, RecentCall } from './view.ts';

export interface AppCallsPorts {
  clock: TimerClock;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api: AppApi | undefined;
  calls(): PhoneBrain['calls'];
  onChange(): void;
}

/** How long a call rings if nobody says otherwise: docs/api.md, "Calls". */
const ringSeconds = 60;

/** Calls that the app begins: the user calls back from Recents, or joins a call in a group. */
export class AppCalls {
  readonly #ports: AppCallsPorts;
  /** Why the last one could not begin. */
  problem: string | undefined;

  constructor(ports: AppCallsPorts) {
    this.#ports = ports;
  }

  /** The app asks the server whom the entry was with, and calls them. */
  async callBack({ callId, callerName, handle, hasVideo, isOutgoing }: RecentCall): Promise<void> {
    const { api, deviceId } = this.#ports;
    const earlier = await api?.readCall(callId, deviceId);
    const to = addressIn(earlier, isOutgoing) ?? (handle.type === 'generic' ? { userId: handle.value } : undefined);
    if (!api || to === undefined)
      return this.#fail('Nobody is logged in, or the server does not know the call any more.');
    const call = this.#callTo({ callId: randomUUID(), callerName, handle, hasVideo });
    if (!this.#ports.calls().place?.(call)) return;
    this.#fail(undefined);
    const answer = await api.startCall(to, hasVideo, call.callId);
    if (!answer.ok) {
      this.#ports.calls().failPlaced?.(call.callId);
      return this.#fail(answer.problem);
    }
    // The user has hung up meanwhile.
    const shown = this.#ports.calls().shown;
    const isGivenUp = shown?.callId === call.callId && shown.state === 'cancelled';
    if (isGivenUp) await api.actOnCall(call.callId, 'cancel', deviceId);
  }

  /** Joins the call of this card. @returns false if it is the card of something else. */
  async join({ attributesType, attributes, contentState }: ActivityView): Promise<boolean> {
    const { callId, groupId } = attributes;
    const { callerName, hasVideo } = contentState;
    if (attributesType !== 'GroupCallAttributes' || typeof callId !== 'string') return false;
    const name = typeof callerName === 'string' ? callerName : '';
    const handle = { type: 'generic', value: typeof groupId === 'string' ? groupId : name };
    await this.#ports.calls().enter?.(this.#callTo({ callId, callerName: name, handle, hasVideo: hasVideo === true }));
    return true;
  }

  #callTo(call: Pick<Ring, 'callId' | 'callerName' | 'handle' | 'hasVideo'>): Ring {
    return { ...call, supportsHolding: true, expiresAt: this.#ports.clock.nowMs() / 1000 + ringSeconds };
  }

  #fail(problem: string | undefined): void {
    this.problem = problem;
    this.#ports.onChange();
  }
}

/** Whom to call back. A call in a group goes to the group. */
function addressIn(answer: ApiAnswer<CallAnswer> | undefined, isOutgoing: boolean): CallAddress | undefined {
  if (!answer?.ok) return undefined;
  const { groupId, from, participants = [] } = answer.value;
  if (groupId !== undefined) return { groupId };
  const userId = isOutgoing ? participants[0]?.userId : from;
  return userId === undefined ? undefined : { userId };
}
