import { deviceOperations } from '../shared/api/schemas/devices.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { listedDevice, registeredDevice } from '../shared/api/views.ts';
import { settleReports } from '../shared/devices/flows/settleReports.ts';
import { readFacts } from '../shared/devices/rules/deviceFacts.ts';
import { isOtherVersion } from '../shared/devices/rules/reportGuard.ts';
import { deviceStore } from '../shared/devices/table/deviceStore.ts';
import { reportStore } from '../shared/devices/table/reportStore.ts';
import { sqsDeliveryQueue } from '../shared/messages/aws/deliveryQueue.ts';
import { setPresence } from '../shared/messages/flows/setPresence.ts';
import { badgeStore } from '../shared/messages/table/badgeStore.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { isRefusal, refuse, refuseField } from '../shared/platform/refusal.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { stageApps } from '../shared/team/aws/stageApps.ts';
import { openRateGate } from './ports/openRateGate.ts';

const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const devices = deviceStore(table);
const badges = badgeStore(table);
const log = openLog('devices', optionalVariable('RINGPOST_LOG_LEVEL'));
const reports = reportStore(table);
const deliveries = sqsDeliveryQueue(requireVariable('RINGPOST_DELIVERY_QUEUE_URL'));
const apps = stageApps();
const { clock } = system;

const unknownDevice = (deviceId: string) => refuse('unknown_device', `You do not have a device ${deviceId}.`);

export const handler = apiHandler(
  deviceOperations,
  {
    'PUT /v1/devices/{deviceId}': async ({ userId, path: { deviceId }, body }) => {
      const now = new Date(clock.nowMs()).toISOString();
      const { appId, tokens, quietWhenOnlineOn, ...said } = body;
      const deviceApp = () => refuse('device_app', `Your device ${deviceId} is registered for another app.`);
      if (!apps.isKnown(appId)) {
        const known = await devices.find(userId, deviceId);
        if (known !== undefined && known.appId !== appId) return deviceApp();
        const detail = `${appId} is not an app of this stage.`;
        return refuseField('app_of_other_stage', detail, '/appId', 'is not an app of this stage');
      }
      const { facts, ignored } = readFacts(said);
      const device = await devices.register({ userId, deviceId, appId, tokens, quietWhenOnlineOn, ...facts }, now);
      if (device === 'other_app') return deviceApp();
      if (isOtherVersion(device)) await settleReports({ clock, log, reports }, device);
      return { status: 200, body: registeredDevice(device, ignored) };
    },

    'GET /v1/devices': async ({ userId }) => {
      const list = await devices.list(userId);
      return { status: 200, body: { devices: list.map((device) => listedDevice(device, clock.nowMs())) } };
    },

    'DELETE /v1/devices/{deviceId}': async ({ userId, path: { deviceId } }) =>
      (await devices.remove(userId, deviceId)) ? { status: 204, body: undefined } : unknownDevice(deviceId),

    'DELETE /v1/devices/{deviceId}/tokens/{kind}': async ({ userId, path: { deviceId, kind } }) =>
      (await devices.removeToken(userId, deviceId, kind)) ? { status: 204, body: undefined } : unknownDevice(deviceId),

    'PUT /v1/devices/{deviceId}/presence': async ({ userId, path: { deviceId }, body }) => {
      const result = await setPresence(
        { clock, log, devices, badges, reports, deliveries },
        { userId, deviceId, ...body },
      );
      return isRefusal(result) ? result : { status: 200, body: { deviceId, ...result } };
    },
  },
  log,
  openRateGate(table, log),
);
