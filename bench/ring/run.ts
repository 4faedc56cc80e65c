/**
 * What a call costs before it leaves: `npm run bench:ring`, `-- --quick` for a short look, `-- --json` for one
 * document. Runs the bundled `calls` function in this process, with the real SDK against a local table and the fake
 * APNs, and uses Node's diagnostics channels: how many AWS requests a warm call to a user with two phones makes, and
 * how long Ringpost itself takes from the API event to the first APNs frame, excluding the time in which an AWS request
 * is running. Then the size of each bundle.
 */
import { randomUUID } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApple } from '../../lab/apple/startApple.ts';
import { startLocalServices } from '../../lab/aws/localServices.ts';
import { openDataDirectory } from '../../lab/state/dataDirectory.ts';
import { storedCredentials } from '../../lab/state/storedCredentials.ts';
import { functionNames, kilobytesReadAtStart } from '../../scripts/bundle.ts';
import { currentBundles } from '../../scripts/currentBundles.ts';
import type { KnownRouteKey } from '../../shared/api/routes.ts';
import type { ApiHandler } from '../../shared/api/stack.ts';
import { askFunction } from '../apiRequest.ts';
import { type Bar, bar, report, row } from '../report.ts';

const appId = 'com.example.ringpost';
const warmUpCalls = process.argv.includes('--quick') ? 5 : 50;
const measuredCalls = process.argv.includes('--quick') ? 10 : 200;

const services = await startLocalServices(undefined);
const apple = await startApple({ data: openDataDirectory(undefined) });
const directory = mkdtempSync(join(tmpdir(), 'ringpost-bench-'));
try {
  await currentBundles(directory);
  services.putAppSecret(appId, storedCredentials(appId, apple.credentials(appId)));
  const caFile = join(directory, 'ca.pem');
  writeFileSync(caFile, apple.caPem);
  Object.assign(process.env, services.environment, {
    AWS_REGION: 'us-east-1',
    RINGPOST_APNS_PRODUCTION_ORIGIN: apple.origins.production,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: apple.origins.development,
    RINGPOST_APNS_CA_FILE: caFile,
    // As on a stage with one app.
    RINGPOST_APP_IDS: appId,
    RINGPOST_APP_IDS_FILE: '',
    RINGPOST_LOG_LEVEL: 'ERROR',
  });
  await measure();
} finally {
  await apple.stop();
  await services.stop();
  rmSync(directory, { recursive: true });
}

async function measure(): Promise<void> {
  const [devices, calls] = await Promise.all([load('devices'), load('calls')]);
  for (const deviceId of ['phone-1', 'phone-2']) await register(devices, deviceId);
  const watch = watchRequests(awsHosts(services.environment));
  // A user may make only a limited number of calls a minute, so each call has its own caller.
  const ring = () => invoke(calls, 'POST /v1/calls', randomUUID(), { to: { userId: 'bob' }, callerName: 'Alice' });
  for (let count = 0; count < warmUpCalls; count += 1) await ring();
  const samples = [];
  for (let count = 0; count < measuredCalls; count += 1) {
    watch.start();
    await ring();
    samples.push(watch.stop());
  }
  const requests = row(
    'AWS requests of a call to two phones, warm',
    'requests',
    samples.map((sample) => sample.requests),
  );
  const before = row(
    'of them before the first push leaves',
    'requests',
    samples.map((sample) => sample.requestsBeforePush),
  );
  const added = row(
    'API event to first APNs frame, without AWS',
    'ms',
    samples.map((sample) => sample.addedMs),
  );
  const sizes = functionNames().map((name) =>
    row(`bundle of ${name}`, 'KB', [Math.round(kilobytesReadAtStart(`${directory}/${name}`))]),
  );
  const bars: Bar[] = [
    bar('AWS requests to ring one user with two phones', requests.max, 3, 2),
    bar('of them before the first push leaves', before.max, 2, 1),
    bar('ms added from the API event to the first APNs frame', added.value, 3, 1.5),
    bar('KB of the largest bundle', Math.max(...sizes.map(({ value }) => value)), 400, 250),
  ];
  report('ring', [requests, before, added, ...sizes], bars);
}

/** Endpoints of the AWS SDK. */
function awsHosts(environment: Readonly<Record<string, string>>): ReadonlySet<string> {
  const urls = Object.entries(environment).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));
  return new Set(urls.map(([, url]) => new URL(url).host));
}

async function load(name: string): Promise<ApiHandler> {
  const { handler } = (await import(`${directory}/${name}/index.mjs`)) as { handler: ApiHandler };
  return handler;
}

async function register(devices: ApiHandler, deviceId: string): Promise<void> {
  const { tokens } = apple.install({ bundleId: appId, environment: 'production', phoneId: deviceId, onPush: () => {} });
  const token = (kind: 'alert' | 'voip') => ({ token: tokens[kind], environment: 'production' });
  const body = { appId, tokens: { alert: token('alert'), voip: token('voip') } };
  await invoke(devices, 'PUT /v1/devices/{deviceId}', 'bob', body, { deviceId });
}

/** @throws Error if the answer is not a success, or a phone got no push. */
async function invoke(
  handler: ApiHandler,
  routeKey: KnownRouteKey,
  userId: string,
  body: object,
  path?: Record<string, string>,
): Promise<void> {
  const text = await askFunction(handler, { routeKey, userId, body, ...(path && { path }) });
  if (text.includes('"outcome":"rejected"') || text.includes('"outcome":"failed"')) throw new Error(text);
}

/**
 * Watches the HTTP requests to AWS, and the HTTP/2 streams that the fake APNs of this process takes, between `start` and `stop`. The gates
 * of the local services also run in this process and send requests to the servers behind them, which are not the
 * function's.
 */
function watchRequests(awsHosts: ReadonlySet<string>) {
  let startedMs = 0;
  let firstFrameMs: number | undefined;
  let requests = 0;
  let requestsBeforePush = 0;
  let underWay = 0;
  let awsSinceMs = 0;
  let awsMs = 0;
  const isToAws = (message: unknown) =>
    awsHosts.has(String((message as { request: ClientRequest }).request.getHeader('host')));
  diagnostics.subscribe('http.client.request.start', (message) => {
    if (!isToAws(message)) return;
    requests += 1;
    if (firstFrameMs === undefined) requestsBeforePush += 1;
    if (underWay === 0) awsSinceMs = performance.now();
    underWay += 1;
  });
  diagnostics.subscribe('http.client.response.finish', (message) => {
    if (!isToAws(message)) return;
    underWay -= 1;
    if (underWay === 0 && firstFrameMs === undefined) awsMs += performance.now() - awsSinceMs;
  });
  // Where the fake APNs sees it: only one of the transports has a channel of its own.
  diagnostics.subscribe('http2.server.stream.start', () => {
    if (firstFrameMs === undefined && underWay > 0) awsMs += performance.now() - awsSinceMs;
    firstFrameMs ??= performance.now();
  });
  return {
    start() {
      startedMs = performance.now();
      firstFrameMs = undefined;
      requests = 0;
      requestsBeforePush = 0;
      awsMs = 0;
    },
    stop() {
      if (firstFrameMs === undefined) throw new Error('no push was sent: nothing was measured');
      return { requests, requestsBeforePush, addedMs: firstFrameMs - startedMs - awsMs };
    },
  };
}
