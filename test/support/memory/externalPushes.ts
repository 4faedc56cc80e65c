/** Pushes of the team's own function, in memory. */
import { type HandOverPorts, handOver } from '../../../shared/push/flows/handOver.ts';
import type {
  ExternalPushes,
  HandedOverPush,
  HandedOverStore,
  ReportedOutcomeStore,
  WantedPushes,
} from '../../../shared/push/ports.ts';
import type { ExternalFailure, ExternalPush, PushAbout, WantedPush } from '../../../shared/push/rules/externalPush.ts';
import type { KnownReport, ReportedOutcome } from '../../../shared/push/rules/reportedOutcome.ts';

export class MemoryHandedOver implements HandedOverStore {
  readonly #pushes = new Map<string, HandedOverPush>();

  async begin(push: ExternalPush): Promise<boolean> {
    const known = this.#pushes.get(push.wantedId);
    if (known !== undefined && known.attempt >= push.attempt) {
      return known.attempt === push.attempt && known.known?.attempt !== push.attempt;
    }
    this.#pushes.set(push.wantedId, { ...known, ...structuredClone(push) });
    return true;
  }

  async find(userId: string, wantedId: string): Promise<HandedOverPush | undefined> {
    const push = this.#pushes.get(wantedId);
    return push?.userId === userId ? structuredClone(push) : undefined;
  }

  async claim({ wantedId }: ExternalPush, known: KnownReport): Promise<boolean> {
    const push = this.#pushes.get(wantedId);
    if (push === undefined || push.attempt !== known.attempt) return false;
    if (push.known !== undefined && push.known.attempt >= known.attempt) return false;
    push.known = structuredClone(known);
    return true;
  }

  async finish({ wantedId }: ExternalPush, attempt: number): Promise<boolean> {
    const known = this.#pushes.get(wantedId)?.known;
    if (known?.attempt !== attempt || known.isDone) return false;
    known.isDone = true;
    return true;
  }
}

export class MemoryWantedPushes implements WantedPushes {
  readonly events: WantedPush[] = [];
  fails: ExternalFailure | undefined;

  async publish(detail: WantedPush): Promise<ExternalFailure | undefined> {
    if (this.fails === undefined) this.events.push(detail);
    return this.fails;
  }
}

export class MemoryReportedOutcomes implements ReportedOutcomeStore {
  readonly #outcomes = new Map<string, ReportedOutcome>();

  async put(about: PushAbout, outcome: ReportedOutcome): Promise<void> {
    const { userId, deviceId, purpose } = outcome;
    this.#outcomes.set([aboutId(about), purpose, userId, deviceId].join('\n'), structuredClone(outcome));
  }

  of(id: string): ReportedOutcome[] {
    return [...this.#outcomes].flatMap(([key, outcome]) => (key.startsWith(`${id}\n`) ? [outcome] : []));
  }
}

const aboutId = ({ messageId, callId }: PushAbout): string => messageId ?? callId ?? '';

export function memoryExternalPushes(ports: HandOverPorts): ExternalPushes {
  return { handOver: (push) => handOver(ports, push) };
}
