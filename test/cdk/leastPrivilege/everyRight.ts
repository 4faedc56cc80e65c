/**
 * Uses a lab so that each function does once everything that it ever asks AWS for. What is not done here counts as a
 * right that nobody needs: see leastPrivilege.test.ts.
 */
import { changeMetricsToken } from '../../../cli/credentials/appSecret.ts';
import { findLab } from '../../../cli/stage/findLab.ts';
import type { FunctionCall } from '../../../lab/aws/iam/roles.ts';
import type { Lab } from '../../../lab/lab.ts';
import { allStarted } from '../../../lab/parts.ts';
import { defaultAppId } from '../../../lab/phones/fleet.ts';
import { anybody } from '../../support/lab/labClient.ts';
import { makePeople, ok } from './people.ts';
import { broadcasts } from './scenes/broadcasts.ts';
import { calls, callTimers, groupCallActivity, insurance } from './scenes/calls.ts';
import { devices, earlierUser, rates } from './scenes/devices.ts';
import { externalPushes, largeMessages, messages, rawPushes, unreadableTask } from './scenes/messages.ts';
import { activities, activityChannels, teamSettings, webhooks } from './scenes/team.ts';
import { contacts, erasure, groups, largeGroup, preferences } from './scenes/users.ts';

/** @param known all that the lab's functions have asked for so far; it grows meanwhile. */
export async function useEveryRight(lab: Lab, known: readonly FunctionCall[]): Promise<void> {
  const people = await makePeople(lab, known);
  await teamSettings(people);
  await groups(people);
  const scenes = [
    rates,
    devices,
    preferences,
    messages,
    calls,
    insurance,
    contacts,
    largeMessages,
    largeGroup,
    groupCallActivity,
    callTimers,
    unreadableTask,
    webhooks,
    earlierUser,
    rawPushes,
    externalPushes,
    erasure,
    broadcasts,
    activities,
    activityChannels,
  ];
  await allStarted(scenes.map((scene) => scene(people)));
  await storeMetricsToken(lab);
  await ok(anybody(lab)('POST', '/lab/watch'));
  await ok(anybody(lab)('GET', '/v1/health'));
}

/** With it the watch reads Apple's counts. */
async function storeMetricsToken(lab: Lab): Promise<void> {
  const { body } = await anybody(lab)('POST', '/lab/credentials', { appId: defaultAppId });
  await changeMetricsToken(await findLab(lab.url), defaultAppId, body.metricsToken);
}
