/** The HTTPS host of Apple's exports of delivery metrics, on 127.0.0.1. */
import { createServer } from 'node:https';
import { type ListeningServer, listen } from '../aws/protocol/listen.ts';
import { readBody } from '../aws/protocol/readBody.ts';
import type { MetricsService } from './metricsService.ts';
import type { CertificateAndKey } from './x509.ts';

const maxBodyBytes = 10_000;

/** @param service is asked for once the host listens. */
export function startMetricsHost(
  { certificatePem: cert, privateKeyPem: key }: CertificateAndKey,
  service: () => MetricsService,
): Promise<ListeningServer> {
  const server = createServer({ cert, key, minVersion: 'TLSv1.2' }, async (request, response) => {
    const body = await readBody(request, maxBodyBytes).catch(() => undefined);
    if (body === undefined) return response.destroy();
    const { method = '', url = '', headers } = request;
    const token = headers['x-apple-cloudkit-management-token'];
    const [path = ''] = url.split('?');
    const asked = { method, path, token: typeof token === 'string' ? token : undefined, body: body.toString() };
    const { status, json, file } = service().answer(asked);
    response.statusCode = status;
    if (json !== undefined) response.setHeader('content-type', 'application/json');
    if (file !== undefined) response.setHeader('content-type', 'text/csv').setHeader('content-encoding', 'gzip');
    return response.end(file ?? (json && JSON.stringify(json)));
  });
  return listen(server, 0);
}
