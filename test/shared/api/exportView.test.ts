import { expect, it } from 'vitest';
import { exportView } from '../../../shared/api/exportView.ts';
import { exportedDevice } from '../../../shared/api/schemas/userData.ts';
import type { UserExport } from '../../../shared/userData/rules/exportEntry.ts';
import { aDevice, appId } from '../../support/factories.ts';

it('an exported device has its facts, without what Ringpost stores with it', () => {
  // Prepare
  const stored = { ...aDevice({ locale: 'en', audienceMark: 'a mark' }), storedSince: 'a later version' };
  const page = { devices: [stored], blocks: [], calls: [], conversations: [] } as Partial<UserExport> as UserExport;

  // Act
  const { devices } = exportView(page);

  // Assess
  const [device] = JSON.parse(JSON.stringify(devices));
  expect(device).toMatchObject({ deviceId: 'phone-1', appId, locale: 'en' });
  expect(Object.keys(device)).not.toContain('audienceMark');
  expect(Object.keys(device)).not.toContain('storedSince');
  expect(exportedDevice.safeParse(device).error).toBeUndefined();
});
