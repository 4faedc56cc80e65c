/** Server routes, signed with the lab's key as a server of the team would sign them. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Schemas } from '../../../client/js/src/index.ts';
import { type Answer, ask } from './http.ts';
import type { Report } from './trace/traceOf.ts';

/** The part of `GET /lab/access` that signs. */
interface Access {
  region: string;
  accessKey: { accessKeyId: string; secretAccessKey: string };
}

export const serverApi = {
  /** A message or a call as the team sees it, with the verdicts on its silent phones. @param id a UUID. */
  readReport: (kind: 'message' | 'call', id: string): Promise<Answer<Report>> => read(`/v1/server/${kind}s/${id}`),

  /** What today's rules decide on a recipient of a message. @param messageId a UUID. */
  async decideAgain(messageId: string, userId: string): Promise<Answer<Schemas['Replay']>> {
    const answer = await read<{ replay: Schemas['Replay'] }>(`/v1/server/messages/${messageId}`, { userId });
    return answer.ok ? { ok: true, value: answer.value.replay } : answer;
  },
};

async function read<T>(path: string, query: Record<string, string> = {}): Promise<Answer<T>> {
  const access = await ask<Access>('GET', '/lab/access');
  if (!access.ok) return access;
  const { region, accessKey: credentials } = access.value;
  const { protocol, hostname, host } = location;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });
  const { headers } = await signer.sign({ method: 'GET', protocol, hostname, path, query, headers: { host } });
  // The browser sets `host` itself.
  const { host: _set, ...signed } = headers;
  return ask('GET', `${path}?${new URLSearchParams(query)}`, undefined, { headers: signed });
}
