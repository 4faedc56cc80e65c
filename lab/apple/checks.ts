/**
 * What APNs rejects, and the reason for it. Pure: takes a request and what is known about its connection and device
 * token, and returns a verdict. Apple does not document the order in which APNs checks. This is the order of pushy's
 * mock server, with the rules that it lacks added where they belong; the device token is looked up only after the
 * authorization. A test should not depend on which of two faults is reported.
 */
import type { ApnsEnvironment } from '../../shared/devices/rules/device.ts';
import type { ConnectionAuth } from './connectionAuth.ts';
import { checkProviderToken, type TokenCheckContext } from './providerTokenCheck.ts';
import { kindOfTopic, legalPriorities, maximumPayloadBytes, pushTypeRule } from './pushTypes.ts';
import { type Reason, statusOfReason } from './reasons.ts';
import { type ApnsRequest, deviceTokenOf, isDictionary, isUuid } from './request.ts';

/** A device token as the checks see it. */
export interface KnownToken {
  environment: ApnsEnvironment;
  topic: string;
  /** Set once the token is dead: APNs answers 410 with it. */
  dead?: { reason: 'Unregistered' | 'ExpiredToken'; sinceMs: number } | undefined;
}

export interface CheckContext extends TokenCheckContext {
  /** @param token lower-case hex. */
  findDeviceToken(token: string): KnownToken | undefined;
  /** undefined if absent. */
  isRevokedCertificate?(fingerprint256: string): boolean;
}

export interface Rejection {
  reason: Reason;
  /** Epoch milliseconds, only with 410: since when the device token is dead. */
  timestamp?: number | undefined;
}

export interface Verdict {
  status: number;
  reason?: Reason | undefined;
  timestamp?: number | undefined;
  /** What APNs remembers about the connection from now on. */
  connection: ConnectionAuth;
}

type Rule = (request: ApnsRequest, topic: string, context: CheckContext) => Rejection | undefined;

/** In this order. `authorization` comes between the two lists. */
const rulesBeforeAuthorization: Rule[] = [checkCollapseId, checkExpiration, checkPriority, checkPushType, checkPath];
/** A client that has not proved to be a provider of the topic does not learn whether a device token exists. */
const rulesAfterAuthorization: Rule[] = [checkDeviceToken, checkPayloadSize, checkPayload];

/** The answer of APNs: 200, or the first reason against it. */
export function checkRequest(request: ApnsRequest, connection: ConnectionAuth, context: CheckContext): Verdict {
  const refuse = (rejection: Rejection, next = connection): Verdict => ({
    ...rejection,
    status: statusOfReason[rejection.reason],
    connection: next,
  });
  const unreadable = checkEnvelope(request);
  if (unreadable) return refuse(unreadable);
  const topic = topicOf(request, connection);
  if (topic === undefined) return refuse({ reason: 'MissingTopic' });
  if (!/^[A-Za-z0-9.-]+$/.test(topic)) return refuse({ reason: 'BadTopic' });

  const before = firstRejection(rulesBeforeAuthorization, request, topic, context);
  if (before) return refuse(before);
  const authorization = checkAuthorization(request, topic, connection, context);
  if (authorization.reason) return refuse({ reason: authorization.reason }, authorization.connection);
  const after = firstRejection(rulesAfterAuthorization, request, topic, context);
  if (after) return refuse(after, authorization.connection);
  return { status: 200, connection: authorization.connection };
}

function firstRejection(rules: Rule[], request: ApnsRequest, topic: string, context: CheckContext) {
  for (const rule of rules) {
    const rejection = rule(request, topic, context);
    if (rejection) return rejection;
  }
  return undefined;
}

/** A certificate that lists one topic implies it; with several, or without a certificate, the request must name it. */
function topicOf(request: ApnsRequest, { certificate }: ConnectionAuth): string | undefined {
  const inCertificate = certificate?.topics.length === 1 ? certificate.topics[0] : undefined;
  return request.headers['apns-topic'] || inCertificate;
}

