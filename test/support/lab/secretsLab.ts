import { createServer } from 'node:http';
import { createIamAuthorizer } from '../../../lab/aws/gateway/iamAuthorizer.ts';
import { region } from '../../../lab/aws/localAws.ts';
import { serveJsonProtocol } from '../../../lab/aws/protocol/jsonProtocol.ts';
import { listen } from '../../../lab/aws/protocol/listen.ts';
import { readBody } from '../../../lab/aws/protocol/readBody.ts';
import { createSecretsManager, type SecretsManager } from '../../../lab/aws/secrets/secretsManager.ts';
import { timerClock } from '../../../lab/clock.ts';
import { answerLabAccess } from '../../../lab/routes/access.ts';
import type { Credential } from '../../../shared/apns/rules/credential.ts';
import { functionUrlsAt } from './functionUrlsAt.ts';

const accessKey = { accessKeyId: 'LABKEY', secretAccessKey: 'lab-secret' };

export interface SecretsLab {
  url: string;
  secrets: SecretsManager;
  /** Makes the secret of an app. */
  store(appId: string, credentials: readonly Credential[]): void;
  stop(): Promise<void>;
}

/**
 * As much of a lab as commands about credentials need, and so at once: `/lab/access` and Secrets Manager. Any other
 * route tells what was asked, or 403 when it is not signed.
 */
export async function startSecretsLab(): Promise<SecretsLab> {
  const secrets = createSecretsManager(timerClock);
  const services = await serveJsonProtocol([secrets]);
  const authorize = createIamAuthorizer(accessKey, Date.now);
  const server = createServer(async (request, response) => {
    if (answerLabAccess(access(), request, response)) return;
    const body = (await readBody(request, 10_000)) ?? Buffer.alloc(0);
    const { method = '', url = '', headers } = request;
    const [rawPath = '', rawQuery = ''] = url.split('?');
    const { refusal } = await authorize({ method, rawPath, rawQuery, headers, body });
    response.statusCode = refusal ? 403 : 200;
    response.end(JSON.stringify(refusal ?? { method, url, body: body.toString() }));
  });
  const { url, stop } = await listen(server, 0);
  const nowhere = 'http://127.0.0.1:9';
  const access = () => ({
    name: 'lab' as const,
    region,
    apiUrl: url,
    functionUrls: functionUrlsAt(nowhere),
    tableName: 'table',
    secretsPrefix: 'ringpost/lab',
    deliveryQueueUrl: `${nowhere}/delivery`,
    deadLetterQueueUrl: `${nowhere}/dead`,
    callTimerDeadLetterQueueUrl: `${nowhere}/dead-call-timers`,
    webhookQueueUrl: `${nowhere}/webhooks`,
    webhookDeadLetterQueueUrl: `${nowhere}/dead-webhooks`,
    endpoints: { dynamoDb: nowhere, secretsManager: services.url, sqs: nowhere },
    serviceCredentials: accessKey,
    apns: { origins: { production: nowhere, development: nowhere }, ca: '' },
    accessKey,
  });
  return {
    url,
    secrets,
    store: (appId, credentials) =>
      secrets.put(`ringpost/lab/apps/${appId}`, JSON.stringify({ version: 1, credentials })),
    async stop() {
      await stop();
      await services.stop();
    },
  };
}
