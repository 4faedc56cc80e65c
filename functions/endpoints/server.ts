import { answer, done } from '../../shared/api/answer.ts';
import type { serverOperations } from '../../shared/api/schemas/server.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { listedDevice, pushIdOf } from '../../shared/api/views.ts';
import type { DeviceStore } from '../../shared/devices/ports.ts';
import { describeUser } from '../../shared/messages/flows/describeUser.ts';
import type { PeoplePorts } from '../../shared/people/ports.ts';
import type { PlatformPorts } from '../../shared/platform/ports.ts';
import { refuse } from '../../shared/platform/refusal.ts';
import type { TeamPorts } from '../../shared/team/ports.ts';

const unknownPolicy = (policyId: string) => refuse('unknown_policy', `There is no policy ${policyId}.`);
const unknownApp = (appId: string) => refuse('unknown_app', `There are no settings for the app ${appId}.`);

const unknownDevice = (userId: string, pushId: string) =>
  refuse('unknown_device', `${userId} does not have a device ${pushId}.`);

/** Endpoints of the server function, whatever is behind its ports. */
export function serverEndpoints(
  ports: Pick<PlatformPorts, 'clock'> & { devices: DeviceStore } & Pick<PeoplePorts, 'recipients'> & TeamPorts,
): Endpoints<typeof serverOperations> {
  const { clock, policies, apps, devices } = ports;
  return {
    'GET /v1/server/policies': async () => {
      const ids = await policies.list();
      return answer(200, { policies: ids.map((policyId) => ({ policyId })) });
    },

    'GET /v1/server/policies/{policyId}': async ({ path: { policyId } }) => {
      const settings = await policies.read(policyId);
      return answer(200, settings === undefined ? unknownPolicy(policyId) : { policyId, settings });
    },

    'PUT /v1/server/policies/{policyId}': async ({ path: { policyId }, body }) => {
      await policies.put(policyId, body);
      return answer(200, { policyId, settings: body });
    },

    'DELETE /v1/server/policies/{policyId}': async ({ path: { policyId } }) =>
      (await policies.remove(policyId)) ? done : unknownPolicy(policyId),

    'GET /v1/server/apps': async () => {
      const ids = await apps.list();
      return answer(200, { apps: ids.map((appId) => ({ appId })) });
    },

    'GET /v1/server/apps/{appId}': async ({ path: { appId } }) => {
      const settings = await apps.read(appId);
      return answer(200, settings === undefined ? unknownApp(appId) : { appId, settings });
    },

    'PUT /v1/server/apps/{appId}': async ({ path: { appId }, body }) => {
      await apps.put(appId, body);
      return answer(200, { appId, settings: body });
    },

    'DELETE /v1/server/apps/{appId}': async ({ path: { appId } }) =>
      (await apps.remove(appId)) ? done : unknownApp(appId),

    'GET /v1/server/users/{userId}': async ({ path: { userId }, query: { pushId } }) => {
      const { isOnline, profile, ...user } = await describeUser(ports, userId);
      const asked = user.devices.filter(({ device }) => pushId === undefined || pushIdOf(device) === pushId);
      if (pushId !== undefined && asked.length === 0) return unknownDevice(userId, pushId);
      const shown = asked.map(({ device, ...reached }) => ({
        ...listedDevice(device, clock.nowMs()),
        ...reached,
      }));
      return answer(200, { userId, online: isOnline, profile, devices: shown });
    },

    'DELETE /v1/server/users/{userId}/devices': async ({ path: { userId }, query: { pushId } }) => {
      if (pushId === undefined) {
        await devices.removeAll(userId);
        return done;
      }
      const device = (await devices.list(userId)).find((one) => pushIdOf(one) === pushId);
      const isRemoved = device !== undefined && (await devices.remove(userId, device.deviceId));
      return isRemoved ? done : unknownDevice(userId, pushId);
    },
  };
}
