import { createServer, type RequestListener } from 'node:http';
import { type ListeningServer, listen } from './aws/listen.ts';

export interface LabServer extends ListeningServer {
  /** From now on this answers; requests that came before have waited for it. */
  answerWith(listener: RequestListener): void;
}

/**
 * Takes the port before anything else starts: other parts need to know the URL, and a port in use should be said at once.
 *
 * @param port 0: any free one. @throws Error that says what to do when the port cannot be had.
 */
export async function startLabServer(port: number): Promise<LabServer> {
  const { promise: answering, resolve: answerWith } = Promise.withResolvers<RequestListener>();
  const server = createServer(async (request, response) => {
    const answer = await answering;
    answer(request, response);
  });
  try {
    return { ...(await listen(server, port)), answerWith };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? `port ${port} is in use` : `cannot listen on port ${port} (${message})`;
    throw new Error(`${reason}: choose another one with --port, or 0 for any that is free`, { cause });
  }
}
