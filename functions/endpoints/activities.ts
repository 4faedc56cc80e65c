import { type ChannelPorts, putChannel, removeChannel, updateChannel } from '../../shared/activities/flows/channels.ts';
import { answer, done } from '../../shared/api/answer.ts';
import type { activityOperations } from '../../shared/api/schemas/activities.ts';
import type { Endpoints } from '../../shared/api/stack.ts';

const epochMs = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));

/** What the activities function answers, whatever stands behind its ports. */
export function activityEndpoints(ports: ChannelPorts): Endpoints<typeof activityOperations> {
  return {
    'GET /v1/server/activity-channels': async () => answer(200, { channels: await ports.activityChannels.list() }),
    'PUT /v1/server/activity-channels/{name}': async ({ path: { name }, body }) =>
      answer(200, await putChannel(ports, { name, ...body }), ({ channel, hosts }) => ({ ...channel, hosts })),
    'POST /v1/server/activity-channels/{name}/update': async ({ path: { name }, body }) => {
      const { staleAt, dismissAt, ...update } = body;
      const times = { staleAtMs: epochMs(staleAt), dismissAtMs: epochMs(dismissAt) };
      return answer(200, await updateChannel(ports, name, { ...update, ...times }), ({ hosts }) => ({ hosts }));
    },
    'DELETE /v1/server/activity-channels/{name}': async ({ path: { name } }) =>
      (await removeChannel(ports, name)) ?? done,
  };
}
