import { useEffect, useState } from 'preact/hooks';
import type { AnsweredPush } from '../../apple/apple.ts';
import type { PhoneView, SentRequest } from '../view.ts';

export interface LabState {
  /** In the order of their creation. */
  phones: PhoneView[];
  /** Newest first. */
  pushes: AnsweredPush[];
  /** Messages and calls that were sent, newest first. */
  requests: SentRequest[];
  /** `opening` until the first snapshot; `lost` while the lab is unreachable. */
  connection: 'opening' | 'open' | 'lost';
  /** Since when it has been lost, epoch milliseconds. */
  stoppedAtMs?: number;
}

const pushesKept = 200;
const requestsKept = 200;
const reconnectMs = 1_500;

/** Current state of the lab, from its server-sent events (`GET /lab/live`). */
export function useLab(): LabState {
  const [state, setState] = useState<LabState>({ phones: [], pushes: [], requests: [], connection: 'opening' });

  useEffect(() => {
    let events = connect();
    let timer: ReturnType<typeof setTimeout>;

    function connect(): EventSource {
      const source = new EventSource('/lab/live');
      const on = <T>(name: string, reduce: (state: LabState, data: T) => LabState) => {
        source.addEventListener(name, ({ data }: MessageEvent<string>) => {
          const parsed: T = JSON.parse(data);
          setState((before) => reduce(before, parsed));
        });
      };
      on<Pick<LabState, 'phones' | 'pushes' | 'requests'>>('snapshot', (_, { phones, pushes, requests }) => ({
        phones,
        pushes: pushes.toReversed(),
        requests: requests.toReversed(),
        connection: 'open',
      }));
      on<PhoneView>('phone', (before, phone) => ({ ...before, phones: withPhone(before.phones, phone) }));
      on<{ phoneId: string }>('phoneRemoved', (before, { phoneId }) => ({
        ...before,
        phones: before.phones.filter((phone) => phone.phoneId !== phoneId),
      }));
      on<AnsweredPush>('push', (before, push) => ({
        ...before,
        pushes: [push, ...before.pushes].slice(0, pushesKept),
      }));
      on<SentRequest>('request', (before, request) => ({
        ...before,
        requests: [request, ...before.requests].slice(0, requestsKept),
      }));
      // The browser's own reconnection may wait long, and gives up on some faults. A new connection begins with a
      // snapshot.
      source.onerror = () => {
        source.close();
        setState((before) => ({ ...before, connection: 'lost', stoppedAtMs: before.stoppedAtMs ?? Date.now() }));
        timer = setTimeout(() => {
          events = connect();
        }, reconnectMs);
      };
      return source;
    }

    return () => {
      clearTimeout(timer);
      events.close();
    };
  }, []);

  return state;
}

function withPhone(phones: PhoneView[], phone: PhoneView): PhoneView[] {
  const known = phones.some(({ phoneId }) => phoneId === phone.phoneId);
  return known ? phones.map((other) => (other.phoneId === phone.phoneId ? phone : other)) : [...phones, phone];
}
