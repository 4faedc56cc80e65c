/**
 * The clients that the benchmark compares, each doing what its users make it do for one alert push. Ringpost and the
 * two libraries get the payload as an object and return the outcome; the bare loop is a lower bound: ready-made text,
 * and only the status of the answer.
 */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { connect } from 'node:http2';
import { Notification as NodeApnNotification, Provider } from '@parse/node-apn';
import { Notification as Apns2Notification } from 'apns2';
import { Pusher } from '../../shared/apns/client/pusher.ts';
import { ProviderTokens } from '../../shared/apns/connection/providerToken.ts';
import type { TransportName } from '../../shared/apns/connection/transports.ts';
import { apnsHeaders } from '../../shared/apns/rules/pushTypes.ts';
import type { BenchClient } from '../benchClient.ts';
import { openFlood } from '../sink/flood.ts';
import { openStockApns2 } from './stockApns2.ts';

/** In the order of the table. */
export const comparedClients = ['ringpost', 'ringpost over node:http2', 'apns2', 'node-apn', 'node:http2'] as const;
export type ComparedClient = (typeof comparedClients)[number];

const topic = 'com.example.ringpost';
const credential = {
  kind: 'token' as const,
  credentialId: 'bench',
  keyId: 'ABC123DEFG',
  teamId: 'DEF123GHIJ',
  privateKeyPem: generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey,
  environments: ['production' as const],
  topics: 'any' as const,
};

const credentials = [credential];

const deviceTokens = Array.from({ length: 1000 }, () => randomBytes(32).toString('hex'));
const deviceToken = (number: number): string => deviceTokens[number % deviceTokens.length] ?? '';

/** Longer than the longest run, so that only pushes that are really lost count as lost. */
const deadlineMs = 180_000;

/** 241 bytes of JSON, like alert pushes of messages. */
const aps = (number: number) => ({
  alert: { title: 'Alice', body: 'See you at the station at half past five?' },
  sound: 'default',
  badge: 1 + (number % 9),
  'thread-id': 'user:alice',
  'mutable-content': 1,
});
const custom = () => ({
  ringpost: { messageId: '0198c1de-7f5e-7a63-b0a6-2f1f0c9b7e11', conversationId: 'user:alice' },
});

const openers = {
  ringpost: ringpostOver('wire'),
  'ringpost over node:http2': ringpostOver('http2'),
  apns2,
  'node-apn': nodeApn,
  'node:http2': bareHttp2,
  flood: openFlood,
};
export type ClientName = keyof typeof openers;

/** @param ca PEM of the CA that the sink's certificate chains to. */
export async function openClient(name: ClientName, origin: string, ca: string): Promise<BenchClient> {
  return openers[name](origin, ca);
}

function ringpostOver(transport: TransportName): (origin: string, ca: string) => BenchClient {
  return (origin, ca) => ringpost(transport, origin, ca);
}

function ringpost(transport: TransportName, origin: string, ca: string): BenchClient {
  const pusher = new Pusher({
    clock: { nowMs: Date.now },
    log: { info() {}, warn() {}, error() {}, about() {}, list() {} },
    credentials: {
      credentialsOf: () => credentials,
      credentialsAfterRejection: async () => credentials,
      onReplaced() {},
    },
    origins: { production: origin, development: origin },
    ca,
    transport,
  });
  return {
    push(number, done) {
      const nowMs = Date.now();
      const request = {
        appId: topic,
        environment: 'production' as const,
        deviceToken: deviceToken(number),
        headers: apnsHeaders(topic, 'alert', randomUUID(), nowMs),
        payload: { aps: aps(number), ...custom() },
        deadlineMs: nowMs + deadlineMs,
      };
      pusher.push(request).then(({ outcome }) => done(outcome.kind === 'accepted'));
    },
    close: () => pusher.close(),
  };
}

function apns2(origin: string, ca: string): BenchClient {
  const { keyId, teamId: team, privateKeyPem: signingKey } = credential;
  const client = openStockApns2({ keyId, team, signingKey, defaultTopic: topic }, origin, ca);
  return {
    push(number, done) {
      const notification = new Apns2Notification(deviceToken(number), {
        aps: aps(number),
        data: custom(),
        expiration: 0,
      });
      client.send(notification).then(
        () => done(true),
        () => done(false),
      );
    },
    close: () => void client.destroy(),
  };
}

function nodeApn(origin: string, ca: string): BenchClient {
  const { keyId, teamId, privateKeyPem: key } = credential;
  const provider = new Provider({
    token: { key, keyId, teamId },
    address: '127.0.0.1',
    port: Number(new URL(origin).port),
    ca: [ca],
    // Its default of 5 seconds would lose pushes on a busy machine.
    requestTimeout: deadlineMs,
  });
  return {
    push(number, done) {
      const notification = new NodeApnNotification({ topic, pushType: 'alert', expiry: 0 });
      notification.rawPayload = { aps: aps(number), ...custom() };
      provider.send(notification, deviceToken(number)).then(({ sent }) => done(sent.length === 1));
    },
    close: () => void provider.shutdown(),
  };
}

function bareHttp2(origin: string, ca: string): BenchClient {
  const session = connect(origin, { ca });
  const { header: authorization } = new ProviderTokens(credential).latestAt(Date.now());
  const headers = apnsHeaders(topic, 'alert', randomUUID(), Date.now());
  const body = JSON.stringify({ aps: aps(1), ...custom() });
  return {
    push(number, done) {
      const stream = session.request({
        ':method': 'POST',
        ':path': `/3/device/${deviceToken(number)}`,
        authorization,
        ...headers,
      });
      let status = 0;
      stream.on('response', (answer) => {
        status = Number(answer[':status']);
      });
      // Node fails requests by itself when thousands wait, as they do when the machine stalls.
      stream.on('error', () => {});
      stream.on('close', () => done(status === 200));
      stream.resume();
      stream.end(body);
    },
    close: () => session.destroy(),
  };
}
