import { afterEach, beforeEach, vi } from 'vitest';
import { region, serviceCredentials } from '../../../lab/aws/localAws.ts';
import { type JsonService, serveJsonProtocol } from '../../../lab/aws/protocol/jsonProtocol.ts';
import type { ListeningServer } from '../../../lab/aws/protocol/listen.ts';

/**
 * Serves AWS services on this machine for each test, where the SDK's clients find them by the environment.
 * @param services makes fresh ones for a test.
 * @param urlVariables such as `AWS_ENDPOINT_URL_SQS`.
 */
export function useLocalServices(services: (url: () => string) => JsonService[], ...urlVariables: string[]): void {
  let server: ListeningServer;
  beforeEach(async () => {
    server = await serveJsonProtocol(services(() => server.url));
    for (const variable of urlVariables) vi.stubEnv(variable, server.url);
    vi.stubEnv('AWS_REGION', region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', serviceCredentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', serviceCredentials.secretAccessKey);
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await server.stop();
  });
}
