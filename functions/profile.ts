import { profileOperations } from '../shared/api/schemas/profile.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { blockStore } from '../shared/people/table/blocks.ts';
import { conversationStore } from '../shared/people/table/conversations.ts';
import { groupReader } from '../shared/people/table/groupReader.ts';
import { profileStore } from '../shared/people/table/profiles.ts';
import { tagStore } from '../shared/people/table/tags.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { profileEndpoints } from './endpoints/profile.ts';

const log = openLog('profile', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const ports = {
  clock: system.clock,
  profiles: profileStore(table),
  tags: tagStore(table),
  conversations: conversationStore(table),
  blocks: blockStore(table),
  groups: groupReader(table),
};

export const handler = apiHandler(profileOperations, profileEndpoints(ports), log);
