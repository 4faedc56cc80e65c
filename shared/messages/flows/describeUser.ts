import { ringPlan } from '../../calls/rules/ringPlan.ts';
import type { MessagePushType } from '../../content/offlinePush.ts';
import { type Device, isOnline } from '../../devices/rules/device.ts';
import type { RecipientStore } from '../../people/ports.ts';
import type { Profile } from '../../people/rules/recipient.ts';
import type { PlatformPorts } from '../../platform/ports.ts';
import { type Decision, decide } from '../../push/rules/decide.ts';
import { rulesOfApps } from '../../team/flows/appRules.ts';
import type { TeamPorts } from '../../team/ports.ts';

export interface DeviceDescription {
  device: Device;
  /** Whether a message would be pushed now, and by which rule. */
  message: { decision: 'push' | 'skip'; rule: string };
  /** How a call would ring now; `rule` says why not by a VoIP push. */
  call: { way: 'voip' | 'alert' | 'none'; rule?: string | undefined };
}

export interface UserDescription {
  userId: string;
  isOnline: boolean;
  profile: Profile;
  devices: DeviceDescription[];
}

export type DescribeUserPorts = Pick<PlatformPorts, 'clock'> &
  Pick<TeamPorts, 'apps'> & { recipients: Pick<RecipientStore, 'find'> };

/** A user as a support engineer wants to see one: what is known, and why a phone is reached or not. */
export async function describeUser(
  { clock, recipients, apps }: DescribeUserPorts,
  userId: string,
): Promise<UserDescription> {
  // An unknown sender outside of any conversation: the answer holds for all senders.
  const recipient = await recipients.find(userId, { from: '', conversationId: '' });
  const { devices, profile = {} } = recipient;
  const rules = await rulesOfApps(
    { apps },
    devices.map(({ appId }) => appId),
  );
  const nowMs = clock.nowMs();
  const decisionsOf = (pushType: MessagePushType): Decision[] => {
    const occasion = {
      from: '',
      pushType,
      onlineUserOnly: false,
      pushDisabled: false,
      territoryRuleOf: (appId: string) => rules.get(appId)?.territoryRule,
    };
    return decide(occasion, recipient, nowMs);
  };
  // One decision for each device, in their order: nothing about the occasion is a reason to skip the user as a whole.
  const [messages, calls] = [decisionsOf('alert'), decisionsOf('voip')];
  const guards = (appId: string) => rules.get(appId)?.calls.reportGuard !== 'off';
  return {
    userId,
    isOnline: devices.some((device) => isOnline(device, nowMs)),
    profile,
    devices: devices.map((device, index) => {
      const [message, call] = [decisionFor(device, messages[index]), decisionFor(device, calls[index])];
      const { decision, rule } = message;
      return { device, message: { decision, rule }, call: wayOf(call, devices, guards) };
    }),
  };
}

function decisionFor({ deviceId }: Device, decision: Decision | undefined): Decision {
  if (decision?.target.deviceId !== deviceId) throw new Error(`there is no decision about device ${deviceId}`);
  return decision;
}

function wayOf(
  decision: Decision,
  devices: readonly Device[],
  guards: (appId: string) => boolean,
): DeviceDescription['call'] {
  const plan = ringPlan(decision, devices, guards);
  if (plan.way === 'voip') return { way: plan.way };
  return { way: plan.way, rule: plan.way === 'alert' ? plan.instead : plan.rule };
}
