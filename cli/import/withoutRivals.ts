/** Records of an export that claim the same token or the same device. */
import type { Registration } from './planned.ts';
import type { LeftOut } from './row.ts';

type Claim = { index: number; registration: Registration };

/**
 * A token lives on one phone. Where an export gives it to two users, nothing says which of them has the phone now:
 * neither gets it. Where one user has it twice, the later record counts.
 */
export function withoutRivals(all: readonly Registration[]): { registrations: Registration[]; leftOut: LeftOut[] } {
  const claims = new Map<string, Claim[]>();
  all.forEach((registration, index) => {
    for (const name of namesOf(registration)) {
      const claim = { index, registration };
      const others = claims.get(name);
      if (others === undefined) claims.set(name, [claim]);
      else others.push(claim);
    }
  });
  const leftOut: LeftOut[] = [];
  const registrations = all.filter((registration, index) => {
    const rivals = namesOf(registration).flatMap((name) => claims.get(name) ?? []);
    const fault = faultOf(registration, index, rivals);
    if (fault !== undefined) leftOut.push(...registration.places.map((place) => ({ place, ...fault })));
    return fault === undefined;
  });
  return { registrations, leftOut };
}

function faultOf(
  { userId, names }: Registration,
  index: number,
  rivals: readonly Claim[],
): Omit<LeftOut, 'place'> | undefined {
  const field = names['token'] ?? 'token';
  const other = rivals.find(({ registration }) => registration.userId !== userId);
  if (other !== undefined) {
    const reason = `${placeOf(other)} has the same token or device for another user, and nothing says whose phone it is now.`;
    return { field, code: 'token_of_two_users', reason };
  }
  const later = rivals.findLast((rival) => rival.index > index);
  return later && { field, code: 'duplicate_token', reason: `${placeOf(later)} has the same token or device.` };
}

const placeOf = ({ registration }: Claim) => registration.places[0] ?? '';

function namesOf({ deviceId, body: { appId, tokens } }: Registration): string[] {
  const { alert, voip } = tokens;
  return [
    `${appId}\ndevice\n${deviceId}`,
    ...(alert === undefined ? [] : [`${appId}\nalert\n${alert.token.toLowerCase()}`]),
    ...(voip === undefined ? [] : [`${appId}\nvoip\n${voip.token.toLowerCase()}`]),
  ];
}
