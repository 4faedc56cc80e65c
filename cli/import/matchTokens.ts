/**
 * Makes devices of single tokens. Providers keep the VoIP token of a phone as an endpoint of its own, with nothing in
 * common but the user. Two devices for one phone would ring it twice, so a VoIP token joins the device of its user
 * where there is no doubt which one.
 */
import type { TokenKind } from '../../shared/devices/rules/device.ts';
import type { Registration } from './planned.ts';
import type { LeftOut } from './row.ts';
import { withoutRivals } from './withoutRivals.ts';

export interface Matched {
  registrations: Registration[];
  leftOut: LeftOut[];
}

export function matchTokens(registrations: readonly Registration[]): Matched {
  const devices = grouped(registrations, ({ userId, deviceId, body }) => `${body.appId}\n${userId}\n${deviceId}`);
  const { registrations: unique, leftOut } = withoutRivals(devices.flatMap(joinDisjoint));
  const matched: Registration[] = [];
  for (const own of grouped(unique, ({ userId, body }) => `${body.appId}\n${userId}`)) {
    const voip = own.filter(isVoipOnly);
    const others = own.filter((each) => !isVoipOnly(each));
    const [device] = others;
    const [token] = voip;
    if (token === undefined || device === undefined) matched.push(...own);
    else if (own.length === 2 && device.body.tokens.voip === undefined) matched.push(join(device, token));
    else {
      matched.push(...others);
      leftOut.push(...voip.map((each) => unmatched(each, others.length)));
    }
  }
  return { registrations: matched, leftOut };
}

const kindsOf = ({ body: { tokens } }: Registration) =>
  (['alert', 'voip'] as const satisfies readonly TokenKind[]).filter((kind) => tokens[kind] !== undefined);

const isVoipOnly = (registration: Registration) => kindsOf(registration).join() === 'voip';

/** A table may have one line for each token of a device. */
function joinDisjoint(lines: readonly Registration[]): readonly Registration[] {
  const [one, other] = lines;
  if (one === undefined || other === undefined || lines.length > 2) return lines;
  return kindsOf(one).some((kind) => kindsOf(other).includes(kind)) ? lines : [join(one, other)];
}

function join(device: Registration, other: Registration): Registration {
  const tokens = { ...device.body.tokens, ...other.body.tokens };
  const voipToken = other.names['voipToken'] ?? device.names['voipToken'] ?? 'voipToken';
  return {
    ...device,
    body: { ...other.body, ...device.body, tokens },
    places: [...device.places, ...other.places],
    names: { ...device.names, voipToken },
  };
}

function unmatched({ places, names }: Registration, devices: number): LeftOut {
  const reason =
    `The user has ${devices} ${devices === 1 ? 'device' : 'devices'} for alerts, and nothing says to which one each VoIP token ` +
    'belongs. The phone rings with an alert until its app registers itself.';
  return { place: places[0] ?? '', field: names['voipToken'] ?? 'voipToken', code: 'unmatched_voip', reason };
}

function grouped(list: readonly Registration[], keyOf: (registration: Registration) => string): Registration[][] {
  return [...Map.groupBy(list, keyOf).values()];
}
