import { createServer, type RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import { headersTooLarge, malformedRequest } from './aws/gateway/problems.ts';
import { problemResponse } from './aws/gateway/response.ts';
import { type ListeningServer, listen } from './aws/protocol/listen.ts';

/**
 * Size limit of request line and headers of an HTTP API together.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
 */
const maxHeaderBytes = 10_240;

export interface LabServer extends ListeningServer {
  /** From now on this answers; earlier requests have waited for it. */
  answerWith(listener: RequestListener): void;
}

/**
 * Takes the port before anything else starts: other parts need to know the URL, and a port in use should be reported at
 * once.
 *
 * @param port 0: any free port. @throws Error that says what to do if the port is not available.
 */
export async function startLabServer(port: number): Promise<LabServer> {
  const { promise: answering, resolve: answerWith } = Promise.withResolvers<RequestListener>();
  const server = createServer({ maxHeaderSize: maxHeaderBytes }, async (request, response) => {
    const answer = await answering;
    answer(request, response);
  });
  server.on('clientError', refuseUnreadable);
  try {
    return { ...(await listen(server, port)), answerWith };
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? `port ${port} is in use` : `cannot listen on port ${port} (${message})`;
    throw new Error(`${reason}: choose another one with --port, or 0 for any free one`, { cause });
  }
}

/** Data that is not a request has no response object, so the answer is written to the socket. */
function refuseUnreadable({ code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = code === 'HPE_HEADER_OVERFLOW' ? headersTooLarge(maxHeaderBytes) : malformedRequest();
  const { status, contentType, body } = problemResponse(problem);
  const head = `HTTP/1.1 ${status} ${problem.title}\r\nconnection: close\r\ncontent-type: ${contentType}\r\n`;
  socket.end(`${head}content-length: ${body.length}\r\n\r\n${body}`);
}
