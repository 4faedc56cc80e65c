/**
 * The life of one broadcast, simulated: workers and requests that take their time, die and fail, a queue that delivers
 * twice, and an APNs that misbehaves. All of it follows from a plan of the life, so that it can be repeated.
 */

import { broadcastSettings, functionSettings } from '../../../../shared/api/functionSettings.ts';
import type { HostPush } from '../../../../shared/apns/ports.ts';
import { answerOf } from '../../../../shared/apns/rules/outcome.ts';
import { plainPayload } from '../../../../shared/apns/rules/preparedPayload.ts';
import {
  createBroadcast,
  recallBroadcast,
  reportBroadcast,
  resumeBroadcast,
  stopBroadcast,
} from '../../../../shared/broadcasts/flows/manageBroadcasts.ts';
import { runBroadcastTask } from '../../../../shared/broadcasts/flows/runBroadcastTask.ts';
import type { BroadcastTask } from '../../../../shared/broadcasts/rules/record.ts';
import type { BroadcastReport } from '../../../../shared/broadcasts/rules/report.ts';
import { PushWindow } from '../../../../shared/delivery/rules/pushWindow.ts';
import { aDevice, appId, aToken, tokenHex } from '../../../support/factories.ts';
import { MemoryAudience, MemoryBroadcasts } from '../../../support/memory/broadcasts.ts';
import { accepts, doesNotAnswer, rejects } from '../../../support/memory/fakeApns.ts';
import { memoryPorts } from '../../../support/memory/ports.ts';
import { simulatedClock } from '../../../support/memory/simulatedClock.ts';

export interface LifePlan {
  /** Decides all that is left to chance. */
  seed: number;
  devices: number;
  audience: 'all' | 'list';
  tasks: number;
  window: number;
  workers: number;
  /** What people do, and when: milliseconds after the start. */
  actions: readonly { atMs: number; what: 'stop' | 'resume' | 'withdraw' | 'replace' | 'look' | 'repeat' }[];
  /** When a worker at work dies. */
  deathsAtMs: readonly number[];
  /** Share of the requests to the table and the queue that fail, until the end of the plan. */
  failing: number;
  /** Share of the pushes that APNs wants later, or does not answer. */
  busy: number;
  /** Share of the devices whose token is dead. */
  dead: number;
}

export interface SentPush {
  userId: string;
  isRecall: boolean;
  apnsId: string;
  /** The answer; undefined if the worker died before. */
  answer?: 'accepted' | 'later' | 'dead' | undefined;
}

const workerLivesMs = functionSettings.broadcastWorker.timeoutSeconds * 1000;
const visibilityMs = broadcastSettings.visibilityTimeoutSeconds * 1000;
/** A device has at most so many bad answers, so that its attempts suffice. */
const maxBusyAnswers = 3;
/** After it nobody does anything, nobody dies and nothing fails. */
const planEndsMs = 200_000;
const longestLifeMs = 4 * 60 * 60 * 1000;

/** A process, which can die: from then on nothing of it goes on. */
class Process {
  isDead = false;
  #die: () => void = () => {};
  readonly death = new Promise<'dead'>((resolve) => {
    this.#die = () => resolve('dead');
  });

  die(): void {
    this.isDead = true;
    this.#die();
  }

  /** Never answers once it is dead. */
  async survive<T>(value: T): Promise<T> {
    return this.isDead ? new Promise<T>(() => {}) : value;
  }
}

interface QueuedMessage {
  task: BroadcastTask;
  visibleAtMs: number;
  receives: number;
}

