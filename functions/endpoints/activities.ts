import { type ChannelPorts, putChannel, removeChannel, updateChannel } from '../../shared/activities/flows/channels.ts';
import {
  type ActivityOutcome,
  type ActivityUsers,
  type DeviceActivityPorts,
  startActivities,
  updateActivities,
} from '../../shared/activities/flows/deviceActivities.ts';
import { answer, done } from '../../shared/api/answer.ts';
import type { ApiRequest } from '../../shared/api/operation.ts';
import type { activityOperations } from '../../shared/api/schemas/activities.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { isRefusal, type Refusal } from '../../shared/platform/refusal.ts';
import { summarise } from '../../shared/push/rules/targetOutcome.ts';

const epochMs = (time: string | undefined) => (time === undefined ? undefined : Date.parse(time));

/** What the activities function answers, whatever stands behind its ports. */
export function activityEndpoints(ports: ChannelPorts & DeviceActivityPorts): Endpoints<typeof activityOperations> {
  return {
    'POST /v1/server/activities': async ({ body }) => {
      const { activityId = ports.newId(), appId, to, channel, priority, ttlSeconds, at, staleAt, ...start } = body;
      const outcomes = await startActivities(ports, {
        activityId,
        appId,
        to: 'token' in to ? to : usersOf(to),
        channel,
        priority,
        ttlSeconds,
        atMs: epochMs(at),
        start: { ...start, staleAtMs: epochMs(staleAt) },
      });
      return outcomesOf(activityId, outcomes);
    },

    'POST /v1/server/activities/{activityId}/update': ({ path, body }) => change('update', path, body),
    'POST /v1/server/activities/{activityId}/end': ({ path, body }) => change('end', path, body),

    'GET /v1/server/activity-channels': async () => answer(200, { channels: await ports.activityChannels.list() }),
    'PUT /v1/server/activity-channels/{name}': async ({ path: { name }, body }) =>
      answer(200, await putChannel(ports, { name, ...body }), ({ channel, hosts }) => ({ ...channel, hosts })),
    'POST /v1/server/activity-channels/{name}/update': async ({ path: { name }, body }) => {
      const { at, staleAt, dismissAt, ...update } = body;
      const times = { atMs: epochMs(at), staleAtMs: epochMs(staleAt), dismissAtMs: epochMs(dismissAt) };
      return answer(200, await updateChannel(ports, name, { ...update, ...times }), ({ hosts }) => ({ hosts }));
    },
    'DELETE /v1/server/activity-channels/{name}': async ({ path: { name } }) =>
      (await removeChannel(ports, name)) ?? done,
  };

  async function change(event: 'update' | 'end', { activityId }: { activityId: string }, body: EndBody) {
    const { appId, to, priority, ttlSeconds, at, staleAt, dismissAt, ...update } = body;
    const outcomes = await updateActivities(ports, {
      activityId,
      appId,
      to: usersOf(to),
      priority,
      ttlSeconds,
      atMs: epochMs(at),
      update: { ...update, event, staleAtMs: epochMs(staleAt), dismissAtMs: epochMs(dismissAt) },
    });
    return outcomesOf(activityId, outcomes);
  }
}

type EndBody = ApiRequest<
  'POST /v1/server/activities/{activityId}/end',
  (typeof activityOperations)['POST /v1/server/activities/{activityId}/end']
>['body'];

function usersOf(
  to: { userId: string; deviceId?: string | undefined } | { userIds: readonly string[] },
): ActivityUsers {
  return 'userIds' in to ? { userIds: [...new Set(to.userIds)] } : { userIds: [to.userId], deviceId: to.deviceId };
}

function outcomesOf(activityId: string, outcomes: ActivityOutcome[] | Refusal) {
  return isRefusal(outcomes) ? outcomes : answer(200, { activityId, targets: outcomes, summary: summarise(outcomes) });
}
