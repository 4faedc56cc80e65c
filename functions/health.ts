import packageJson from '../package.json' with { type: 'json' };
import { healthOperations } from '../shared/api/schemas/health.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';

const stage = requireVariable('RINGPOST_STAGE');

export const handler = apiHandler(
  healthOperations,
  { 'GET /v1/health': async () => ({ status: 200, body: { status: 'ok', stage, version: packageJson.version } }) },
  openLog('health', optionalVariable('RINGPOST_LOG_LEVEL')),
);
