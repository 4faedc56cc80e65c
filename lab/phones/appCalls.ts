import { randomUUID } from 'node:crypto';
import type { Address, ApiAnswer, AppApi, CallAnswer } from './appApi.ts';
import type { PhoneBrain } from './brain.ts';
import type { Recents } from './recents.ts';
import type { Ring } from './ring.ts';
import { type ActivityView, type CallView, isCardOf, isOver, type PhoneView } from './view.ts';

export interface AppCallsPorts {
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api: AppApi | undefined;
  recents: Recents;
  calls(): PhoneBrain['calls'];
  /** @returns false if there is no app. */
  openApp(): Promise<boolean>;
  onChange(): void;
}

/** How long a call rings if nobody says otherwise: docs/api.md, "Calls". */
const ringSeconds = 60;

/** What surrounds the calls of a phone: Recents, from where the user calls back, and cards of calls in a group, to join them. */
export class AppCalls {
  readonly #ports: AppCallsPorts;
  readonly recents: Recents;
  /** Why the last call could not begin. */
  #problem: string | undefined;

  constructor(ports: AppCallsPorts) {
    this.#ports = ports;
    this.recents = ports.recents;
  }

  view(): Pick<PhoneView, 'recents' | 'missedCalls' | 'callProblem'> {
    const { calls, missed } = this.recents.record;
    const problem = this.#problem;
    return { recents: [...calls], missedCalls: missed, ...(problem !== undefined && { callProblem: problem }) };
  }

  /** The calls that the phone has, and the last one that ended. */
  get shown(): CallView[] {
    const { shown, second } = this.#ports.calls();
    return [shown, second].filter((call) => call !== undefined);
  }

  /** A call has changed. */
  noteCalls(): void {
    this.recents.note(this.shown);
  }

  /** The app ends the card of a call that it has started: its own call screen shows more. */
  withoutOwnCards(activities: readonly ActivityView[]): ActivityView[] {
    const started = this.shown.filter((call) => call.isOutgoing && !isOver(call));
    return activities.filter((activity) => !started.some(({ callId }) => isCardOf(activity, callId)));
  }

  /** The app asks the server whom an entry of Recents was with, and calls them. */
  async callBack(earlierCallId: string | undefined): Promise<void> {
    const entry = this.recents.find(earlierCallId ?? '');
    if (!entry || !(await this.#ports.openApp())) return;
    const { callerName, handle, hasVideo, isOutgoing } = entry;
    const { api, deviceId } = this.#ports;
    const earlier = await api?.readCall(entry.callId, deviceId);
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

  /** Opens the app, which joins the call if this is the card of one. */
  async join(activity: ActivityView | undefined): Promise<void> {
    if (!activity || !(await this.#ports.openApp())) return;
    const { callId, groupId } = activity.attributes;
    const { callerName, hasVideo } = activity.contentState;
    if (typeof callId !== 'string' || !isCardOf(activity, callId)) return;
    const name = typeof callerName === 'string' ? callerName : '';
    const handle = { type: 'generic', value: typeof groupId === 'string' ? groupId : name };
    await this.#ports.calls().enter?.(this.#callTo({ callId, callerName: name, handle, hasVideo: hasVideo === true }));
  }

  #callTo(call: Pick<Ring, 'callId' | 'callerName' | 'handle' | 'hasVideo'>): Ring {
    return { ...call, supportsHolding: true, ringSeconds };
  }

  #fail(problem: string | undefined): void {
    this.#problem = problem;
    this.#ports.onChange();
  }
}

/** Whom to call back. A call in a group goes to the group. */
function addressIn(answer: ApiAnswer<CallAnswer> | undefined, isOutgoing: boolean): Address | undefined {
  if (!answer?.ok) return undefined;
  const { groupId, from, participants = [] } = answer.value;
  if (groupId !== undefined) return { groupId };
  const userId = isOutgoing ? participants[0]?.userId : from;
  return userId === undefined ? undefined : { userId };
}
