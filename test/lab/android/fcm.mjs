/**
 * A function that sends the pushes of Android devices: it takes Ringpost's event `push.wanted`, from the event bus or as
 * a signed webhook, sends the push with FCM's HTTP v1 API, and reports the outcome. Plain Node, without a package:
 * docs/android.md explains it.
 */
import { createHash, createHmac, createSign, timingSafeEqual } from 'node:crypto';

/**
 * @typedef {{ url: string, region: string, accessKeyId: string, secretAccessKey: string, sessionToken?: string }} Access
 * `url` of the stage's API, and the keys of the function's own role, which may invoke one route.
 *
 * @typedef {{ project_id: string, client_email: string, private_key: string, token_uri: string }} ServiceAccount
 * The JSON file that the Firebase console makes.
 */

/** FCM's errors after which the same push may succeed later. https://firebase.google.com/docs/reference/fcm/rest/v1/ErrorCode */
const passing = new Set(['UNAVAILABLE', 'INTERNAL', 'QUOTA_EXCEEDED']);
/** FCM keeps a push for four weeks at most. */
const longestTtlSeconds = 28 * 86_400;
/** A webhook that is older has been recorded and sent again. */
const toleranceSeconds = 300;

/**
 * @param {{ ringpost: Access, serviceAccount: ServiceAccount, fcmUrl?: string, webhookSecret?: string }} settings
 */
export function createFcmFunction({ ringpost, serviceAccount, fcmUrl = 'https://fcm.googleapis.com', webhookSecret }) {
  /** @type {{ token: string, untilMs: number } | undefined} */
  let access;

  /** An OAuth 2.0 access token of the service account: RFC 7523. It is good for an hour. */
  async function accessToken() {
    if (access !== undefined && Date.now() < access.untilMs) return access.token;
    const { client_email: iss, token_uri: aud, private_key: key } = serviceAccount;
    const iat = Math.floor(Date.now() / 1000);
    const scope = 'https://www.googleapis.com/auth/firebase.messaging';
    const parts = [
      { alg: 'RS256', typ: 'JWT' },
      { iss, aud, scope, iat, exp: iat + 3600 },
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signature = createSign('RSA-SHA256').update(text).sign(key, 'base64url');
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: `${text}.${signature}`,
    });
    const answer = await fetch(aud, { method: 'POST', body });
    if (!answer.ok) throw new Error(`no access token: ${answer.status} ${await answer.text()}`);
    const { access_token: token, expires_in: seconds } = /** @type {any} */ (await answer.json());
    access = { token, untilMs: Date.now() + (seconds - 60) * 1000 };
    return token;
  }

  /**
   * Sends one push with FCM.
   * @param {any} wanted the `detail` of the event
   * @returns {Promise<{ outcome: string, reason?: string, retry?: boolean }>} what is reported to Ringpost
   */
  async function sendWithFcm(wanted) {
    const ttlSeconds = Math.max(0, Math.floor((Date.parse(wanted.expiresAt) - Date.now()) / 1000));
    // A ring that is over must not ring: the message would say so to nobody.
    if (wanted.purpose === 'ring' && ttlSeconds === 0) return { outcome: 'failed', reason: 'too_late' };
    const path = `/v1/projects/${serviceAccount.project_id}/messages:send`;
    /** @type {Response} */
    let answer;
    try {
      answer = await fetch(fcmUrl + path, {
        method: 'POST',
        headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ message: fcmMessage(wanted, ttlSeconds) }),
        signal: AbortSignal.timeout(8000),
      });
    } catch (error) {
      // Maybe FCM has it: the collapse ID keeps a second one from being shown beside it.
      console.error('FCM not reached', error);
      return { outcome: 'failed', reason: 'unanswered', retry: true };
    }
    if (answer.ok) return { outcome: 'accepted' };
    const { error } = /** @type {any} */ (await answer.json().catch(() => ({ error: {} })));
    const detail = error?.details?.find((/** @type {any} */ each) => each.errorCode !== undefined);
    const reason = detail?.errorCode ?? error?.status ?? `HTTP_${answer.status}`;
    if (reason === 'UNREGISTERED') return { outcome: 'tokenDropped', reason };
    return { outcome: 'failed', reason, retry: passing.has(reason) || answer.status >= 500 };
  }

  /** @param {any} wanted @param {object} report */
  async function reportOutcome({ userId, wantedId, token, attempt }, report) {
    const url = new URL(`${ringpost.url}/v1/server/users/${idInPath(userId)}/pushes/${wantedId}/outcome`);
    const body = JSON.stringify({ token, attempt, ...report });
    const headers = signed(ringpost, { method: 'POST', url, body, headers: { 'content-type': 'application/json' } });
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(8000) });
    // 404 and 409: nobody waits for this outcome any more. Otherwise AWS or Ringpost sends the event again.
    if (answer.ok || answer.status === 404 || answer.status === 409) return;
    throw new Error(`outcome not reported: ${answer.status} ${await answer.text()}`);
  }

  /** @param {{ type: string, data: any }} event */
  async function carryOut({ type, data }) {
    if (type === 'push.wanted') await reportOutcome(data, await sendWithFcm(data));
  }

  /**
   * The Lambda handler. An event of EventBridge has a `detail`; a request to the function's URL has a body, which is
   * a webhook.
   * @param {any} event
   */
  return async function handler(event) {
    if (event.detail !== undefined) {
      await carryOut({ type: event['detail-type'], data: event.detail });
      return undefined;
    }
    const body = event.isBase64Encoded ? Buffer.from(event.body, 'base64').toString() : event.body;
    if (webhookSecret === undefined || !isGenuine(webhookSecret, event.headers, body)) return { statusCode: 401 };
    await carryOut(JSON.parse(body));
    return { statusCode: 204 };
  };
}

