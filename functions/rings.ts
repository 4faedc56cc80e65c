import { ringOperations } from '../shared/api/schemas/rings.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { secretsManagerTicketKeys } from '../shared/calls/aws/ticketKeys.ts';
import { readRing } from '../shared/calls/flows/readRing.ts';
import { callFinder } from '../shared/calls/table/callFinder.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { isRefusal } from '../shared/platform/refusal.ts';
import { openTable } from '../shared/platform/table/table.ts';

const { clock } = system;
const ports = {
  clock,
  calls: callFinder(openTable(requireVariable('RINGPOST_TABLE_NAME')), clock),
  ticketKeys: secretsManagerTicketKeys(requireVariable('RINGPOST_SECRETS_PREFIX'), clock),
};

export const handler = apiHandler(
  ringOperations,
  {
    'GET /v1/rings/{ticket}': async ({ path: { ticket } }) => {
      const result = await readRing(ports, ticket);
      return isRefusal(result) ? result : { status: 200, body: result };
    },
  },
  openLog('rings', optionalVariable('RINGPOST_LOG_LEVEL')),
);
