import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeSecretCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CommandFailure } from '../../../cli/frame/failure.ts';
import { openStageAccess } from '../../../cli/stage/openStageAccess.ts';
import { type ListeningServer, listen } from '../../../lab/aws/protocol/listen.ts';
import { type SecretsLab, startSecretsLab } from '../../support/lab/secretsLab.ts';

/** @returns the first thing that a command would say. */
async function faultOf(opening: Promise<unknown>) {
  const error = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof CommandFailure ? error.faults[0] : error;
}

describe('the lab', () => {
  let lab: SecretsLab;
  beforeEach(async () => {
    lab = await startSecretsLab();
  });
  afterEach(() => lab.stop());

  it('lists its endpoints, and its services accept the clients', async () => {
    // Prepare
    lab.store('com.example.chat', []);

    // Act
    const access = await openStageAccess({ kind: 'lab', url: lab.url });

    // Assess
    expect(access).toMatchObject({ kind: 'lab', name: 'lab', apiUrl: lab.url, secretsPrefix: 'ringpost/lab' });
    const SecretId = `${access.secretsPrefix}/apps/com.example.chat`;
    const secret = await access.clients.secretsManager.send(new DescribeSecretCommand({ SecretId }));
    expect(secret.Name).toBe(SecretId);
  });

  it.each([
    ['POST', '/v1/server/messages', { to: '鲍勃' }],
    ['GET', '/v1/server/users/alice?kind=voip&kind=alert&name=a%20b', undefined],
    ['DELETE', '/v1/server/users/a%2Fb/devices', undefined],
  ])('accepts a signed %s %s', async (method, path, body) => {
    // Prepare
    const { callServer } = await openStageAccess({ kind: 'lab', url: lab.url });

    // Act
    const answer = await callServer(method, path, body);

    // Assess
    const asked = { method, url: path, body: body === undefined ? '' : JSON.stringify(body) };
    expect(answer).toEqual({ status: 200, body: asked });
  });

  it('that does not answer is reported, with how to start one', async () => {
    // Prepare
    const { url } = lab;
    await lab.stop();

    // Act
    const fault = await faultOf(openStageAccess({ kind: 'lab', url }));

    // Assess
    expect(fault).toMatchObject({ code: 'no_lab', message: `no lab answers at ${url}` });
  });

  it('that is another program is reported', async () => {
    // Prepare
    const other = await listen(
      createServer((_request, response) => response.end('<html>')),
      0,
    );

    // Act
    const fault = await faultOf(openStageAccess({ kind: 'lab', url: other.url }));

    // Assess
    expect(fault).toMatchObject({ code: 'no_lab', message: expect.stringContaining('is not a lab of this version') });
    await other.stop();
  });
});

