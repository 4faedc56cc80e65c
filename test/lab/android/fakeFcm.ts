/** Stand-in for Google's token endpoint and FCM's HTTP v1 API, on loopback. It checks what Google checks. */
import { createVerify, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readBody } from '../../../lab/aws/protocol/readBody.ts';

export interface FcmMessage {
  token: string;
  data: Record<string, string>;
  android: { priority: string; ttl: string; notification?: { title?: string; body?: string; tag?: string } };
}

/** An answer of FCM instead of the usual one. */
export interface FcmFault {
  status: number;
  errorCode: string;
}

export async function startFakeFcm() {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const messages: FcmMessage[] = [];
  const faults: FcmFault[] = [];
  const server = createServer(async (request, response) => {
    const body = String(await readBody(request, 100_000));
    const answer = (status: number, content: object) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
    if (request.url === '/token') {
      const [head = '', claims = '', signature = ''] = (new URLSearchParams(body).get('assertion') ?? '').split('.');
      const isSigned = createVerify('RSA-SHA256').update(`${head}.${claims}`).verify(publicKey, signature, 'base64url');
      return answer(isSigned ? 200 : 401, { access_token: 'access', expires_in: 3599, token_type: 'Bearer' });
    }
    if (request.headers.authorization !== 'Bearer access') return answer(401, { error: { status: 'UNAUTHENTICATED' } });
    const { message } = JSON.parse(body) as { message: FcmMessage };
    const isText = Object.values(message.data).every((value) => typeof value === 'string');
    if (!isText || !/^\d+s$/.test(message.android.ttl)) return answer(400, { error: { status: 'INVALID_ARGUMENT' } });
    messages.push(message);
    const fault = faults.shift();
    if (fault === undefined) return answer(200, { name: `projects/test/messages/${messages.length}` });
    const type = 'type.googleapis.com/google.firebase.fcm.v1.FcmError';
    return answer(fault.status, {
      error: { code: fault.status, details: [{ '@type': type, errorCode: fault.errorCode }] },
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    messages,
    /** Answers of the next messages. */
    faults,
    serviceAccount: {
      project_id: 'test',
      client_email: 'ringpost@test.iam.gserviceaccount.com',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      token_uri: `${url}/token`,
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