function checkEnvelope({ headers, repeatedHeaders, method }: ApnsRequest): Rejection | undefined {
  if (repeatedHeaders.length > 0) return { reason: 'DuplicateHeaders' };
  const apnsId = headers['apns-id'];
  if (apnsId !== undefined && !isUuid(apnsId)) return { reason: 'BadMessageId' };
  return method === 'POST' ? undefined : { reason: 'MethodNotAllowed' };
}

function checkCollapseId({ headers }: ApnsRequest): Rejection | undefined {
  return Buffer.byteLength(headers['apns-collapse-id'] ?? '') > 64 ? { reason: 'BadCollapseId' } : undefined;
}

function checkExpiration({ headers }: ApnsRequest): Rejection | undefined {
  const expiration = headers['apns-expiration'];
  return expiration === undefined || /^\d+$/.test(expiration) ? undefined : { reason: 'BadExpirationDate' };
}

/** Absent means 10, which a background push may not have. */
function checkPriority({ headers }: ApnsRequest): Rejection | undefined {
  const isLegal = legalPriorities(headers['apns-push-type']).includes(headers['apns-priority'] ?? '10');
  return isLegal ? undefined : { reason: 'BadPriority' };
}

/** Apple does not document how APNs answers a type that does not match the topic; of its reasons this one fits best. */
function checkPushType({ headers }: ApnsRequest, topic: string): Rejection | undefined {
  const name = headers['apns-push-type'];
  if (name === undefined) return undefined;
  const rule = pushTypeRule(name);
  const fits = rule?.topicKind === kindOfTopic(topic) && topic.startsWith(rule.topicPrefix ?? '');
  return fits ? undefined : { reason: 'InvalidPushType' };
}

function checkPath({ path }: ApnsRequest): Rejection | undefined {
  const token = deviceTokenOf(path);
  if (token === undefined) return { reason: 'BadPath' };
  return token === '' ? { reason: 'MissingDeviceToken' } : undefined;
}

/** Tokens have no fixed length, according to Apple, and those of Live Activities are longer. */
function checkDeviceToken({ path }: ApnsRequest, topic: string, context: CheckContext): Rejection | undefined {
  const token = deviceTokenOf(path) ?? '';
  const known = /^([0-9a-f]{2})+$/i.test(token) ? context.findDeviceToken(token.toLowerCase()) : undefined;
  if (known?.environment !== context.host) return { reason: 'BadDeviceToken' };
  if (known.topic !== topic) return { reason: 'DeviceTokenNotForTopic' };
  return known.dead && { reason: known.dead.reason, timestamp: known.dead.sinceMs };
}

function checkAuthorization(
  request: ApnsRequest,
  topic: string,
  connection: ConnectionAuth,
  context: CheckContext,
): { reason?: Reason | undefined; connection: ConnectionAuth } {
  const { certificate } = connection;
  const { authorization } = request.headers;
  if (!certificate) return checkProviderToken(authorization, topic, connection, context);
  if (context.isRevokedCertificate?.(certificate.fingerprint256 ?? '')) return { reason: 'BadCertificate', connection };
  return certificate.topics.includes(topic) ? { connection } : { reason: 'TopicDisallowed', connection };
}

function checkPayloadSize({ headers, bodyBytes }: ApnsRequest, topic: string): Rejection | undefined {
  if (bodyBytes === 0) return { reason: 'PayloadEmpty' };
  const maximumBytes = maximumPayloadBytes(headers['apns-push-type'], topic);
  return bodyBytes > maximumBytes ? { reason: 'PayloadTooLarge' } : undefined;
}

/** Apple documents no reason for a body that is not a JSON dictionary. To APNs such a body has no payload. */
function checkPayload({ payload }: ApnsRequest): Rejection | undefined {
  return isDictionary(payload) ? undefined : { reason: 'PayloadEmpty' };
}
