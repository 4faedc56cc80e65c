/**
 * Decides which users a user may write to, call, invite and add to groups, by an app's `contacts`. Servers may reach
 * everyone.
 */
import { type Refusal, refuseField } from '../../platform/refusal.ts';
import type { PeoplePorts } from '../ports.ts';
import type { UserRules } from '../rules/userRules.ts';
import { hasOneRuleForAll, rulesTowards, type UserRulesPorts } from './userRules.ts';

export type ContactPorts = UserRulesPorts & Pick<PeoplePorts, 'memberships'>;

/** A user or server who acts on others. */
export interface Contacting {
  userId: string;
  /** Absent: a server acts. */
  rules: UserRules | undefined;
  /** A JSON Pointer into the body, or a parameter, for the refusal. */
  path: string;
  /** They are all members of a group that the user is in, which is enough in common. */
  isOwnGroup?: boolean | undefined;
}

/**
 * Sends no request to AWS if everyone may reach everyone. The answer is the same for users who do not exist.
 * @param others whom the user acts on.
 */
export async function refuseStrangers(
  ports: ContactPorts,
  contacting: Contacting,
  others: readonly string[],
): Promise<Refusal | undefined> {
  const { userId, rules } = contacting;
  const named = others.filter((other) => other !== userId);
  if (rules === undefined || named.length === 0) return undefined;
  const held = (await hasOneRuleForAll(ports))
    ? rules
    : await rulesTowards(ports, rules, await devicesOf(ports, named));
  return refuseByRule(ports, contacting, held, named);
}

/** Like {@link refuseStrangers}, with known rules towards the others. */
export async function refuseByRule(
  { memberships }: Pick<PeoplePorts, 'memberships'>,
  { userId, rules, path, isOwnGroup = false }: Contacting,
  { contacts }: Pick<UserRules, 'contacts'>,
  others: readonly string[],
): Promise<Refusal | undefined> {
  const named = others.filter((other) => other !== userId);
  if (rules === undefined || contacts === 'everybody' || named.length === 0) return undefined;
  if (contacts === 'common_group') {
    if (isOwnGroup) return undefined;
    const sharing = new Set(await memberships.sharing(userId, named));
    if (named.every((other) => sharing.has(other))) return undefined;
  }
  const detail = 'You may not reach these users: they are not your contacts.';
  return refuseField('not_a_contact', detail, path, 'names users who are not your contacts');
}

function devicesOf({ devices }: Pick<ContactPorts, 'devices'>, userIds: readonly string[]) {
  return Promise.all(userIds.map(async (userId) => ({ devices: await devices.list(userId) })));
}