describe('a stage', () => {
  /** What CloudFormation answers, by the name of the stack. */
  let stacks: Record<string, string>;
  let cloudFormation: ListeningServer;
  beforeEach(async () => {
    stacks = {};
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      const answer = stacks[new URLSearchParams(body).get('StackName') ?? ''];
      response.statusCode = answer === undefined || answer.includes('<ErrorResponse') ? 400 : 200;
      response.end(answer ?? errorAnswer('ValidationError', 'Stack with id x does not exist'));
    });
    cloudFormation = await listen(server, 0);
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined);
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDFORMATION', cloudFormation.url);
    vi.stubEnv('AWS_CONFIG_FILE', '/dev/null');
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/dev/null');
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    vi.stubEnv('AWS_REGION', 'eu-central-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await cloudFormation.stop();
  });

  const outputs = {
    ApiUrl: 'https://abc.execute-api.eu-central-1.amazonaws.com/',
    TableName: 'ringpost-prod-Table',
    DeliveryQueueUrl: 'https://sqs/delivery',
    DeadLetterQueueUrl: 'https://sqs/dead',
    CallTimerDeadLetterQueueUrl: 'https://sqs/dead-call-timers',
    ChangeFailureQueueUrl: 'https://sqs/changes-failed',
  };

  it('is found through the outputs of its stack', async () => {
    // Prepare
    stacks['ringpost-prod'] = stackAnswer(outputs);

    // Act
    const access = await openStageAccess({ kind: 'stage', name: 'prod' });

    // Assess
    expect(access).toMatchObject({
      kind: 'stage',
      name: 'prod',
      label: 'stage prod in eu-central-1',
      region: 'eu-central-1',
      apiUrl: 'https://abc.execute-api.eu-central-1.amazonaws.com',
      tableName: 'ringpost-prod-Table',
      secretsPrefix: 'ringpost/prod',
      deliveryQueueUrl: 'https://sqs/delivery',
      deadLetterQueueUrl: 'https://sqs/dead',
      callTimerDeadLetterQueueUrl: 'https://sqs/dead-call-timers',
      changeFailureQueueUrl: 'https://sqs/changes-failed',
    });
  });

  it('is also found through AWS_DEFAULT_REGION, as with the AWS CLI', async () => {
    // Prepare
    stacks['ringpost-prod'] = stackAnswer(outputs);
    vi.stubEnv('AWS_REGION', undefined);
    vi.stubEnv('AWS_DEFAULT_REGION', 'ap-southeast-1');

    // Act
    const access = await openStageAccess({ kind: 'stage', name: 'prod' });

    // Assess
    expect(access.region).toBe('ap-southeast-1');
    expect(await access.clients.sqs.config.region()).toBe('ap-southeast-1');
  });

  it.each([
    ['AWS', '', 'function'],
    ['an emulator', 'http://127.0.0.1:1', 'undefined'],
  ])('on %s has an account to ask about, or not', async (_what, endpointUrl, type) => {
    // Prepare
    stacks['ringpost-prod'] = stackAnswer(outputs);
    vi.stubEnv('AWS_ENDPOINT_URL', endpointUrl);

    // Act
    const { callAws } = await openStageAccess({ kind: 'stage', name: 'prod' });

    // Assess
    expect(typeof callAws).toBe(type);
  });

  it('with an expired SSO session is reported with the profile to sign in with', async () => {
    // Prepare
    const home = mkdtempSync(join(tmpdir(), 'ringpost-sso-'));
    const startUrl = 'https://example.awsapps.com/start';
    const cache = join(home, '.aws', 'sso', 'cache');
    mkdirSync(cache, { recursive: true });
    const session = { startUrl, region: 'eu-central-1', accessToken: 'x', expiresAt: '2026-01-01T00:00:00Z' };
    writeFileSync(join(cache, `${createHash('sha1').update(startUrl).digest('hex')}.json`), JSON.stringify(session));
    const role = 'sso_region = eu-central-1\nsso_account_id = 123456789012\nsso_role_name = Developer';
    writeFileSync(join(home, 'config'), `[profile corp]\nsso_start_url = ${startUrl}\n${role}\n`);
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, undefined);
    vi.stubEnv('HOME', home);
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
    vi.stubEnv('AWS_PROFILE', 'corp');

    // Act
    const fault = await faultOf(openStageAccess({ kind: 'stage', name: 'prod' }));
    rmSync(home, { recursive: true });

    // Assess
    expect(fault).toEqual({
      code: 'expired_aws_credentials',
      message: 'the sign-in for the profile corp has expired',
      fix: expect.stringContaining('aws sso login --profile corp'),
    });
  });

  const { TableName: _withoutTable, ...incomplete } = outputs;
  it.each([
    ['that is not deployed', {}, undefined, 'no_such_stack', 'npx cdk deploy ringpost-prod'],
    [
      'that is half deployed',
      {},
      stackAnswer({}, 'CREATE_IN_PROGRESS'),
      'incomplete_stack',
      'Wait until its deployment has finished',
    ],
    [
      'of another version',
      {},
      stackAnswer(incomplete),
      'incomplete_stack',
      'another version of this repository: run `npx cdk deploy ringpost-prod`',
    ],
    [
      'whose first deployment failed',
      {},
      stackAnswer({}, 'ROLLBACK_COMPLETE'),
      'incomplete_stack',
      "CloudFormation's events show why. Fix that, then `npx cdk deploy ringpost-prod` recreates it.",
    ],
    [
      'that was planned only',
      {},
      stackAnswer({}, 'REVIEW_IN_PROGRESS'),
      'incomplete_stack',
      'never created: run `npx cdk deploy ringpost-prod`',
    ],
    [
      'that is being removed',
      {},
      stackAnswer(outputs, 'DELETE_IN_PROGRESS'),
      'incomplete_stack',
      'Wait until it is gone',
    ],
    [
      'that was removed in part',
      {},
      stackAnswer(outputs, 'DELETE_FAILED'),
      'incomplete_stack',
      'run `npx cdk destroy ringpost-prod` again',
    ],
    ['without a region', { AWS_REGION: undefined }, undefined, 'no_region', 'Set AWS_REGION'],
    ['without credentials', { AWS_ACCESS_KEY_ID: undefined }, undefined, 'no_aws_credentials', 'aws sso login'],
    [
      'with a profile that is not there',
      { AWS_PROFILE: 'staging', AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined },
      undefined,
      'no_aws_credentials',
      'aws sso login --profile staging',
    ],
    [
      'with credentials that have expired',
      {},
      errorAnswer('ExpiredToken', 'The security token included in the request is expired'),
      'expired_aws_credentials',
      'aws sso login',
    ],
    [
      'with credentials that AWS does not know',
      {},
      errorAnswer('InvalidClientTokenId', 'The security token included in the request is invalid.'),
      'invalid_aws_credentials',
      'aws sso login',
    ],
    [
      'with credentials that may not look at it',
      {},
      errorAnswer('AccessDenied', 'not authorized to perform: cloudformation:DescribeStacks'),
      'access_denied',
      'docs/cli.md has a policy for each command',
    ],
    [
      'that cannot be reached',
      { AWS_ENDPOINT_URL_CLOUDFORMATION: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1' },
      undefined,
      'no_connection',
      'Check the network',
    ],
  ])('%s is reported, with a fix', async (_what, environment, answer, code, fix) => {
    // Prepare
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    if (answer !== undefined) stacks['ringpost-prod'] = answer;

    // Act
    const fault = await faultOf(openStageAccess({ kind: 'stage', name: 'prod' }));

    // Assess
    expect(fault).toMatchObject({ code, fix: expect.stringContaining(fix) });
  });
});

function stackAnswer(outputs: Record<string, string>, status = 'UPDATE_COMPLETE'): string {
  const members = Object.entries(outputs).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  );
  return `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks>
<member><StackName>ringpost-prod</StackName><CreationTime>2026-11-22T12:00:00Z</CreationTime>
<StackStatus>${status}</StackStatus><Outputs>${members.join('')}</Outputs></member>
</Stacks></DescribeStacksResult></DescribeStacksResponse>`;
}

function errorAnswer(code: string, message: string): string {
  return `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
<Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;
}
