/**
 * The Live Activities of one app on one phone, as iOS keeps them. Source: Apple, "Starting and updating Live Activities
 * with ActivityKit push notifications".
 */
import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import type { AcceptedPush, Apple, Installation } from '../apple/apple.ts';
import type { TimerClock } from '../clock.ts';
import type { AppApi } from './appApi.ts';
import type { ActivityView } from './view.ts';

const fields = z.record(z.string(), z.unknown());

/** Times are epoch seconds. */
const startSchema = z.looseObject({
  timestamp: z.number(),
  event: z.literal('start'),
  'attributes-type': z.string(),
  attributes: fields,
  'content-state': fields,
  'stale-date': z.optional(z.number()),
  'input-push-channel': z.optional(z.string()),
  'input-push-token': z.optional(z.literal(1)),
});

const changeSchema = z.looseObject({
  timestamp: z.number(),
  event: z.enum(['update', 'end']),
  'content-state': z.optional(fields),
  'stale-date': z.optional(z.number()),
  'dismissal-date': z.optional(z.number()),
});

/** How long iOS shows an ended one at most. */
const endedLimitMs = 4 * 60 * 60 * 1000;

/** A timer waits no longer than this, and then looks again: Node limits how long one may wait. */
const longestWaitMs = 24 * 60 * 60 * 1000;

export interface LiveActivitiesPorts {
  installation: Pick<Installation, 'addToken' | 'environment'>;
  apple: Pick<Apple, 'followChannel'>;
  clock: TimerClock;
  deviceId: string;
  /** Without it nobody is logged in to the app. */
  api?: Pick<AppApi, 'registerActivity'> | undefined;
  /** iOS runs the app, so that it can register the update token of an activity. */
  wakeApp(): void;
  onChange(): void;
}

interface Activity extends Omit<ActivityView, 'state' | 'at'> {
  isEnded: boolean;
  /** Epoch seconds. */
  timestamp: number;
  staleAtMs?: number | undefined;
  dismissAtMs?: number | undefined;
  /** Update token that the server does not have yet. */
  unsaidToken?: string | undefined;
}

export class LiveActivities {
  readonly #ports: LiveActivitiesPorts;
  /** Device token that starts activities, lower-case hex. */
  readonly startToken: string;
  /** Newest first. */
  #activities: Activity[] = [];
  #cancelTimer: () => void = () => {};

  /** @param startToken that of a phone that comes back with `--data`. */
  constructor(ports: LiveActivitiesPorts, startToken?: string) {
    this.#ports = ports;
    this.startToken = ports.installation.addToken('liveactivity', (push) => this.#start(push), startToken);
  }

  view(): ActivityView[] {
    const nowMs = this.#ports.clock.nowMs();
    return this.#activities.filter((activity) => !isDismissed(activity, nowMs)).map((each) => viewOf(each, nowMs));
  }

  /** The app has a network and a login again: it registers the update tokens that the server does not have. */
  async catchUp(): Promise<void> {
    await Promise.all(this.#activities.map((activity) => this.#sayToken(activity)));
  }

  /** The app is gone, and its activities with it. */
  forget(): void {
    this.stop();
    this.#activities = [];
  }

  stop(): void {
    this.#cancelTimer();
  }

  #start({ payload }: AcceptedPush): void {
    const aps = startSchema.safeParse(payload['aps']).data;
    if (aps === undefined) return;
    const { attributes, 'attributes-type': attributesType, 'input-push-channel': channelId } = aps;
    const activity: Activity = {
      activityId: typeof attributes['activityId'] === 'string' ? attributes['activityId'] : randomUUID(),
      attributesType,
      attributes,
      contentState: aps['content-state'],
      isEnded: false,
      timestamp: aps.timestamp,
      staleAtMs: milliseconds(aps['stale-date']),
      ...(channelId !== undefined && { channelId }),
    };
    this.#activities = [activity, ...this.#activities];
    const onPush = (push: AcceptedPush) => this.#change(activity, push);
    if (channelId !== undefined) this.#follow(channelId, onPush);
    else if (aps['input-push-token'] === 1) {
      activity.unsaidToken = this.#ports.installation.addToken('liveactivity', onPush);
      this.#ports.wakeApp();
      void this.#sayToken(activity);
    }
    this.#changed();
  }

  #follow(channelId: string, onPush: (push: AcceptedPush) => void): void {
    try {
      this.#ports.apple.followChannel(this.startToken, channelId, onPush);
    } catch {
      // The channel is deleted: iOS shows the activity all the same, and it hears of no change.
    }
  }

  /** Apple: the system ignores a push that is older than what it shows. */
  #change(activity: Activity, { payload }: AcceptedPush): void {
    const aps = changeSchema.safeParse(payload['aps']).data;
    if (aps === undefined || activity.isEnded || aps.timestamp < activity.timestamp) return;
    activity.timestamp = aps.timestamp;
    activity.contentState = aps['content-state'] ?? activity.contentState;
    activity.staleAtMs = milliseconds(aps['stale-date']);
    if (aps.event === 'end') {
      const latestMs = this.#ports.clock.nowMs() + endedLimitMs;
      activity.isEnded = true;
      activity.dismissAtMs = Math.min(milliseconds(aps['dismissal-date']) ?? latestMs, latestMs);
    }
    this.#changed();
  }

  async #sayToken(activity: Activity): Promise<void> {
    const { api, deviceId, installation } = this.#ports;
    const { activityId, unsaidToken: token } = activity;
    if (token === undefined || activity.isEnded) return;
    const answer = await api?.registerActivity(deviceId, activityId, { token, environment: installation.environment });
    if (answer?.ok) activity.unsaidToken = undefined;
  }

  #changed(): void {
    this.#cancelTimer();
    const nowMs = this.#ports.clock.nowMs();
    this.#activities = this.#activities.filter((activity) => !isDismissed(activity, nowMs));
    const times = this.#activities.flatMap(({ staleAtMs, dismissAtMs }) => [staleAtMs, dismissAtMs]);
    const next = Math.min(...times.filter((atMs) => atMs !== undefined && atMs > nowMs).map(Number));
    this.#cancelTimer = Number.isFinite(next)
      ? this.#ports.clock.after(Math.min(next - nowMs, longestWaitMs), () => this.#changed())
      : () => {};
    this.#ports.onChange();
  }
}

function isDismissed({ dismissAtMs }: Activity, nowMs: number): boolean {
  return dismissAtMs !== undefined && dismissAtMs <= nowMs;
}

function viewOf(activity: Activity, nowMs: number): ActivityView {
  const { activityId, attributesType, attributes, contentState, channelId, timestamp, staleAtMs, isEnded } = activity;
  const isStale = staleAtMs !== undefined && staleAtMs <= nowMs;
  return {
    activityId,
    attributesType,
    attributes,
    contentState,
    state: isEnded ? 'ended' : isStale ? 'stale' : 'active',
    at: new Date(timestamp * 1000).toISOString(),
    ...(channelId !== undefined && { channelId }),
  };
}

const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
