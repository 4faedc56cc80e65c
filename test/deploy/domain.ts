/** The API under a name of the team's own: docs/deploy.md, "An address of your own". */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { json } from 'node:stream/consumers';
import { readDeployedStage } from '../../cli/emulator/deployedStage.ts';
import { createRequestSigner } from '../../cli/stage/requestSigner.ts';
import { askAws } from '../../lab/emulator/signedRequest.ts';
import type { Person } from './people.ts';
import type { Answer, TestedStage } from './stage.ts';
import { ownName } from './stageChange.ts';

/** @returns the ARN of a certificate for the name. */
export async function requestCertificate({ aws }: TestedStage): Promise<string> {
  const { CertificateArn } = await askAws<{ CertificateArn: string }>(aws, {
    service: 'acm',
    method: 'POST',
    path: '/',
    target: 'CertificateManager.RequestCertificate',
    body: { DomainName: ownName, ValidationMethod: 'DNS' },
  });
  return CertificateArn;
}

interface DomainName {
  domainNameConfigurations: { apiGatewayDomainName: string; certificateArn: string }[];
}

interface Mappings {
  items: { apiId: string; apiMappingKey?: string; stage: string }[];
}

/** After the deployment: what the stack says, what API Gateway has, and what answers there. */
export async function apiHasOwnName(stage: TestedStage, certificateArn: string, person: Person): Promise<void> {
  const { outputs } = await readDeployedStage(stage.name);
  assert.equal(outputs.get('ApiUrl'), `https://${ownName}`);
  const read = <T>(path: string) => askAws<T>(stage.aws, { service: 'apigateway', method: 'GET', path });
  const domain = await read<DomainName>(`/v2/domainnames/${ownName}`);
  const [configuration] = domain.domainNameConfigurations;
  assert.equal(configuration?.certificateArn, certificateArn);
  assert.equal(outputs.get('DomainTarget'), configuration?.apiGatewayDomainName);
  const { items } = await read<Mappings>(`/v2/domainnames/${ownName}/apimappings`);
  assert.deepEqual(
    items.map(({ apiId, apiMappingKey = '', stage: mapped }) => [
      stage.apiUrl.includes(`/${apiId}/`),
      apiMappingKey,
      mapped,
    ]),
    [[true, '', '$default']],
  );
  await answersAtOwnName(stage, person);
  const { status } = await stage.ask(person.token, 'GET', '/v1/devices');
  assert.equal(status, 200, 'the address of API Gateway does not work beside it');
}

async function answersAtOwnName(stage: TestedStage, { token, deviceId, userId }: Person): Promise<void> {
  const devices = await askOwnName('/v1/devices', { authorization: `Bearer ${token}` });
  assert.equal(devices.status, 200, JSON.stringify(devices.body));
  assert.match(JSON.stringify(devices.body), new RegExp(deviceId));
  assert.equal((await askOwnName('/v1/devices', {})).status, 401);
  const path = `/v1/server/users/${userId}`;
  const sign = createRequestSigner('execute-api', stage.region, stage.aws.credentials);
  const { headers } = await sign(new URL(`https://${ownName}${path}`), { method: 'GET' });
  const asServer = await askOwnName(path, Object.fromEntries(new Headers(headers)));
  assert.equal(asServer.status, 200, JSON.stringify(asServer.body));
  assert.equal((await askOwnName(path, {})).status, 403);
}

/** The name does not resolve: it leads to the emulator here as a CNAME does in DNS. The certificate is the emulator's. */
async function askOwnName(path: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const { hostname, port } = new URL(process.env['AWS_ENDPOINT_URL'] ?? '');
  const asking = request({ hostname, port, path, servername: 'localhost', headers: { ...headers, host: ownName } });
  asking.end();
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, body: (await json(response)) as Answer['body'] };
}
