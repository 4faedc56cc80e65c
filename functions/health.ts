import packageJson from '../package.json' with { type: 'json' };
import { healthOperations } from '../shared/api/schemas/health.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { healthEndpoints } from './endpoints/health.ts';

const log = openLog('health', optionalVariable('RINGPOST_LOG_LEVEL'));
const running = { stage: requireVariable('RINGPOST_STAGE'), version: packageJson.version };

export const handler = apiHandler(healthOperations, healthEndpoints(running), log);
