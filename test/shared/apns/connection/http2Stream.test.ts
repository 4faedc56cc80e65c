import { EventEmitter } from 'node:events';
import type { ClientHttp2Session, ClientHttp2Stream } from 'node:http2';
import { expect, test } from 'vitest';
import type { Exchange } from '../../../../shared/apns/connection/exchange.ts';
import { readStream } from '../../../../shared/apns/connection/http2Stream.ts';
import type { StreamResult } from '../../../../shared/apns/connection/streamResult.ts';

/** A stream that Node holds back and never ends, as one that waited for its turn while a GOAWAY came. */
class EndlessStream extends EventEmitter {
  close(): void {}
}

test('an endless stream is reported as lost once, when it is abandoned', () => {
  // Prepare
  const stream = new EndlessStream() as unknown as ClientHttp2Stream;
  const results: StreamResult[] = [];
  const reading = readStream({} as ClientHttp2Session, stream, {} as Exchange, (_exchange, result) =>
    results.push(result),
  );
  // Act
  reading.abandon();
  reading.abandon();
  stream.emit('close');
  // Assess
  expect(results).toEqual([{ kind: 'lost', cause: 'deadline' }]);
});
