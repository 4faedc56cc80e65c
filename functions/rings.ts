import { ringOperations } from '../shared/api/schemas/rings.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { callFinder } from '../shared/calls/table/callFinder.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { ringEndpoints } from './endpoints/rings.ts';

const log = openLog('rings', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const { clock } = system;
const ports = {
  clock,
  calls: callFinder(table, clock),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), clock),
};

export const handler = apiHandler(ringOperations, ringEndpoints(ports), log);
