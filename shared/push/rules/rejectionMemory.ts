import type { ApnsEnvironment, Device, DeviceToken, TokenKind } from '../../devices/rules/device.ts';
import { RejectionWindow } from './rejectionBurst.ts';

/** A token that was quarantined or dropped because of a host's answer. */
export interface GivenUpToken {
  device: Device;
  kind: TokenKind;
  /** The token as it was sent to. */
  token: DeviceToken;
  /** Settles once it is written, or the write has failed: it cannot be undone before. */
  written: Promise<unknown>;
}

/** At most this many are restored: each is a write, and those of a burst are few. */
const maxGivenUp = 50;
/** A stage has few apps. Only devices registered before stages refused unknown apps can name more. */
const maxApps = 100;

/** Recent answers of one host about the tokens of one kind and app. */
export class HostMemory {
  readonly window = new RejectionWindow();
  /** Whether the current burst has been reported. */
  isReported = false;
  #givenUp: GivenUpToken[] = [];

  remember(givenUp: GivenUpToken, nowMs: number): void {
    this.#givenUp = [...this.#stillCounting(nowMs), givenUp].slice(-maxGivenUp);
  }

  /** Tokens whose rejections are part of the burst. They are forgotten here. */
  takeGivenUp(nowMs: number): GivenUpToken[] {
    const taken = this.#stillCounting(nowMs);
    this.#givenUp = [];
    return taken;
  }

  #stillCounting(nowMs: number): GivenUpToken[] {
    return this.#givenUp.filter(({ device }) => this.window.counts(device.userId, nowMs));
  }
}

/**
 * What a function remembers of the answers of the APNs hosts while it lives: the basis for believing a rejection
 * (docs/decisions/0019).
 */
export class RejectionMemory {
  readonly #apps: Readonly<Record<ApnsEnvironment, Map<string, Map<TokenKind, HostMemory>>>> = {
    production: new Map(),
    development: new Map(),
  };

  of(appId: string, kind: TokenKind, environment: ApnsEnvironment): HostMemory {
    const kinds = entryOf(this.#apps[environment], appId, () => new Map<TokenKind, HostMemory>());
    return entryOf(kinds, kind, () => new HostMemory());
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  for (const oldest of map.keys()) {
    if (map.size <= maxApps) break;
    map.delete(oldest);
  }
  return made;
}
