import { describe, expect, it } from 'vitest';
import type { Operation } from '../../../shared/api/operation.ts';
import { routes } from '../../../shared/api/routes.ts';
import { activityOperations } from '../../../shared/api/schemas/activities.ts';
import { broadcastOperations } from '../../../shared/api/schemas/broadcasts.ts';
import { callLogOperations } from '../../../shared/api/schemas/callLog.ts';
import { callOperations } from '../../../shared/api/schemas/calls.ts';
import { deviceOperations } from '../../../shared/api/schemas/devices.ts';
import { directoryOperations } from '../../../shared/api/schemas/directory.ts';
import { groupOperations } from '../../../shared/api/schemas/groups.ts';
import { healthOperations } from '../../../shared/api/schemas/health.ts';
import { messageOperations } from '../../../shared/api/schemas/messages.ts';
import { profileOperations } from '../../../shared/api/schemas/profile.ts';
import { pushOperations } from '../../../shared/api/schemas/pushes.ts';
import { receiptOperations } from '../../../shared/api/schemas/receipts.ts';
import { ringOperations } from '../../../shared/api/schemas/rings.ts';
import { serverOperations } from '../../../shared/api/schemas/server.ts';
import { statisticsOperations } from '../../../shared/api/schemas/statistics.ts';
import { userDataOperations } from '../../../shared/api/schemas/userData.ts';
import { webhookSettingsOperations } from '../../../shared/api/schemas/webhooks.ts';

const operationsByFunction: Record<string, Record<string, Operation>> = {
  devices: deviceOperations,
  profile: profileOperations,
  groups: groupOperations,
  server: serverOperations,
  messages: messageOperations,
  calls: callOperations,
  health: healthOperations,
  statistics: statisticsOperations,
  pushes: pushOperations,
  activities: activityOperations,
  rings: ringOperations,
  receipts: receiptOperations,
  directory: directoryOperations,
  callLog: callLogOperations,
  userData: userDataOperations,
  broadcasts: broadcastOperations,
  webhookSettings: webhookSettingsOperations,
};
/** All others need a proof of who calls: docs/callers.md. */
const openRoutes = ['GET /v1/health', 'GET /v1/rings/{ticket}', 'POST /v1/receipts/{ticket}'];

describe('a route', () => {
  it.each(Object.entries(routes))('%s has its documented callers', (key, { caller }) => {
    // Prepare
    const path = key.split(' ')[1] ?? '';

    // Act
    const contracted = path.startsWith('/v1/server/') ? 'server' : openRoutes.includes(key) ? 'none' : 'user';

    // Assess
    expect(caller).toBe(contracted);
  });

  it.each(Object.entries(routes))('%s has schemas with the function that answers it', (key, route) => {
    // Prepare
    const operation = operationsByFunction[route.function]?.[key];

    // Act
    const statuses = Object.keys(operation?.answers ?? {}).map(Number);

    // Assess
    expect(statuses.length).toBeGreaterThan(0);
    expect(statuses.every((status) => status >= 200 && status < 300)).toBe(true);
  });

  it.each(Object.entries(operationsByFunction))('belongs to each set of schemas: %s', (_function, operations) => {
    // Prepare
    const known = Object.keys(routes);

    // Act
    const keys = Object.keys(operations);

    // Assess
    expect(known).toEqual(expect.arrayContaining(keys));
  });

  it.each(Object.entries(routes))('%s has a schema for exactly its path parameters', (key, route) => {
    // Prepare
    const names = [...key.matchAll(/{(\w+)}/g)].map(([, name = '']) => name);
    const schema = operationsByFunction[route.function]?.[key]?.path;

    // Act
    const missing = schema?.safeParse({}).error?.issues.map(({ path }) => path[0]) ?? [];

    // Assess
    expect(missing).toEqual(names);
  });
});