/**
 * The message for FCM. `data` may have texts only, and no key may begin with `google` or `gcm`, so all of Ringpost's
 * is in one.
 * @param {any} wanted
 * @param {number} ttlSeconds
 */
function fcmMessage(wanted, ttlSeconds) {
  const { purpose, title, subtitle, body, titleLocKey, titleLocArgs, bodyLocKey, bodyLocArgs } = wanted;
  const { token, image, sound, badge, collapseId } = wanted;
  // Android shows these by itself while the app is not open. The app's own code handles the rest.
  const isShown = (purpose === 'message' || purpose === 'missedCall') && [title, body, bodyLocKey].some(Boolean);
  const notification = {
    title,
    body: subtitle === undefined ? body : `${subtitle}\n${body ?? ''}`,
    title_loc_key: titleLocKey,
    title_loc_args: titleLocArgs,
    body_loc_key: bodyLocKey,
    body_loc_args: bodyLocArgs,
    image,
    // A channel decides about sounds since Android 8: the app makes these two.
    channel_id: sound === undefined ? 'quiet' : 'messages',
    tag: collapseId,
    notification_count: badge,
  };
  return {
    token,
    data: { purpose, ringpost: JSON.stringify(wanted.data), ...(collapseId && { tag: collapseId }) },
    android: {
      priority: wanted.priority === 'high' ? 'HIGH' : 'NORMAL',
      ttl: `${Math.min(ttlSeconds, longestTtlSeconds)}s`,
      ...(isShown && { notification }),
    },
  };
}

/**
 * Whether a webhook is Ringpost's own: Standard Webhooks, https://www.standardwebhooks.com
 * @param {string} secret @param {Record<string, string>} headers @param {string} body
 */
function isGenuine(secret, headers, body) {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures = '' } = headers;
  const ageSeconds = Math.abs(Date.now() / 1000 - Number(timestamp));
  if (!(ageSeconds <= toleranceSeconds)) return false;
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((each) => {
    const given = Buffer.from(each.replace(/^v1,/, ''), 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
const hmac = (/** @type {string | Buffer} */ key, /** @type {string} */ text) =>
  createHmac('sha256', key).update(text).digest();

/** An ID as a segment of a path, whatever characters it has. */
const idInPath = (/** @type {string} */ text) =>
  /^[A-Za-z0-9._:@-]+$/.test(text) ? text : `~${Buffer.from(text).toString('base64url')}`;

/**
 * Headers of a request with AWS Signature Version 4.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param {Access} access
 * @param {{ method: string, url: URL, body: string, headers: Record<string, string> }} request
 * @returns {Record<string, string>}
 */
function signed({ region, accessKeyId, secretAccessKey, sessionToken }, { method, url, body, headers: others }) {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/execute-api/aws4_request`;
  /** @type {Record<string, string>} */
  const headers = {
    ...others,
    host: url.host,
    'x-amz-date': time,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  // AWS signs paths that are encoded twice.
  const path = url.pathname.split('/').map(encodeURIComponent).join('/');
  const signedHeaders = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = [method, path, '', signedHeaders, names.join(';'), sha256(body)].join('\n');
  const parts = [time.slice(0, 8), region, 'execute-api', 'aws4_request'];
  const key = parts.reduce((/** @type {string | Buffer} */ last, part) => hmac(last, part), `AWS4${secretAccessKey}`);
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const { host: _setByFetch, ...sent } = headers;
  const signature = hmac(key, text).toString('hex');
  const credential = `Credential=${accessKeyId}/${scope}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}
