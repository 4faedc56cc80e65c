/** One HTTP/2 connection to a host of the fake APNs: reads requests, carries out reactions. */
import { constants, performServerHandshake, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2';
import type { TLSSocket } from 'node:tls';
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { Answer } from './answer.ts';
import type { CertificateScope, ConnectionAuth } from './connectionAuth.ts';
import { GracefulLeave, refuseConnection, refuseStream } from './goaway.ts';
import type { AnswerReaction, PushService, Reaction } from './pushService.ts';
import { readRequest } from './readRequest.ts';
import type { ApnsRequest } from './request.ts';
import { fewestStreams, manageStreamLimit, maxStreams } from './streamLimit.ts';

export interface ConnectionOptions {
  environment: ApnsEnvironment;
  service: PushService;
  onAnswered(request: ApnsRequest, answer: Answer): void;
  /** One stream at a time after a refused push, the usual number again after the next accepted one. */
  throttlesAfterRefusal: boolean;
}

/** First SETTINGS frame of APNs, as others observed it: pushy#878. */
const settings = { headerTableSize: 4096, initialWindowSize: 65_535, maxFrameSize: 16_384, maxHeaderListSize: 8000 };

/**
 * @param certificate what the client's certificate allows; undefined: a token connection.
 * @returns a function that closes the connection with GOAWAY once its streams have ended.
 */
export function serveConnection(
  socket: TLSSocket,
  certificate: CertificateScope | undefined,
  options: ConnectionOptions,
): (reason: string) => void {
  const maxConcurrentStreams = certificate ? maxStreams : fewestStreams;
  const session = performServerHandshake(socket, {
    settings: { ...settings, maxConcurrentStreams },
    // Node counts the bodies of refused streams as invalid frames, and would end the session over them.
    maxSessionInvalidFrames: 0x7fff_ffff,
  });
  // A client that hangs up in the middle is not a failure of the host.
  session.on('error', () => {});
  if (certificate && !certificate.environments.includes(options.environment)) {
    refuseConnection(session, 'BadCertificateEnvironment');
    return () => {};
  }
  return servePushes(session, socket, certificate ? { certificate } : {}, options);
}

function servePushes(
  session: ServerHttp2Session,
  socket: TLSSocket,
  initialAuth: ConnectionAuth,
  { service, onAnswered, throttlesAfterRefusal }: ConnectionOptions,
): (reason: string) => void {
  const leave = new GracefulLeave(session, socket);
  const setStreamLimit = manageStreamLimit(session, initialAuth.certificate ? maxStreams : fewestStreams);
  let auth = initialAuth;
  let isSilent = false;

  session.on('stream', (stream, _headers, _flags, rawHeaders) => {
    stream.on('error', () => {});
    leave.opened(stream);
    readRequest(stream, rawHeaders, (request) => {
      if (isSilent) return;
      if (leave.hasDisowned(stream)) refuseStream(stream);
      else carryOut(service.react(request, auth), request, stream);
    });
  });
  return (reason) => leave.leaveWhenIdle(reason);

  function carryOut(reaction: Reaction, request: ApnsRequest, stream: ServerHttp2Stream): void {
    if (reaction.kind !== 'goaway') leave.processed(stream);
    switch (reaction.kind) {
      case 'goaway':
        leave.leave(stream, reaction.reason);
        break;
      case 'reset':
        stream.close(constants.NGHTTP2_INTERNAL_ERROR);
        break;
      case 'answer':
        auth = reaction.connection;
        answerLater(reaction, request, stream);
        break;
      case 'silence':
        if (reaction.ofConnection) fallSilent();
        break;
    }
  }

  /** Stops reading, so that not even nghttp2 sees what it would answer by itself, such as a PING. */
  function fallSilent(): void {
    isSilent = true;
    (socket as TLSSocket & { _handle?: { readStop(): void } | undefined })._handle?.readStop();
  }

  function answerLater({ answer, delayMs }: AnswerReaction, request: ApnsRequest, stream: ServerHttp2Stream): void {
    if (delayMs === 0) {
      send(answer, request, stream);
      return;
    }
    const timer = setTimeout(send, delayMs, answer, request, stream);
    stream.once('close', () => clearTimeout(timer));
  }

  function send(answer: Answer, request: ApnsRequest, stream: ServerHttp2Stream): void {
    if (isSilent || stream.closed || stream.destroyed) return;
    respond(stream, answer);
    onAnswered(request, answer);
    const { status } = answer;
    if (status < 300) setStreamLimit(maxStreams);
    // Apple: 410 is not an error of the provider.
    else if (throttlesAfterRefusal && status < 500 && status !== 410) setStreamLimit(fewestStreams);
  }
}

function respond(stream: ServerHttp2Stream, { status, headers, body }: Answer): void {
  if (body === undefined) {
    stream.respond({ ':status': status, ...headers }, { endStream: true });
    return;
  }
  stream.respond({ ':status': status, ...headers, 'content-type': 'application/json' });
  stream.end(JSON.stringify(body));
}
