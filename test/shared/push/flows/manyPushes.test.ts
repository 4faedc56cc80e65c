import { describe, expect, it } from 'vitest';
import { planMessage } from '../../../../shared/messages/flows/planMessage.ts';
import { manyPushes } from '../../../../shared/push/flows/manyPushes.ts';
import { pushDeadlineMs, pushPlanned } from '../../../../shared/push/flows/pushPlanned.ts';
import { addPhones, userNames } from '../../../support/delivery.ts';
import { aDevice, aMessage, aToken } from '../../../support/factories.ts';
import { doesNotAnswer, hasNoCredential, rejects } from '../../../support/memory/fakeApns.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';

const answers = [
  ['accepted', undefined],
  ['a dead token', rejects(410, 'Unregistered', Date.parse('2030-01-01'))],
  ['a token of the other host', rejects(400, 'BadDeviceToken')],
  ['busy', rejects(429, 'TooManyRequests')],
  ['a rejected credential', rejects(403, 'InvalidProviderToken')],
  ['no answer', doesNotAnswer('maybe')],
  ['no credential', hasNoCredential],
] as const;

describe('many pushes', () => {
  describe.each(['proven', 'unproven'] as const)('to %s tokens', (state) => {
    it.each(answers)('end as a single one does: %s', async (_what, answer) => {
      // Prepare
      const world = async () => {
        const ports = memoryPorts();
        ports.devices.add(aDevice({ tokens: { alert: aToken('alert', { state }) } }));
        if (answer !== undefined) ports.apns.will(answer);
        const [planned] = await planMessage(ports, aMessage(), ['bob'], { badges: 'count' });
        if (planned === undefined) throw new Error('nothing was planned');
        return { ports, planned };
      };
      const [one, many] = await Promise.all([world(), world()]);

      // Act
      const single = await pushPlanned(one.ports, one.planned, one.ports.clock.nowMs() + pushDeadlineMs);
      const pushes = manyPushes(many.ports);
      const ofMany = await pushes.push(many.planned);
      pushes.finish();

      // Assess
      const countsOf = ({ metrics }: typeof one.ports) => metrics.added.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      expect(ofMany).toEqual(single);
      expect(countsOf(many.ports)).toEqual(countsOf(one.ports));
      expect(many.ports.metrics.recorded).toEqual(one.ports.metrics.recorded);
      expect(await many.ports.devices.list('bob')).toEqual(await one.ports.devices.list('bob'));
    });
  });

  it('share the average of rejections, whatever their number', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(400);
    addPhones(ports, userIds);
    const planned = await planMessage(ports, aMessage(), userIds, { badges: 'count' });
    ports.apns.will(rejects(410, 'Unregistered', Date.parse('2030-01-01')));
    const pushes = manyPushes(ports);

    // Act
    await Promise.all(planned.map((target) => pushes.push(target)));
    pushes.finish();

    // Assess
    const shares = ports.metrics.added.filter(({ name }) => name === 'PushesRefusedPercent');
    expect(shares).toHaveLength(100);
    expect(new Set(shares.map(({ value }) => value))).toEqual(new Set([100 / 400]));
  });

  it('have no log line each, and their metrics are summed up', async () => {
    // Prepare
    const ports = memoryPorts();
    const userIds = userNames(20);
    addPhones(ports, userIds);
    const planned = await planMessage(ports, aMessage(), [...userIds, 'nobody'], { badges: 'count' });
    const pushes = manyPushes(ports);

    // Act
    const pushed = await Promise.all(planned.map((target) => pushes.push(target)));
    pushes.finish();

    // Assess
    expect(pushed.filter(({ outcome }) => outcome.outcome === 'accepted')).toHaveLength(20);
    expect(pushed.at(-1)).toMatchObject({ outcome: { outcome: 'skipped', reason: 'no_device' } });
    expect(ports.log.lines).toEqual([]);
    expect(ports.metrics.added.filter(({ name }) => name === 'Pushes')).toEqual([
      { name: 'Pushes', value: 20, dimensions: { environment: 'production', kind: 'alert', result: 'accepted' } },
    ]);
  });
});
