/** Node's own HTTP/2 server (`nodeServer.ts`), which changes its settings and says goodbye while requests are out. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ForeignServer, RunningServer } from './foreignServer.ts';
import type { Command, Listening, Served } from './nodeServer.ts';
import { kindOf, maxStreams, requestsPerGoaway } from './nodeServerAnswers.ts';
import { pushNumber, type TrialRequest } from './requests.ts';

const program = fileURLToPath(new URL('nodeServer.ts', import.meta.url));

export const node: ForeignServer = {
  name: 'Node',
  async start(_folder, { certificatePem, privateKeyPem }) {
    const child = fork(program, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.send({ kind: 'start', certificatePem, privateKeyPem } satisfies Command);
    const [{ port }] = (await messageFrom(child)) as [Listening];
    return {
      origin: `https://127.0.0.1:${port}`,
      streamLimit: maxStreams,
      leastConnections: (requests) => 1 + Math.floor((requests - 1) / requestsPerGoaway),
      request,
      // Without goodbye: what is out is lost.
      disturbance: { every: 3000, run: async () => void child.send({ kind: 'cut' } satisfies Command) },
      async stop() {
        if (child.connected) child.send({ kind: 'stop' } satisfies Command);
        const [{ served }] = (await messageFrom(child)) as [Served];
        const exited = once(child, 'exit');
        child.disconnect();
        await exited;
        return new Map(served);
      },
    } satisfies RunningServer;
  },
};

/** @throws Error when the process has ended. */
async function messageFrom(child: ChildProcess): Promise<unknown[]> {
  if (!child.connected) throw new Error('the Node server is not there any more');
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the Node server has ended with status ${code}`);
  });
  return Promise.race([once(child, 'message'), ended]);
}

function request(number: number): TrialRequest {
  const { topic, ...push } = pushNumber(number);
  const kind = kindOf(number);
  if (kind === 'refusal') {
    return {
      ...push,
      isOwn: (outcome) =>
        outcome.kind === 'rejected' &&
        outcome.status === 410 &&
        outcome.reason === 'Unregistered' &&
        outcome.timestampMs === number,
    };
  }
  const method = kind === 'deletion' ? 'DELETE' : 'POST';
  const body = kind === 'deletion' ? '' : push.body;
  return {
    ...push,
    method,
    body,
    isOwn: (outcome) =>
      outcome.kind === 'accepted' &&
      outcome.status === (kind === 'deletion' ? 204 : 200) &&
      outcome.headers['apns-id'] === push.id &&
      outcome.headers['apns-unique-id'] === topic &&
      outcome.body === (kind === 'early' ? '' : body),
  };
}
