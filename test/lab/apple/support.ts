/** What the tests of the fake Apple share: a lab with a clock of its own, a client on node:http2, provider tokens. */
import { sign } from 'node:crypto';
import { once } from 'node:events';
import {
  type ClientHttp2Session,
  connect,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';
import type { AcceptedPush, Apple, Installation, TokenKey } from '../../../lab/apple/apple.ts';
import { type AppleOptions, startApple } from '../../../lab/apple/startApple.ts';
import { openDataDirectory } from '../../../lab/state/dataDirectory.ts';
import type { ApnsEnvironment } from '../../../shared/devices/rules/device.ts';

export const bundleId = 'com.example.app';
export const minuteMs = 60_000;
export const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export interface TestApple {
  apple: Apple;
  clock: { nowMs: number };
  /** A good one, the same for all pushes: a connection takes no second one within 20 minutes. */
  providerToken: string;
}

export async function startTestApple(options: Partial<AppleOptions> = {}): Promise<TestApple> {
  const clock = { nowMs: Date.now() };
  const apple = await startApple({ data: openDataDirectory(undefined), clock: () => clock.nowMs, ...options });
  const providerToken = signToken(apple.credentials(bundleId).token, clock);
  return { apple, clock, providerToken };
}

export interface TestPhone extends Installation {
  received: AcceptedPush[];
}

export function installPhone(apple: Apple, environment: ApnsEnvironment = 'production'): TestPhone {
  const received: AcceptedPush[] = [];
  const onPush = (push: AcceptedPush) => received.push(push);
  return { ...apple.install({ bundleId, environment, phoneId: 'phone-1', onPush }), received };
}

/** A provider token; by default a good one, made now. */
export function signToken(
  { keyId, teamId, privateKeyPem }: TokenKey,
  { nowMs = Date.now(), claims = {}, header = {}, dsaEncoding = 'ieee-p1363' as 'ieee-p1363' | 'der' } = {},
): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const iat = Math.floor(nowMs / 1000);
  const text = `${encode({ alg: 'ES256', kid: keyId, ...header })}.${encode({ iss: teamId, iat, ...claims })}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key: privateKeyPem, dsaEncoding }).toString('base64url')}`;
}

export interface TestAnswer {
  status: number;
  headers: Record<string, unknown>;
  /** The parsed body of a refusal. */
  body: { reason?: string; timestamp?: number } | undefined;
}

export interface Goaway {
  errorCode: number;
  lastStreamId: number;
  debugData: string;
}

export class TestClient {
  readonly session: ClientHttp2Session;
  readonly goaways: Goaway[] = [];
  /** MAX_CONCURRENT_STREAMS of each SETTINGS frame that came. */
  readonly streamLimits: (number | undefined)[] = [];

  constructor(origin: string, options: SecureClientSessionOptions) {
    this.session = connect(origin, { peerMaxConcurrentStreams: 1, ...options });
    this.session.on('error', () => {});
    this.session.on('remoteSettings', ({ maxConcurrentStreams }) => this.streamLimits.push(maxConcurrentStreams));
    this.session.on('goaway', (errorCode, lastStreamId, data) =>
      this.goaways.push({ errorCode, lastStreamId, debugData: Buffer.from(data ?? '').toString() }),
    );
  }

  /** @throws Error of node:http2 when the stream ends without an answer. */
  async request(
    headers: OutgoingHttpHeaders,
    body: string | Uint8Array = '{"aps":{"alert":"hi"}}',
  ): Promise<TestAnswer> {
    const stream = this.session.request({ ':method': 'POST', ...headers }, { endStream: false });
    const chunks: Buffer[] = [];
    let answered: Record<string, unknown> | undefined;
    stream.on('response', (received) => {
      answered = received;
    });
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.end(body);
    await once(stream, 'close');
    if (answered === undefined) throw new Error(`no answer, stream closed with code ${stream.rstCode}`);
    const text = Buffer.concat(chunks).toString();
    return { status: Number(answered[':status']), headers: answered, body: text ? JSON.parse(text) : undefined };
  }

  close(): void {
    this.session.destroy();
  }
}

/** A connection for provider tokens, or with a client certificate in `options`. */
export function openClient(
  apple: Apple,
  host: ApnsEnvironment = 'production',
  options: SecureClientSessionOptions = {},
): TestClient {
  return new TestClient(apple.origins[host], { ca: apple.caPem, ...options });
}

/** The headers of a good alert push with a good provider token. */
export function alertPush({ providerToken }: TestApple, deviceToken: string): OutgoingHttpHeaders {
  return { ...unsignedAlertPush(deviceToken), authorization: `bearer ${providerToken}` };
}

/** The same without authorization, as over a connection with a certificate. */
export function unsignedAlertPush(deviceToken: string): OutgoingHttpHeaders {
  return {
    ':path': `/3/device/${deviceToken}`,
    'apns-topic': bundleId,
    'apns-push-type': 'alert',
    'apns-priority': '10',
    'apns-expiration': '0',
  };
}

/** The headers of a good VoIP push with a good provider token. */
export function voipPush(lab: TestApple, deviceToken: string): OutgoingHttpHeaders {
  return { ...alertPush(lab, deviceToken), 'apns-topic': `${bundleId}.voip`, 'apns-push-type': 'voip' };
}
