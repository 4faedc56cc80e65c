import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure, serveJsonProtocol } from '../../../../lab/aws/protocol/jsonProtocol.ts';
import type { ListeningServer } from '../../../../lab/aws/protocol/listen.ts';

let server: ListeningServer;
let waiting: Promise<AbortSignal>;

beforeEach(async () => {
  let announce: (signal: AbortSignal) => void;
  waiting = new Promise((resolve) => {
    announce = resolve;
  });
  server = await serveJsonProtocol([
    {
      targetPrefix: 'Sample',
      version: '1.0',
      operations: {
        Echo: (input) => input,
        Refuse: () => failure('NoSuchThing', 'there is none', 'Old.NoSuchThing'),
        Break: () => {
          throw new Error('nobody foresaw this');
        },
        Wait: (_input, signal) => {
          announce(signal);
          return new Promise((resolve) => signal.addEventListener('abort', () => resolve({})));
        },
      },
    },
  ]);
});

afterEach(() => server.stop());

const call = (target: string, body: string, init: RequestInit = {}) =>
  fetch(server.url, { method: 'POST', headers: { 'x-amz-target': target }, body, ...init });

describe('AWS JSON', () => {
  it('answers an operation with its outcome', async () => {
    // Prepare
    const body = '{"Name":"x","Missing":null}';

    // Act
    const response = await call('Sample.Echo', body);

    // Assess
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(await response.json()).toEqual({ Name: 'x', Missing: null });
  });

  it('answers a failure with its name, its message and its name in the query protocol', async () => {
    // Prepare
    const target = 'Sample.Refuse';

    // Act
    const response = await call(target, '{}');

    // Assess
    expect(response.status).toBe(400);
    expect(response.headers.get('x-amzn-query-error')).toBe('Old.NoSuchThing;Sender');
    expect(await response.json()).toEqual({ __type: 'NoSuchThing', message: 'there is none' });
  });

  it.each([
    ['an unknown operation', 'Sample.None', '{}', 400, 'UnknownOperationException'],
    ['an inherited property as operation', 'Sample.toString', '{}', 400, 'UnknownOperationException'],
    ['an unknown service', 'Other.Echo', '{}', 400, 'UnknownOperationException'],
    ['no target', '', '{}', 400, 'UnknownOperationException'],
    ['broken JSON', 'Sample.Echo', '{', 400, 'SerializationException'],
    ['JSON that is not an object', 'Sample.Echo', '[1]', 400, 'SerializationException'],
    ['a request of 9 MiB', 'Sample.Echo', 'x'.repeat(9 * 1024 * 1024), 400, 'RequestEntityTooLargeException'],
    ['an operation that throws', 'Sample.Break', '{}', 500, 'InternalFailure'],
  ])('refuses %s', async (_what, target, body, status, type) => {
    // Prepare
    const sent = { target, body };

    // Act
    const response = await call(sent.target, sent.body);

    // Assess
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ __type: type });
  });

  it('notifies a waiting operation that its client disconnected', async () => {
    // Prepare
    const abort = new AbortController();
    const response = call('Sample.Wait', '{}', { signal: abort.signal });
    const signal = await waiting;

    // Act
    abort.abort();

    // Assess
    await expect(response).rejects.toThrow();
    await new Promise((resolve) => (signal.aborted ? resolve(true) : signal.addEventListener('abort', resolve)));
    expect(signal.aborted).toBe(true);
  });
});
