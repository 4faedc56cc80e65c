import { profileOperations } from '../shared/api/schemas/profile.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { openLog } from '../shared/aws/log.ts';
import { optionalVariable, requireVariable } from '../shared/environment.ts';
import { blockStore } from '../shared/store/blocks.ts';
import { conversationStore } from '../shared/store/conversations.ts';
import { groupReader } from '../shared/store/groupReader.ts';
import { profileStore } from '../shared/store/profiles.ts';
import { openTable } from '../shared/store/table.ts';
import { profileEndpoints } from './endpoints/profile.ts';

const log = openLog('profile', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  profiles: profileStore(table),
  conversations: conversationStore(table),
  blocks: blockStore(table),
  groups: groupReader(table),
};

export const handler = apiHandler(profileOperations, profileEndpoints(ports), log);
