import { directoryOperations } from '../shared/api/schemas/directory.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { callDirectoryStore } from '../shared/callDirectory/table/directoryStore.ts';
import { readTerritory } from '../shared/devices/table/territories.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { directoryEndpoints } from './endpoints/directory.ts';

const log = openLog('directory', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const defaultTerritory = requireVariable('RINGPOST_DEFAULT_TERRITORY');
const ports = {
  clock: system.clock,
  callDirectory: callDirectoryStore(table, system.clock),
  territoryOf: async (userId: string) => (await readTerritory(table, userId)) ?? defaultTerritory,
};

export const handler = apiHandler(directoryOperations, directoryEndpoints(ports), log);
