import { directoryOperations } from '../shared/api/schemas/directory.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { changeNumber, readDirectory } from '../shared/callDirectory/flows/directory.ts';
import { callDirectoryStore } from '../shared/callDirectory/table/directoryStore.ts';
import { readTerritory } from '../shared/devices/table/territories.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { isRefusal } from '../shared/platform/refusal.ts';
import { openTable } from '../shared/platform/table/table.ts';

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
