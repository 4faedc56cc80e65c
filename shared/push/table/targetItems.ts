/** Targets and their outcomes as a map of an item: concurrent writers each write their own. */
import type { TokenKind } from '../../devices/rules/device.ts';
import type { Target } from '../rules/decide.ts';
import type { TargetOutcome } from '../rules/targetOutcome.ts';

/** Outcome of a target, whose identity is in its key. An item has 400 KB, and a message may have many targets. */
export type StoredOutcome = Omit<TargetOutcome, keyof Target>;

export type TargetItems = Record<string, StoredOutcome>;

/** The user comes last, because only a user ID may contain a `#`. */
export const targetKey = ({ userId, deviceId, kind }: Target): string => `${kind ?? ''}#${deviceId ?? ''}#${userId}`;

export function targetItems(outcomes: readonly TargetOutcome[]): TargetItems {
  return Object.fromEntries(outcomes.map((outcome) => [targetKey(outcome), storedOutcome(outcome)]));
}

export function targetsFrom(items: TargetItems): TargetOutcome[] {
  return Object.entries(items).map(([key, outcome]) => targetFrom(key, outcome));
}

/** DynamoDB allows 4 KB of update expression. */
export const maxTargetsInUpdate = 150;

/** The part of an update that replaces these outcomes in `targets`; empty for none. */
export function setTargets(outcomes: readonly TargetOutcome[]) {
  return {
    assignments: outcomes.map((_, index) => `targets.#t${index} = :t${index}`),
    names: Object.fromEntries(outcomes.map((outcome, index) => [`#t${index}`, targetKey(outcome)])),
    values: Object.fromEntries(outcomes.map((outcome, index) => [`:t${index}`, storedOutcome(outcome)])),
  };
}

export function storedOutcome({
  userId: _user,
  deviceId: _device,
  kind: _kind,
  ...outcome
}: TargetOutcome): StoredOutcome {
  return outcome;
}

export function targetFrom(key: string, outcome: StoredOutcome): TargetOutcome {
  const [kind = '', deviceId = '', ...userId] = key.split('#');
  return {
    userId: userId.join('#'),
    ...(deviceId && { deviceId }),
    ...(kind && { kind: kind as TokenKind }),
    ...outcome,
  };
}
