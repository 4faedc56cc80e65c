import { profileOperations } from '../shared/api/schemas/profile.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { profileStore } from '../shared/store/profiles.ts';
import { openTable } from '../shared/store/table.ts';

const profiles = profileStore(openTable(requireVariable('RINGPOST_TABLE_NAME')));

export const handler = apiHandler(
  profileOperations,
  {
    'GET /v1/profile': async ({ userId }) => ({ status: 200, body: await profiles.find(userId) }),

    'PUT /v1/profile': async ({ userId, body }) => {
      await profiles.replace(userId, body);
      return { status: 200, body };
    },
  },
  openLog('profile', optionalVariable('RINGPOST_LOG_LEVEL')),
);
