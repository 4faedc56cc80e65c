import { createServer } from 'node:http';
import { listen } from '../../../lab/aws/protocol/listen.ts';
import type { Phones } from '../../../lab/phones/phones.ts';
import { startPhones } from '../../../lab/phones/startPhones.ts';
import { type DataDirectory, openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import { type FakeApple, fakeApple } from './fakeApple.ts';

export interface TestLab {
  url: string;
  apple: FakeApple;
  phones: Phones;
  /** Requests of the phones' apps to the API: `PUT /v1/devices/…`. All are answered 200 `{}`. */
  apiRequests: string[];
  /** Apps whose credentials were asked for. */
  providedApps: string[];
  /** @returns the status, and the JSON that was answered, if any. */
  ask(method: string, path: string, body?: unknown): Promise<LabResponse>;
  stop(): Promise<void>;
}

export interface LabResponse {
  status: number;
  contentType: string | null;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever JSON the lab answers
  body: any;
}

/** The phones behind a real HTTP server, with an Apple in memory and an API that says yes to everything. */
export async function testLab(data: DataDirectory = openDataDirectory(undefined)): Promise<TestLab> {
  const apple = fakeApple();
  const apiRequests: string[] = [];
  const providedApps: string[] = [];
  const server = createServer(async (request, response) => {
    if (await phones.handle(request, response)) return;
    apiRequests.push(`${request.method} ${request.url}`);
    request.resume().on('end', () => response.end('{}'));
  });
  const { url, stop } = await listen(server, 0);
  const phones: Phones = await startPhones({
    apple,
    apiOrigin: () => url,
    issueUserToken: async (userId) => `token-of-${userId}`,
    provideCredentials: async (appId) => {
      providedApps.push(appId);
    },
    data,
  });
  return {
    url,
    apple,
    phones,
    apiRequests,
    providedApps,
    async ask(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        contentType: response.headers.get('content-type'),
        body: text === '' ? undefined : JSON.parse(text),
      };
    },
    async stop() {
      await phones.stop();
      await stop();
    },
  };
}
