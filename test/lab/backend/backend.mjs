/**
 * The whole backend of an app with messages and calls, in plain Node: users with their devices, groups, messages, calls,
 * recall, blocks, tags, export and erasure. `fetch` and a signature are all that it needs, and no token of a user.
 * Copy what you use. backend.test.ts runs this file against the phone lab.
 */
import { createHash, createHmac, randomUUID } from 'node:crypto';

/**
 * @typedef {{ url: string, region: string, accessKeyId: string, secretAccessKey: string }} Access
 * `url` of the stage's API, and the keys of an IAM identity that may invoke its server routes.
 */

const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
const hmac = (/** @type {string | Buffer} */ key, /** @type {string} */ text) =>
  createHmac('sha256', key).update(text).digest();
/** AWS signs paths that are encoded twice, and queries that are encoded once. */
const encode = (/** @type {string} */ text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * Headers of a request with AWS Signature Version 4.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 * @param {Access} access
 * @param {{ method: string, url: URL, body: string, headers: Record<string, string> }} request
 * @returns {Record<string, string>}
 */
function signed({ region, accessKeyId, secretAccessKey }, { method, url, body, headers: others }) {
  const time = new Date().toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/execute-api/aws4_request`;
  /** @type {Record<string, string>} */
  const headers = { ...others, host: url.host, 'x-amz-date': time };
  const names = Object.keys(headers).sort();
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const path = url.pathname.split('/').map(encode).join('/');
  const signedHeaders = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const canonical = [method, path, query, signedHeaders, names.join(';'), sha256(body)].join('\n');
  const parts = [time.slice(0, 8), region, 'execute-api', 'aws4_request'];
  const key = parts.reduce((/** @type {string | Buffer} */ last, part) => hmac(last, part), `AWS4${secretAccessKey}`);
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n');
  const signature = hmac(key, text).toString('hex');
  const { host: _setByFetch, ...sent } = headers;
  const credential = `Credential=${accessKeyId}/${scope}`;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}

/** An ID as a segment of a path, whatever characters it has. */
const id = (/** @type {string} */ text) =>
  /^[A-Za-z0-9._:@-]+$/.test(text) ? text : `~${Buffer.from(text).toString('base64url')}`;

const attempts = 5;

/** @param {Access} access */
export function createBackend(access) {
  /**
   * Retries what may be repeated: with an Idempotency-Key that is everything. Throws the problem of any other answer.
   * @param {string} method @param {string} path @param {unknown} [content]
   * @returns {Promise<any>}
   */
  async function ask(method, path, content) {
    const url = new URL(access.url + path);
    const body = content === undefined ? '' : JSON.stringify(content);
    const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
    for (let attempt = 1; ; attempt += 1) {
      const signedHeaders = signed(access, { method, url, body, headers });
      const answer = await fetch(url, { method, headers: signedHeaders, ...(body && { body }) });
      const text = await answer.text();
      if (answer.ok) return text === '' ? undefined : JSON.parse(text);
      if (attempt === attempts || (answer.status < 500 && answer.status !== 429)) {
        const { code, detail, fix } = JSON.parse(text);
        throw new Error(`${method} ${path}: ${answer.status} ${code}. ${detail} ${fix}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt * Math.random()));
    }
  }

  const user = (/** @type {string} */ userId) => `/v1/server/users/${id(userId)}`;
  const group = (/** @type {string} */ groupId) => `/v1/server/groups/${id(groupId)}`;

  return {
    // Users
    /** @param {string} userId @param {object} profile */
    putProfile: (userId, profile) => ask('PUT', `${user(userId)}/profile`, profile),
    /** @param {string} userId @param {string[]} tags */
    putTags: (userId, tags) => ask('PUT', `${user(userId)}/tags`, { tags }),
    /** Tokens of the app, or of an earlier provider. @param {string} userId @param {string} deviceId @param {object} device */
    putDevice: (userId, deviceId, device) => ask('PUT', `${user(userId)}/devices/${id(deviceId)}`, device),
    /** @param {string} userId @param {string} deviceId */
    logOut: (userId, deviceId) => ask('DELETE', `${user(userId)}/devices/${id(deviceId)}`),
    /** @param {string} userId */
    read: (userId) => ask('GET', user(userId)),
    /** @param {string} userId @param {string} other */
    block: (userId, other) => ask('PUT', `${user(userId)}/blocks/${id(other)}`),
    /** @param {string} userId @param {string} other */
    unblock: (userId, other) => ask('DELETE', `${user(userId)}/blocks/${id(other)}`),
    /** @param {string} userId @param {string} conversationId @param {object} settings */
    putSettings: (userId, conversationId, settings) =>
      ask('PUT', `${user(userId)}/conversations/${id(conversationId)}/settings`, settings),

    /** All pages as one document. @param {string} userId */
    async export(userId) {
      const document = await ask('GET', `${user(userId)}/export`);
      while (document.cursor !== undefined) {
        const page = await ask('GET', `${user(userId)}/export?cursor=${document.cursor}`);
        for (const [name, value] of Object.entries(page)) {
          if (Array.isArray(value) && name !== 'retained') document[name].push(...value);
        }
        document.profile ??= page.profile;
        document.cursor = page.cursor;
      }
      return document;
    },

    /** @param {string} userId @returns {Promise<any>} the receipt, once nothing is left */
    async erase(userId) {
      let receipt = await ask('DELETE', user(userId));
      while (receipt.state !== 'finished') {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        receipt = await ask('GET', `${user(userId)}/erasure`);
      }
      return receipt;
    },

    // Groups
    /** @param {string} groupId @param {string} name @param {string[]} userIds */
    async putGroup(groupId, name, userIds) {
      let stored = await ask('PUT', group(groupId), { name });
      for (let start = 0; start < userIds.length; start += 500) {
        const add = userIds.slice(start, start + 500).map((userId) => ({ userId }));
        stored = await ask('POST', `${group(groupId)}/members`, { add });
      }
      return stored;
    },
    /** @param {string} groupId @param {string[]} remove */
    removeMembers: (groupId, remove) => ask('POST', `${group(groupId)}/members`, { remove }),
    /** @param {string} groupId */
    deleteGroup: (groupId) => ask('DELETE', group(groupId)),

    // Messages
    /** @param {string} from @param {object} to @param {string} text @param {object} [offlinePush] */
    send: (from, to, text, offlinePush = {}) =>
      ask('POST', '/v1/server/messages', { from, to, elements: [{ type: 'text', text }], offlinePush }),
    /** What would happen, without anything happening. @param {string} from @param {object} to @param {string} text */
    explain: (from, to, text) =>
      ask('POST', '/v1/server/messages?explain=true', { from, to, elements: [{ type: 'text', text }] }),
    /** @param {string} messageId */
    readMessage: (messageId) => ask('GET', `/v1/server/messages/${messageId}`),
    /** @param {string} messageId */
    recall: (messageId) => ask('POST', `/v1/server/messages/${messageId}/recall`, {}),

    // Calls
    /** @param {string} from @param {object} to @param {object} [shown] */
    ring: (from, to, shown = {}) => ask('POST', '/v1/server/calls', { from, to, ...shown }),
    /** @param {string} callId */
    readCall: (callId) => ask('GET', `/v1/server/calls/${callId}`),
    /** @param {string} callId @param {object} shown */
    changeCall: (callId, shown) => ask('PATCH', `/v1/server/calls/${callId}`, shown),
    /** @param {string} callId */
    cancel: (callId) => ask('POST', `/v1/server/calls/${callId}/cancel`),
    /** @param {string} callId */
    end: (callId) => ask('POST', `/v1/server/calls/${callId}/end`),
  };
}
