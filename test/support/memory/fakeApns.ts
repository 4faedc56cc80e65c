import type { HostPush, PushPort } from '../../../shared/apns/ports.ts';
import {
  type ApnsAnswer,
  type ApnsOutcome,
  answerOf,
  type UnansweredCause,
} from '../../../shared/apns/rules/outcome.ts';

import { plainPayload } from '../../../shared/apns/rules/preparedPayload.ts';

type Answer = (request: HostPush) => ApnsOutcome;

const idOf = ({ headers }: HostPush) => headers['apns-id'];

export const accepts: Answer = (request) => ({ kind: 'accepted', status: 200, apnsId: idOf(request) });
export const hasNoCredential: Answer = (request) => ({
  kind: 'no_credential',
  apnsId: idOf(request),
  gap: 'environment',
});

export const rejects =
  (status: number, reason: string, timestampMs?: number): Answer =>
  (request) => ({
    kind: 'rejected',
    status,
    reason,
    apnsId: idOf(request),
    ...(timestampMs !== undefined && { timestampMs }),
  });

export const doesNotAnswer =
  (sent: 'no' | 'maybe', cause: UnansweredCause = 'deadline'): Answer =>
  (request) => ({ kind: 'unanswered', sent, cause, apnsId: idOf(request) });

/** Answers pushes as requested, and accepts them by default. */
export class FakeApns implements PushPort {
  readonly requests: HostPush[] = [];
  readonly #answers: Answer[] = [];
  /** Runs while a push is on its way. */
  meanwhile: () => Promise<unknown> = async () => {};

  /** What the next pushes get, in their order. */
  will(...answers: Answer[]): void {
    this.#answers.push(...answers);
  }

  async push(request: HostPush): Promise<ApnsAnswer> {
    this.requests.push(structuredClone({ ...request, payload: plainPayload(request.payload) }));
    const answer = this.#answers.shift() ?? accepts;
    await this.meanwhile();
    return answerOf(answer(request));
  }

  /** The apns-id of each push so far. */
  get apnsIds(): string[] {
    return this.requests.map(idOf);
  }
}
