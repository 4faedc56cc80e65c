import { directoryOperations } from '../shared/api/schemas/directory.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { system } from '../shared/aws/system.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { changeNumber, readDirectory } from '../shared/flows/callDirectory.ts';
import { isRefusal } from '../shared/flows/refusal.ts';
import { callDirectoryStore } from '../shared/store/callDirectory.ts';
import { openTable } from '../shared/store/table.ts';
import { readTerritory } from '../shared/store/territories.ts';

const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const defaultTerritory = requireVariable('RINGPOST_DEFAULT_TERRITORY');
const ports = {
  clock: system.clock,
  callDirectory: callDirectoryStore(table, system.clock),
  territoryOf: async (userId: string) => (await readTerritory(table, userId)) ?? defaultTerritory,
};

export const handler = apiHandler(
  directoryOperations,
  {
    'GET /v1/call-directory': async ({ userId, query: { since } }) => {
      const result = await readDirectory(ports, userId, since);
      return isRefusal(result) ? result : { status: 200, body: result };
    },

    'PUT /v1/call-directory/{number}': async ({ userId, path, query, body }) => {
      const entry = body.label === undefined ? ({ blocked: true } as const) : { label: body.label };
      const result = await changeNumber(ports, { userId, ...path, ...query, entry });
      return isRefusal(result) ? result : { status: 200, body: { ...result, ...entry } };
    },

    'DELETE /v1/call-directory/{number}': async ({ userId, path, query }) => {
      const result = await changeNumber(ports, { userId, ...path, ...query, entry: undefined });
      return isRefusal(result) ? result : { status: 204, body: undefined };
    },
  },
  openLog('directory', optionalVariable('RINGPOST_LOG_LEVEL')),
);