export class BroadcastLife {
  readonly pushes: SentPush[] = [];
  /** Pushes of the broadcast that began after the answer of a stop or of a recall. */
  pushedAfterStop = 0;
  /** What was wrong with the reports in between. */
  readonly wrongReports: BroadcastReport[] = [];
  deadLetters = 0;
  deaths = 0;
  failures = 0;
  readonly broadcastId = '11111111-1111-4111-8111-111111111111';
  readonly users: readonly string[];
  readonly #plan: LifePlan;
  readonly #clock = simulatedClock();
  readonly #startMs = this.#clock.nowMs();
  readonly #memory = memoryPorts();
  readonly #broadcasts = new MemoryBroadcasts();
  readonly #audience: MemoryAudience;
  readonly #messages = new Set<QueuedMessage>();
  readonly #working = new Set<Process>();
  readonly #busyAnswers = new Map<string, number>();
  readonly #random: () => number;
  #resumes = 0;
  #openResumes = 0;
  #isStopped = false;

  constructor(plan: LifePlan) {
    this.#plan = plan;
    this.#random = randomFrom(plan.seed);
    this.users = Array.from({ length: plan.devices }, (_, index) => `user-${index}`);
    const rows = this.users.map((userId) => {
      const token = aToken(userId, { state: 'proven' });
      this.#memory.devices.add(aDevice({ userId, deviceId: 'phone', tokens: { alert: token } }));
      return { userId, deviceId: 'phone', token: token.token, environment: 'production' } as const;
    });
    this.#audience = new MemoryAudience(appId, rows, plan.tasks * 5000);
  }

  isDeadToken(userId: string): boolean {
    return randomFrom(Number(userId.slice('user-'.length)) * 7919 + this.#plan.seed)() < this.#plan.dead;
  }

  /** Lives through the plan, and on until nobody has anything to do. */
  async run(): Promise<void> {
    const { actions, deathsAtMs } = this.#plan;
    const ends = [
      this.#create(),
      ...actions.map(({ atMs, what }) => this.#at(atMs, () => this.#act(what))),
      ...deathsAtMs.map((atMs) => this.#at(atMs, () => this.#kill())),
      this.#at(planEndsMs, async () => {}),
    ];
    let isOver = false;
    void Promise.all(ends).then(() => {
      isOver = true;
    });
    await this.#work(() => isOver);
  }

  /** What somebody does who wants the broadcast to end well. */
  async resume(): Promise<void> {
    let isOver = false;
    void this.#act('resume').then(() => {
      isOver = true;
    });
    await this.#work(() => isOver);
  }

  async report(): Promise<BroadcastReport | undefined> {
    const report = await reportBroadcast({ broadcasts: this.#broadcasts }, this.broadcastId);
    return 'refusal' in report ? undefined : report;
  }

  get queued(): number {
    return this.#messages.size;
  }

  /** Until `isOver`, the queue is empty and no worker works. */
  async #work(isOver: () => boolean): Promise<void> {
    const givesUpMs = this.#clock.nowMs() + longestLifeMs;
    let isWorking = true;
    void this.#poll(() => isWorking);
    await this.#clock.runUntil(() => {
      const isQuiet = isOver() && this.#messages.size === 0 && this.#working.size === 0;
      return isQuiet || this.#clock.nowMs() > givesUpMs;
    });
    isWorking = false;
    await this.#clock.runUntil(() => false);
  }

