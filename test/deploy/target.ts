/** Where the run deploys to: MiniStack on this machine, or with `RINGPOST_DEPLOY_TARGET=aws` the account of the developer's credentials. */
import { randomBytes } from 'node:crypto';
import type { DeliveredPush } from '../../lab/apple/apple.ts';
import { type Emulator, startEmulator } from '../../lab/emulator/startEmulator.ts';
import { useEmulator } from '../../lab/emulator/useEmulator.ts';

export interface TestPhone {
  tokens: { alert: string; voip: string };
  /** What has reached it; nothing ever does on AWS, as Apple knows no such phone. */
  received: DeliveredPush[];
}

export interface Target {
  kind: 'emulator' | 'aws';
  /** On AWS one that no team has, so that the run can neither hurt a stage nor find one in its way. */
  stage: string;
  /** For the CDK command line: its own app, or the default one of cdk.json. */
  app: readonly string[];
  tokenKey: { file: string; keyId: string; teamId: string };
  installApp(bundleId: string): TestPhone;
  /** What becomes of each push: the real Apple knows neither the key nor the phones. */
  pushOutcome: 'accepted' | 'rejected';
  /** The same as users see it (docs/users.md). */
  outcomeForUsers: 'accepted' | 'failed';
  /** Has APNs answer so, to the next pushes to this phone. */
  failNextPushes(phone: TestPhone, reason: string, count: number): void;
  /** Undefined on AWS. */
  emulator?: Emulator;
  stop(): Promise<void>;
}

/** The CDK command line with the run's own app. */
export const stageApp = ['--app', 'node test/deploy/stageApp.ts'];

/** Also sets what the AWS SDK, the CDK and `ringpost` read from the environment. @throws Error that says what to do. */
export async function openTarget(print: (line: string) => void): Promise<Target> {
  const { RINGPOST_DEPLOY_TARGET: wanted = 'emulator' } = process.env;
  if (wanted === 'aws') return aws();
  if (wanted !== 'emulator') throw new Error(`RINGPOST_DEPLOY_TARGET must be emulator or aws, not \`${wanted}\``);
  const emulator = await startEmulator({ progress: (step) => print(`       ${step}`) });
  useEmulator(emulator);
  const { apple, tokenKey } = emulator;
  let phones = 0;
  return {
    kind: 'emulator',
    stage: 'dev',
    app: [],
    tokenKey,
    installApp(bundleId) {
      const received: DeliveredPush[] = [];
      phones += 1;
      const { tokens } = apple.install({
        bundleId,
        environment: 'production',
        phoneId: `phone-${phones}`,
        onPush: (push) => received.push(push),
      });
      return { tokens, received };
    },
    pushOutcome: 'accepted',
    outcomeForUsers: 'accepted',
    failNextPushes: ({ tokens }, reason, count) =>
      apple.addFault({ kind: 'status', reason, count, match: tokens.alert }),
    emulator,
    stop: emulator.stop,
  };
}

function aws(): Target {
  const tokenKeyFile = process.env['RINGPOST_DEPLOY_KEY_FILE'];
  const keyId = /AuthKey_([A-Z0-9]{10})\.p8$/.exec(tokenKeyFile ?? '')?.[1];
  const teamId = process.env['RINGPOST_DEPLOY_TEAM_ID'];
  if (tokenKeyFile === undefined || keyId === undefined || teamId === undefined) {
    throw new Error(
      'RINGPOST_DEPLOY_TARGET=aws wants a token key of yours: RINGPOST_DEPLOY_KEY_FILE=…/AuthKey_<key ID>.p8 and ' +
        'RINGPOST_DEPLOY_TEAM_ID=<team ID>',
    );
  }
  const stage = `test-${randomBytes(3).toString('hex')}`;
  process.env['DEPLOY_TEST_STAGE'] = stage;
  return {
    kind: 'aws',
    stage,
    app: stageApp,
    tokenKey: { file: tokenKeyFile, keyId, teamId },
    installApp: () => ({ tokens: { alert: deviceToken(), voip: deviceToken() }, received: [] }),
    pushOutcome: 'rejected',
    outcomeForUsers: 'failed',
    failNextPushes() {},
    async stop() {},
  };
}

function deviceToken(): string {
  return randomBytes(32).toString('hex');
}
