import { ringOperations } from '../shared/api/schemas/rings.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { system } from '../shared/aws/system.ts';
import { secretsManagerTicketKeys } from '../shared/aws/ticketKeys.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { readRing } from '../shared/flows/readRing.ts';
import { isRefusal } from '../shared/flows/refusal.ts';
import { callFinder } from '../shared/store/callFinder.ts';
import { openTable } from '../shared/store/table.ts';

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
