import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { listen } from '../../lab/aws/protocol/listen.ts';
import { functionLogs } from './functionLogs.ts';

it('reads the whole log of each function, page by page', async () => {
  // Prepare: AWS answers with an empty page first, as it does when it has searched long enough.
  const pages: Record<string, object> = {
    'a ': { events: [], nextToken: '1' },
    'a 1': { events: [{ message: 'first\n' }], nextToken: '2' },
    'a 2': { events: [{ message: 'second\n' }] },
    'b ': {},
  };
  const logs = await listen(
    createServer(async (request, response) => {
      const { logGroupName, nextToken = '' } = JSON.parse(Buffer.concat(await request.toArray()).toString());
      const isList = String(request.headers['x-amz-target']).endsWith('.DescribeLogGroups');
      const groups = { logGroups: [{ logGroupName: 'a' }, { logGroupName: 'b' }] };
      response.end(JSON.stringify(isList ? groups : pages[`${logGroupName} ${nextToken}`]));
    }),
    0,
  );
  onTestFinished(() => logs.stop());
  const credentials = async () => ({ accessKeyId: 'AKIATEST', secretAccessKey: 'secret' });
  const aws = { region: 'eu-central-1', endpointUrl: logs.url, credentials };

  // Act
  const lines = await functionLogs({ aws, stackName: 'ringpost-test' });

  // Assess
  expect(lines).toEqual(['first', 'second']);
});
