import type { BlockedNumbers, CallDirectoryPorts } from '../../callDirectory/ports.ts';
import type { CallHandle } from '../../content/offlinePush.ts';
import type { DevicePorts } from '../../devices/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { readNumberText } from '../../platform/numberText.ts';

export type BlockedCallersPorts = Pick<DevicePorts, 'devices'> & Pick<CallDirectoryPorts, 'blockedNumbers'>;

/**
 * Finds the callees who block the number that a call shows. The text is read as the call directory would for that
 * callee and for the caller, because each app writes numbers as they are dialled at home.
 *
 * @param found the callees, once they are read; independent reads run meanwhile.
 * @returns for each callee, in order.
 */
export async function blockNumber(
  ports: BlockedCallersPorts,
  { from, handle }: { from: string; handle: CallHandle | undefined },
  userIds: readonly string[],
  found: Promise<readonly Recipient[]>,
): Promise<boolean[]> {
  const written = handle?.type === 'phoneNumber' ? readNumberText(handle.value) : undefined;
  if (handle === undefined || written === undefined) return userIds.map(() => false);
  // Dialling rules of the world take as long to load as all the rest of a call, and most calls show no number.
  const { numbersMeant } = await import('../../callDirectory/rules/phoneNumber.ts');
  const atItsWord = numbersMeant(handle.value, []);
  const [recipients, blocked, ofCaller] = await Promise.all([
    found,
    ports.blockedNumbers.find(userIds.map((userId) => ({ userId, numbers: atItsWord }))),
    // A + means the same everywhere.
    written.isInternational ? [] : ports.devices.list(from),
  ]);
  const meant = recipients.map((recipient, index) => {
    const territories = [...territoriesOf(recipient.devices), ...territoriesOf(ofCaller)];
    const named = blocked[index]?.territories ?? [];
    return numbersMeant(handle.value, [...new Set([...territories, ...named])]);
  });
  const further = await findFurther(ports, userIds, meant, atItsWord);
  return userIds.map((_userId, index) => blocked[index]?.blocks === true || further[index]?.blocks === true);
}

/** One more request, only if dialling rules make another number of the text. */
async function findFurther(
  { blockedNumbers }: BlockedCallersPorts,
  userIds: readonly string[],
  meant: readonly (readonly string[])[],
  known: readonly string[],
): Promise<(BlockedNumbers | undefined)[]> {
  const further = meant.map((numbers) => numbers.filter((number) => !known.includes(number)));
  const asked = userIds.flatMap((userId, index) => {
    const numbers = further[index] ?? [];
    return numbers.length === 0 ? [] : [{ userId, numbers }];
  });
  if (asked.length === 0) return [];
  const answers = await blockedNumbers.find(asked);
  return userIds.map((userId) => answers[asked.findIndex((each) => each.userId === userId)]);
}

function territoriesOf(devices: Recipient['devices']): string[] {
  return devices.flatMap(({ territory }) => territory ?? []);
}
