/** Decides whether a user may send a message. Servers need no permission. */
import { maxCallees } from '../../calls/rules/invitation.ts';
import { pushTypeOf } from '../../content/offlinePush.ts';
import { refuseByRule } from '../../people/flows/contacts.ts';
import { rulesTowards, rulesTowardsAnybody, type UserRulesPorts } from '../../people/flows/userRules.ts';
import type { PeoplePorts } from '../../people/ports.ts';
import type { Recipient } from '../../people/rules/recipient.ts';
import { type Refusal, refuse, refuseField } from '../../platform/refusal.ts';
import { type ForbiddenSetting, forbiddenSettings, isPictureAllowed } from '../../team/rules/userSettings.ts';
import type { MessageInput, PreparedMessage } from './prepareMessage.ts';

/** Recipients of a message. */
export interface Reach {
  /** The first members of a large group. */
  userIds: readonly string[];
  /** Absent: they are too many to be read in the request. */
  recipients: readonly Recipient[] | undefined;
}

export interface PermittedMessage extends PreparedMessage {
  /** The sender sees coarse outcomes: see `outcomesForUsers`. */
  isCoarse: true | undefined;
}

export type PermitPorts = Pick<UserRulesPorts, 'apps' | 'ruledApps'> & Pick<PeoplePorts, 'memberships'>;

/** The one place that decides this, for sending and for explaining. */
export async function permitMessage(
  ports: PermitPorts,
  input: MessageInput,
  prepared: PreparedMessage,
  { userIds, recipients }: Reach,
): Promise<PermittedMessage | Refusal> {
  const { message } = prepared;
  const rules = await (recipients === undefined
    ? rulesTowardsAnybody(ports, input.rules)
    : rulesTowards(ports, input.rules, recipients));
  const isCoarse = rules.outcomesForUsers === 'coarse' || undefined;
  if (input.rules === undefined) return { ...prepared, isCoarse };
  const contacting = {
    userId: input.from,
    rules: input.rules,
    path: '/to',
    isOwnGroup: 'groupId' in prepared.audience,
  };
  const stranger = await refuseByRule(ports, contacting, rules, userIds);
  if (stranger !== undefined) return stranger;
  const forbidden = forbiddenSettings(input.offlinePush, rules);
  if (forbidden.length > 0) return settingNotAllowed(forbidden);
  const others = userIds.filter((userId) => userId !== input.from).length;
  // It rings, so it reaches no more users than a call.
  if (pushTypeOf(message.offlinePush) === 'voip' && others > maxCallees) return tooManyToRing(others);
  const { avatarUrl, ...sender } = message.sender;
  const shown = avatarUrl === undefined || isPictureAllowed(avatarUrl, rules.imageHosts);
  return { ...prepared, message: { ...message, sender: shown ? message.sender : sender }, isCoarse };
}

function settingNotAllowed(forbidden: readonly ForbiddenSetting[]): Refusal {
  const errors = forbidden.map(({ path, message }) => ({ path: `/offlinePush${path}`, message }));
  const detail = errors.map(({ path, message }) => `${path} ${message}`).join('; ');
  return refuse('setting_not_allowed', `${detail}.`, { errors });
}

function tooManyToRing(count: number): Refusal {
  return refuseField(
    'too_many_callees',
    `The message would ring ${count} users; at most ${maxCallees} can be rung.`,
    '/to',
    `has more than ${maxCallees} users, and pushType is voip`,
  );
}
