import type {
  AcceptedPush,
  AnsweredPush,
  DeliveredPush,
  Fault,
  Installation,
  InstallRequest,
} from '../../../lab/apple/apple.ts';
import type { PhonesOptions } from '../../../lab/phones/phones.ts';

type PhonesApple = PhonesOptions['apple'];

/** What a test sends; the rest of a delivered push has a usual value. */
export type TestPush = Partial<DeliveredPush> & Pick<DeliveredPush, 'kind' | 'payload'>;

/** One installation as the test sees it. */
export interface TestInstallation {
  request: InstallRequest;
  reachable: boolean;
  uninstalled: boolean;
  push(push: TestPush): void;
  /** Tokens of other kinds, with what takes a push to each. */
  readonly otherTokens: Map<string, (push: AcceptedPush) => void>;
}

export interface FakeApple extends PhonesApple {
  /** In the order of `install`. */
  readonly installations: TestInstallation[];
  readonly faults: Fault[];
  /** Followers by the channel that they follow. */
  readonly channels: Map<string, ((push: AcceptedPush) => void)[]>;
  /** Answers a push with 200 and hands it to the phone, as an APNs host does. */
  deliver(phoneId: string, push: TestPush): AnsweredPush;
}

/** The phones have no use for it. */
function notAsked(): never {
  throw new Error('not something that a phone does');
}

/** An Apple in memory: it installs, hands pushes to phones and remembers what it answered. */
export function fakeApple(): FakeApple {
  const installations: TestInstallation[] = [];
  const answered: AnsweredPush[] = [];
  const faults: Fault[] = [];
  const channels: FakeApple['channels'] = new Map();
  const listeners = new Set<(push: AnsweredPush) => void>();

  return {
    installations,
    faults,
    channels,
    install(request): Installation {
      const number = String(installations.length + 1);
      const installed: TestInstallation = {
        request,
        reachable: true,
        uninstalled: false,
        otherTokens: new Map(),
        push: (push) => request.onPush({ apnsId: 'fake', headers: {}, ...push }),
      };
      installations.push(installed);
      return {
        bundleId: request.bundleId,
        environment: request.environment,
        tokens: request.tokens ?? { alert: `a1${number}`.padEnd(64, '0'), voip: `b2${number}`.padEnd(64, '0') },
        setReachable: (reachable) => {
          installed.reachable = reachable;
        },
        uninstall: () => {
          installed.uninstalled = true;
        },
        expireTokens: notAsked,
        addToken(_kind, onPush, token = `c3${number}${installed.otherTokens.size}`.padEnd(64, '0')) {
          installed.otherTokens.set(token, onPush);
          return token;
        },
      };
    },
    followChannel(_deviceToken, channelId, onPush) {
      const followers = channels.get(channelId);
      if (followers === undefined) throw new Error(`no channel ${channelId}`);
      followers.push(onPush);
      return () =>
        channels.set(
          channelId,
          followers.filter((each) => each !== onPush),
        );
    },
    deliver(phoneId, push) {
      const installed = installations.find(({ request }) => request.phoneId === phoneId);
      if (!installed) throw new Error(`no phone ${phoneId}`);
      const headers = {
        'apns-push-type': push.kind,
        'apns-topic': `${installed.request.bundleId}${push.kind === 'voip' ? '.voip' : ''}`,
        ...push.headers,
      };
      const entry: AnsweredPush = {
        n: answered.length + 1,
        at: new Date().toISOString(),
        host: installed.request.environment,
        status: 200,
        apnsId: `apns-${answered.length + 1}`,
        headers,
        payload: push.payload,
        phoneId,
      };
      answered.push(entry);
      for (const listener of listeners) listener(entry);
      if (installed.reachable) installed.push({ ...push, headers });
      return entry;
    },
    pushes: (since = 0) => answered.filter(({ n }) => n > since),
    onAnswered(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    addFault: (fault) => {
      faults.push(fault);
    },
    activeFaults: () => [...faults],
    clearFaults: () => {
      faults.length = 0;
    },
  };
}
