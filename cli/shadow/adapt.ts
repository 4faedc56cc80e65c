/** Each provider's requests as requests to Ringpost, by the adapters of the TypeScript client. */
import {
  type Adapted,
  gorushRequest,
  type MessageBody,
  type Parties,
  snsPublish,
  tencentMessage,
  zegoPush,
} from '../../client/js/src/adapters/index.ts';
import type { Recorded } from './recorded.ts';

export type Adapt = (recorded: Recorded) => readonly Adapted[];

export const providers: Readonly<Record<string, Adapt>> = {
  tencent: ({ request, from, to }) => [
    tencentMessage(request, { ...(from && { from }), ...(to && { to: plain(to) }) }),
  ],
  zego: (recorded) => withParties(recorded, (parties) => [zegoPush(recorded.request, parties)]),
  sns: (recorded) => withParties(recorded, (parties) => [snsPublish({ Message: '', ...recorded.request }, parties)]),
  gorush: (recorded) =>
    withParties(recorded, ({ from, to }) =>
      gorushRequest({ notifications: [], ...recorded.request }, { from, to: () => to }),
    ),
};

function withParties({ from, to }: Recorded, adapt: (parties: Parties) => readonly Adapted[]): readonly Adapted[] {
  if (from !== undefined && to !== undefined) return adapt({ from, to: plain(to) });
  const field = from === undefined ? 'from' : 'to';
  return [{ request: undefined, notCarried: [{ field, reason: 'The line has to name it: the request does not.' }] }];
}

/** The types of the API have no field that is there and undefined. */
function plain({ userId, userIds, groupId }: NonNullable<Recorded['to']>): MessageBody['to'] {
  return { ...(userId && { userId }), ...(userIds && { userIds }), ...(groupId && { groupId }) };
}
