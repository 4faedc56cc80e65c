/** The HTTP API host with everything real around it, and one sample function behind all routes. */
import { rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname } from 'node:path';
import { createHttpApi } from '../../../lab/aws/gateway/httpApi.ts';
import { createIamAuthorizer } from '../../../lab/aws/gateway/iamAuthorizer.ts';
import { createJwtAuthorizer } from '../../../lab/aws/gateway/jwtAuthorizer.ts';
import { createFunctionHost, type FunctionHost } from '../../../lab/aws/lambda/functionHost.ts';
import { listen } from '../../../lab/aws/protocol/listen.ts';
import { audience, createIssuer, type Issuer } from '../../../lab/oidc/issuer.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import { type ApiFunction, routes } from '../../../shared/api/routes.ts';
import { bundleFixture } from './bundleFixture.ts';
import { type ManualClock, manualClock } from './manualClock.ts';

export const accessKey = { accessKeyId: 'LABKTEST', secretAccessKey: 'secret of the test' };

const apiFunctions = new Set<ApiFunction>(Object.values(routes).map((route) => route.function));

export interface ApiWorld {
  url: string;
  issuer: Issuer;
  clock: ManualClock;
  log: string[];
  stop(): Promise<void>;
}

export async function startApiWorld(): Promise<ApiWorld> {
  const clock = manualClock(Date.now());
  const log: string[] = [];
  const modulePath = await bundleFixture('sampleApi.ts');
  const host = createFunctionHost({
    name: 'sample',
    modulePath,
    environment: {},
    memoryMb: 128,
    timeoutSeconds: 10,
    clock,
    onLog: (line) => log.push(line),
  });
  const server = createServer();
  const { url, stop } = await listen(server, 0);
  const issuer = await createIssuer(url, openDataDirectory(undefined), clock.nowMs);
  const api = createHttpApi({
    functions: Object.fromEntries([...apiFunctions].map((name) => [name, host])) as Record<ApiFunction, FunctionHost>,
    authorizeUser: createJwtAuthorizer({ issuer: issuer.url, audiences: [audience], nowMs: clock.nowMs }),
    authorizeServer: createIamAuthorizer(accessKey, clock.nowMs),
    clock,
    async fallback(request, response) {
      if (request.url === '/breaks') throw new Error('the fallback broke');
      if (!issuer.handle(request, response)) response.end(`fallback: ${request.method} ${request.url}`);
    },
    onLog: (line) => log.push(line),
  });
  server.on('request', api);
  return {
    url,
    issuer,
    clock,
    log,
    async stop() {
      await stop();
      await host.stop();
      rmSync(dirname(modulePath), { recursive: true });
    },
  };
}
