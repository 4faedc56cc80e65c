/**
 * Shows how many requests the sink can answer: frames made once and sent again with another stream ID, which costs next
 * to nothing. Not an HTTP/2 client, only the proof that the sink is not what the benchmark measures.
 */
import { once } from 'node:events';
import { connect } from 'node:tls';
import type { BenchClient } from '../benchClient.ts';
import { Frames, frame, frameFlags, frameTypes, preface } from './frames.ts';

/** As long as the compressed headers of a push, and its payload; the sink reads neither. */
const requestHeadBytes = 265;
const requestBodyBytes = 241;

export async function openFlood(origin: string, ca: string): Promise<BenchClient> {
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(origin).port), ca, ALPNProtocols: ['h2'] });
  await once(socket, 'secureConnect');
  socket.setNoDelay(true);
  socket.write(Buffer.concat([preface, frame(frameTypes.settings, 0, 0, Buffer.alloc(0))]));

  const request = Buffer.concat([
    frame(frameTypes.headers, frameFlags.endHeaders, 0, Buffer.alloc(requestHeadBytes)),
    frame(frameTypes.data, frameFlags.endStream, 0, Buffer.alloc(requestBodyBytes)),
  ]);
  const secondFrameAt = request.length - requestBodyBytes - 9;
  const waiting: ((accepted: boolean) => void)[] = [];
  let nextStreamId = 1;
  let unsent: Buffer[] = [];

  function flush(): void {
    socket.write(Buffer.concat(unsent));
    unsent = [];
  }

  const frames = new Frames(0, (type) => {
    // Answers come in the order of the requests.
    if (type === frameTypes.headers) waiting.shift()?.(true);
  });
  socket.on('data', (chunk: Buffer) => frames.read(chunk));

  return {
    push(_number, done) {
      const bytes = Buffer.from(request);
      bytes.writeUInt32BE(nextStreamId, 5);
      bytes.writeUInt32BE(nextStreamId, secondFrameAt + 5);
      nextStreamId += 2;
      waiting.push(done);
      if (unsent.length === 0) setImmediate(flush);
      unsent.push(bytes);
    },
    close: () => socket.destroy(),
  };
}