  async #at(atMs: number, act: () => Promise<void>): Promise<void> {
    await this.#clock.waitMs(atMs);
    await act();
  }

  get #isCalm(): boolean {
    return this.#clock.nowMs() >= this.#startMs + planEndsMs;
  }

  // Requests

  /** A client that repeats its request with the same key until it has an answer. */
  async #create(): Promise<void> {
    const { audience } = this.#plan;
    for (;;) {
      const created = await this.#ask((ports) =>
        createBroadcast(ports, {
          broadcastId: this.broadcastId,
          appId,
          audience: audience === 'all' ? { all: true } : { userIds: this.users },
          message: { offlinePush: { desc: 'hi' } },
        }),
      );
      if (created !== 'failed') return;
      await this.#clock.waitMs(500);
    }
  }

  async #act(what: LifePlan['actions'][number]['what']): Promise<void> {
    switch (what) {
      case 'repeat':
        return this.#create();
      case 'look':
        return this.#look();
      case 'resume':
        return this.#resumeOnce();
      case 'stop':
        return this.#stopOnce((ports) => stopBroadcast(ports, this.broadcastId));
      default:
        return this.#stopOnce((ports) => recallBroadcast(ports, this.broadcastId, what));
    }
  }

  async #resumeOnce(): Promise<void> {
    this.#resumes += 1;
    this.#openResumes += 1;
    this.#isStopped = false;
    await this.#ask((ports) => resumeBroadcast(ports, this.broadcastId));
    this.#openResumes -= 1;
  }

  async #stopOnce(stop: (ports: RequestPorts) => Promise<object>): Promise<void> {
    const resumes = this.#resumes;
    const wasResuming = this.#openResumes > 0;
    const answer = await this.#ask(stop);
    if (answer === 'failed' || 'refusal' in answer) return;
    if (resumes === this.#resumes && !wasResuming) this.#isStopped = true;
  }

  async #look(): Promise<void> {
    const report = await this.report();
    if (report === undefined) return;
    const { devices, retrying, ...final } = report.counts;
    const sum = Object.values(final).reduce((all, count) => all + count, 0);
    const isRight =
      devices === sum + retrying && devices <= this.users.length && report.progress >= 0 && report.progress <= 1;
    const isEarly = report.state === 'finished' && (retrying > 0 || this.pushes.length < sum);
    if (!isRight || isEarly) this.wrongReports.push(report);
  }

  async #ask<A extends object>(carryOut: (ports: RequestPorts) => Promise<A>): Promise<A | 'failed'> {
    const process = new Process();
    const dies = !this.#isCalm && this.#random() < this.#plan.failing;
    if (dies) void this.#clock.waitMs(this.#random() * 20).then(() => process.die());
    const answer = await Promise.race([carryOut(this.#portsOf(process)).catch(() => 'failed' as const), process.death]);
    return answer === 'dead' ? 'failed' : answer;
  }

  // The queue and its workers

  async #poll(isWorking: () => boolean): Promise<void> {
    while (isWorking()) {
      const nowMs = this.#clock.nowMs();
      const due = [...this.#messages].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
      for (const message of due) if (this.#working.size < this.#plan.workers) this.#receive(message);
      await this.#clock.waitMs(this.#working.size > 0 ? 20 : 200);
    }
  }

  #receive(message: QueuedMessage): void {
    message.receives += 1;
    message.visibleAtMs = this.#clock.nowMs() + visibilityMs;
    // A queue delivers at least once.
    const isDelivered = this.#random() < 0.97;
    void this.#runWorker(message.task).then((isDone) => {
      if (isDone && isDelivered) this.#messages.delete(message);
      else if (message.receives >= broadcastSettings.maxReceiveCount) {
        this.#messages.delete(message);
        this.deadLetters += 1;
      }
    });
  }

  async #runWorker(task: BroadcastTask): Promise<boolean> {
    const worker = new Process();
    this.#working.add(worker);
    const nowMs = this.#clock.nowMs();
    const lease = { holder: `worker ${this.#random()}`, untilMs: nowMs + workerLivesMs };
    const time = { lease, beginUntilMs: nowMs + 0.7 * workerLivesMs, window: new PushWindow(this.#plan.window) };
    void this.#clock.waitMs(workerLivesMs).then(() => worker.die());
    const run = runBroadcastTask(this.#portsOf(worker), JSON.stringify(task), time).catch(() => 'held' as const);
    const end = await Promise.race([run, worker.death]);
    this.#working.delete(worker);
    return end === 'done';
  }

  async #kill(): Promise<void> {
    const [worker] = this.#working;
    if (worker === undefined) return;
    this.deaths += 1;
    worker.die();
  }

  // What processes see of the world

  #portsOf(process: Process) {
    const { broadcasts, audience } = { broadcasts: this.#broadcasts, audience: this.#audience };
    const slow = <T extends object>(store: T): T => this.#slowly(process, store);
    return {
      ...this.#memory,
      clock: this.#clock,
      broadcasts: slow(broadcasts),
      audience: { ...boundTo(slow(audience)), pages: audience.pages.bind(audience) },
      recipients: slow(this.#memory.recipients),
      broadcastQueue: slow({
        enqueue: async (tasks: readonly BroadcastTask[], delaySeconds = 0) => {
          const visibleAtMs = this.#clock.nowMs() + delaySeconds * 1000;
          for (const task of tasks) this.#messages.add({ task, visibleAtMs, receives: 0 });
        },
      }),
      // Nobody in it has quiet hours.
      schedules: { add: async () => {}, remove: async () => {} },
      budget: { refusal: async () => undefined, charge: async () => {} },
      stageApps: { isKnown: () => true },
      apns: { push: (request: HostPush) => this.#push(process, request) },
    };
  }

  /** Each request takes a while, before it has an effect and after it. Some fail. */
  #slowly<T extends object>(process: Process, store: T): T {
    return new Proxy(store, {
      get: (_, name) => {
        const method = Reflect.get(store, name) as (...args: unknown[]) => Promise<unknown>;
        return async (...args: unknown[]) => {
          await this.#latency(process);
          if (!this.#isCalm && this.#random() < this.#plan.failing) {
            this.failures += 1;
            throw new Error('the request failed');
          }
          const answer = await method.apply(store, args);
          await this.#latency(process);
          return answer;
        };
      },
    });
  }

  async #latency(process: Process): Promise<void> {
    await process.survive(undefined);
    const isSlow = this.#random() < 0.02;
    await this.#clock.waitMs(Math.floor(this.#random() * (isSlow ? 2500 : 8)));
    await process.survive(undefined);
  }

  async #push(process: Process, request: HostPush) {
    await process.survive(undefined);
    const { payload, headers } = request;
    const isRecall = JSON.stringify(plainPayload(payload)).includes('"recalled":true');
    const userId = this.#userOf(request.deviceToken);
    const push: SentPush = { userId, isRecall, apnsId: headers['apns-id'] };
    if (this.#isStopped && !isRecall) this.pushedAfterStop += 1;
    this.pushes.push(push);
    await this.#clock.waitMs(5 + Math.floor(this.#random() * 60));
    await process.survive(undefined);
    if (!isRecall && this.isDeadToken(userId)) {
      push.answer = 'dead';
      return answerOf(rejects(410, 'Unregistered', this.#clock.nowMs())(request));
    }
    const busyAnswers = this.#busyAnswers.get(userId) ?? 0;
    if (busyAnswers < maxBusyAnswers && this.#random() < this.#plan.busy) {
      this.#busyAnswers.set(userId, busyAnswers + 1);
      push.answer = 'later';
      return answerOf((this.#random() < 0.5 ? rejects(503, 'ServiceUnavailable') : doesNotAnswer('maybe'))(request));
    }
    push.answer = 'accepted';
    return answerOf(accepts(request));
  }

  #userOf(token: string): string {
    return this.#byToken.get(token) ?? '';
  }

  get #byToken(): Map<string, string> {
    this.#tokens ??= new Map(this.users.map((userId) => [tokenHex(userId), userId]));
    return this.#tokens;
  }

  #tokens: Map<string, string> | undefined;
}

type RequestPorts = Parameters<typeof createBroadcast>[0];

function boundTo(audience: MemoryAudience) {
  return {
    estimate: () => audience.estimate(),
    forget: (...args: Parameters<MemoryAudience['forget']>) => audience.forget(...args),
    learn: () => audience.learn(),
  };
}

/** Mulberry32: the same numbers for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
