import type { TimerClock } from '../clock.ts';
import {
  type ApiExchange,
  type CallAnnouncement,
  type MessageAnnouncement,
  type Recipients,
  readAnnouncements,
} from './announcement.ts';
import type { AppApi } from './appApi.ts';
import type { OpenApp, OpenAppMessage } from './openApp.ts';
import type { Ring } from './ring.ts';

interface AnnouncedCall {
  ring: Omit<Ring, 'ringSeconds'>;
  /** Epoch seconds. */
  expiresAt: number;
  callees: ReadonlySet<string>;
}

/** How much of a user's conversations an app finds that is opened later. */
const messagesKept = 50;

export interface OwnConnectionPorts {
  clock: TimerClock;
  /** The API on behalf of that user. */
  connect(userId: string): AppApi;
  /** Apps of that user that are open, one for each phone. */
  openApps(userId: string): readonly OpenApp[];
}

/**
 * A team's connection to its apps while they are open: its chat and call servers would tell them what Ringpost does not
 * push. Here it watches the requests to the API, and knows nothing more.
 */
export class OwnConnection {
  readonly #ports: OwnConnectionPorts;
  /** By user, newest first. */
  readonly #messages = new Map<string, OpenAppMessage[]>();
  readonly #calls = new Map<string, AnnouncedCall>();

  constructor(ports: OwnConnectionPorts) {
    this.#ports = ports;
  }

  /** @returns once the apps have been notified. */
  async hear(exchange: ApiExchange): Promise<void> {
    for (const announcement of readAnnouncements(exchange)) {
      if (announcement.kind === 'message') await this.#passMessage(announcement);
      else if (announcement.kind === 'call') await this.#passCall(announcement);
      else this.#passRecall(announcement.messageId);
    }
  }

  /** What an app of that user finds when it comes to the foreground: its last messages, newest first. */
  messagesOf(userId: string): readonly OpenAppMessage[] {
    return this.#messages.get(userId) ?? [];
  }

  /** The calls that may ring at that user's phones right now. */
  ringsOf(userId: string): Ring[] {
    for (const [callId, { expiresAt }] of this.#calls)
      if (this.#secondsUntil(expiresAt) <= 0) this.#calls.delete(callId);
    return [...this.#calls.values()]
      .filter(({ callees }) => callees.has(userId))
      .map(({ ring, expiresAt }) => ({ ...ring, ringSeconds: this.#secondsUntil(expiresAt) }));
  }

  /** By the clock of the team's server. The phones get how long a call rings, because theirs may be wrong. */
  #secondsUntil(epochSeconds: number): number {
    return epochSeconds - this.#ports.clock.nowMs() / 1000;
  }

  async #passMessage({ messageId, from, to, elements }: MessageAnnouncement): Promise<void> {
    const api = this.#ports.connect(from);
    const [nickname, group] = await Promise.all([api.readNickname(), readGroup(api, to)]);
    const at = new Date(this.#ports.clock.nowMs()).toISOString();
    const members = group?.members ?? [];
    const card = members.find(({ userId }) => userId === from)?.card;
    const sender = card ?? nickname ?? '';
    const message: OpenAppMessage = { messageId, from, sender, group: group?.name, elements, at };
    const named = [...(to.userIds ?? []), ...(to.userId === undefined ? [] : [to.userId])];
    const recipients = new Set([...named, ...members.map(({ userId }) => userId)]);
    recipients.delete(from);
    for (const userId of recipients) {
      const older = this.messagesOf(userId).filter((known) => known.messageId !== messageId);
      this.#messages.set(userId, [message, ...older].slice(0, messagesKept));
      await Promise.all(this.#ports.openApps(userId).map((app) => app.hearMessages([message])));
    }
  }

  #passRecall(messageId: string): void {
    for (const [userId, messages] of this.#messages) {
      if (!messages.some((message) => message.messageId === messageId)) continue;
      this.#messages.set(
        userId,
        messages.filter((message) => message.messageId !== messageId),
      );
      for (const app of this.#ports.openApps(userId)) app.hearRecall(messageId);
    }
  }

  async #passCall(announcement: CallAnnouncement): Promise<void> {
    const { callId, from, hasVideo, expiresAt, callees, details } = announcement;
    if (announcement.isByApp) await this.#showToCaller(announcement);
    const known = this.#calls.get(callId);
    const ring = {
      callId,
      hasVideo,
      handle: details?.handle ?? known?.ring.handle ?? { type: 'generic', value: from },
      callerName:
        details?.callerName ?? known?.ring.callerName ?? (await this.#ports.connect(from).readNickname()) ?? from,
      supportsHolding: details?.supportsHolding ?? known?.ring.supportsHolding ?? true,
    };
    this.#calls.set(callId, { ring, expiresAt, callees: new Set(callees) });
    const apps = callees.flatMap((userId) => this.#ports.openApps(userId));
    await Promise.all(apps.map((app) => app.hearCall({ ...ring, ringSeconds: this.#secondsUntil(expiresAt) })));
  }

  /** The app with which the caller calls: the first that is open. An app that has started the call knows it already. */
  async #showToCaller({ callId, from, hasVideo, expiresAt, details }: CallAnnouncement): Promise<void> {
    const apps = this.#ports.openApps(from);
    if (apps.length === 0 || apps.some((app) => app.isIn(callId))) return;
    const { value, callerName } = await this.#calleeOf(from, details?.to ?? {});
    const handle = { type: 'generic', value };
    const supportsHolding = details?.supportsHolding ?? true;
    const ringSeconds = this.#secondsUntil(expiresAt);
    const call = { callId, hasVideo, ringSeconds, handle, callerName, supportsHolding };
    apps.some((app) => app.followCall(call));
  }

  /** ID and name of whom a call is for. Of several users, the ID of the first. */
  async #calleeOf(from: string, { groupId, userId, userIds = [] }: Recipients) {
    if (groupId !== undefined) {
      return { value: groupId, callerName: (await this.#ports.connect(from).readGroupName(groupId)) ?? groupId };
    }
    const users = userId === undefined ? userIds : [userId];
    const names = users.map(async (user) => (await this.#ports.connect(user).readNickname()) || user);
    return { value: users[0] ?? from, callerName: (await Promise.all(names)).join(', ') };
  }
}

async function readGroup(api: AppApi, { groupId }: Recipients) {
  if (groupId === undefined) return undefined;
  const [name, members] = await Promise.all([api.readGroupName(groupId), api.readMembers(groupId)]);
  return { name: name ?? groupId, members };
}
