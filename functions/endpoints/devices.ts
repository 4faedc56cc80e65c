import { answer, done } from '../../shared/api/answer.ts';
import type { deviceOperations } from '../../shared/api/schemas/devices.ts';
import type { Endpoints } from '../../shared/api/stack.ts';
import { listedDevice, registeredDevice } from '../../shared/api/views.ts';
import { type RegisterInput, type RegisterPorts, register } from '../../shared/devices/flows/register.ts';
import type { ActivityTokenStore } from '../../shared/devices/ports.ts';
import { setPresence } from '../../shared/messages/flows/setPresence.ts';
import type { MessagePorts } from '../../shared/messages/ports.ts';
import { isoTime } from '../../shared/platform/isoTime.ts';
import { refuse } from '../../shared/platform/refusal.ts';

/** What the devices function answers, whatever stands behind its ports. */
export function deviceEndpoints(
  ports: RegisterPorts & Pick<MessagePorts, 'badges' | 'deliveries'> & { activityTokens: ActivityTokenStore },
): Endpoints<typeof deviceOperations> {
  const { clock, devices, activityTokens } = ports;

  async function put(input: RegisterInput) {
    return answer(200, await register(ports, input), ({ device, ignored }) => registeredDevice(device, ignored));
  }

  return {
    'PUT /v1/devices/{deviceId}': ({ userId, path: { deviceId }, body }) => put({ userId, deviceId, ...body }),
    'PUT /v1/server/users/{userId}/devices/{deviceId}': ({ path, body }) => put({ ...path, ...body }),

    'GET /v1/devices': async ({ userId }) =>
      answer(200, await devices.list(userId), (list) => ({
        devices: list.map((device) => listedDevice(device, clock.nowMs())),
      })),

    'DELETE /v1/devices/{deviceId}': async ({ userId, path: { deviceId } }) =>
      (await devices.remove(userId, deviceId)) ? done : unknownDevice(deviceId),

    'DELETE /v1/server/users/{userId}/devices/{deviceId}': async ({ path: { userId, deviceId } }) =>
      (await devices.remove(userId, deviceId))
        ? done
        : refuse('unknown_device', `${userId} does not have a device ${deviceId}.`),

    'DELETE /v1/devices/{deviceId}/tokens/{kind}': async ({ userId, path: { deviceId, kind } }) =>
      (await devices.removeToken(userId, deviceId, kind)) ? done : unknownDevice(deviceId),

    'PUT /v1/devices/{deviceId}/activities/{activityId}': async ({ userId, path: { deviceId, activityId }, body }) =>
      (await activityTokens.put({ userId, deviceId }, activityId, body, clock.nowMs()))
        ? done
        : unknownDevice(deviceId),

    'DELETE /v1/devices/{deviceId}/activities/{activityId}': async ({ userId, path: { deviceId, activityId } }) =>
      (await activityTokens.remove({ userId, deviceId }, activityId)) ? done : unknownDevice(deviceId),

    'PUT /v1/devices/{deviceId}/presence': async ({ userId, path: { deviceId }, body }) =>
      answer(200, await setPresence(ports, { userId, deviceId, ...body }), ({ state, untilMs }) => ({
        deviceId,
        state,
        until: isoTime(untilMs),
      })),
  };
}

const unknownDevice = (deviceId: string) => refuse('unknown_device', `You do not have a device ${deviceId}.`);
