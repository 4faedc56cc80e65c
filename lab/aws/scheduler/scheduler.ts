/**
 * EventBridge Scheduler, as far as Ringpost uses it: one group, whose one-time schedules put a message into a queue.
 * Speaks REST-JSON: `POST`, `GET` and `DELETE /schedules/{Name}`.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/Welcome.html
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { TimerClock } from '../../clock.ts';
import type { Authorization } from '../iam/policy.ts';
import { accountId, region } from '../localAws.ts';
import { isRecord } from '../protocol/isRecord.ts';
import {
  type AwsFailure,
  type CheckCaller,
  failure,
  type Input,
  isFailure,
  type Outcome,
} from '../protocol/jsonProtocol.ts';
import { type ListeningServer, listen } from '../protocol/listen.ts';
import { recordMember, textMember } from '../protocol/members.ts';
import { readBody } from '../protocol/readBody.ts';
import { readSchedule, type Schedule } from './schedule.ts';

export const scheduleArn = (group: string, name: string): string =>
  `arn:aws:scheduler:${region}:${accountId}:schedule/${group}/${name}`;

export interface SchedulerOptions {
  group: string;
  /** The only role that may be passed on. */
  roleArn: string;
  clock: TimerClock;
  /** Keeps the schedules beyond the process. */
  file?: string | undefined;
  check: CheckCaller;
  /** Called when a schedule fires. @returns false if there is no such target. */
  deliver(targetArn: string, body: string): boolean;
}

export interface Scheduler extends ListeningServer {
  /** Those that are still to come, earliest first. */
  schedules(): readonly Schedule[];
}

/** `Input` may have 256 KB, each byte escaped. */
const requestLimitBytes = 2 * 1024 * 1024;
/** Longer timers fire at once: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const longestTimerMs = 2 ** 31 - 1;
const statusOf: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  ConflictException: 409,
  ResourceNotFoundException: 404,
};

export async function startScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const { group, roleArn, clock, file, check, deliver } = options;
  const kept = new Map<string, { schedule: Schedule; cancel: () => void }>();

  function waitFor(schedule: Schedule): void {
    const leftMs = schedule.atMs - clock.nowMs();
    const wait = clock.after(Math.min(Math.max(leftMs, 0), longestTimerMs), () => {
      if (schedule.atMs > clock.nowMs()) return waitFor(schedule);
      deliver(schedule.targetArn, schedule.input);
      if (schedule.isDeletedAfterwards) kept.delete(schedule.name);
      store();
    });
    kept.set(schedule.name, { schedule, cancel: wait });
  }

  function store(): void {
    const all = [...kept.values()].map(({ schedule }) => schedule);
    if (file !== undefined) writeFileSync(file, JSON.stringify(all));
  }

  function create(name: string, input: Input): Outcome {
    const schedule = readSchedule(name, input, clock.nowMs());
    if (isFailure(schedule)) return schedule;
    if (schedule.group !== group) return noGroup(schedule.group);
    if (schedule.roleArn !== roleArn) {
      return failure(
        'ValidationException',
        'The execution role you provide must allow EventBridge Scheduler to assume.',
      );
    }
    const known = kept.get(name)?.schedule;
    const isRepeated = known?.clientToken !== undefined && known.clientToken === schedule.clientToken;
    if (known !== undefined && !isRepeated) {
      return failure('ConflictException', `Schedule ${name} already exists.`);
    }
    if (known === undefined) {
      waitFor(schedule);
      store();
    }
    return { ScheduleArn: scheduleArn(group, name) };
  }

  function find(name: string, groupName: string): { schedule: Schedule; cancel: () => void } | AwsFailure {
    if (groupName !== group) return noGroup(groupName);
    return kept.get(name) ?? failure('ResourceNotFoundException', `Schedule ${name} does not exist.`);
  }

  function show(name: string, groupName: string): Outcome {
    const found = find(name, groupName);
    if (isFailure(found)) return found;
    const { schedule } = found;
    const { expression, targetArn, input, isDeletedAfterwards } = schedule;
    return {
      Arn: scheduleArn(group, name),
      Name: name,
      GroupName: group,
      ScheduleExpression: expression,
      ActionAfterCompletion: isDeletedAfterwards ? 'DELETE' : 'NONE',
      Target: { Arn: targetArn, RoleArn: schedule.roleArn, Input: input },
    };
  }

  function remove(name: string, groupName: string): Outcome {
    const found = find(name, groupName);
    if (isFailure(found)) return found;
    found.cancel();
    kept.delete(name);
    store();
    return {};
  }

  const operations: Readonly<
    Record<string, { action: string; run: (name: string, groupName: string, input: Input) => Outcome }>
  > = {
    POST: { action: 'scheduler:CreateSchedule', run: (name, _groupName, input) => create(name, input) },
    GET: { action: 'scheduler:GetSchedule', run: show },
    DELETE: { action: 'scheduler:DeleteSchedule', run: remove },
  };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://scheduler');
    const name = decodeURIComponent(/^\/schedules\/([^/]+)$/.exec(pathname)?.[1] ?? '');
    const { action, run } = operations[request.method ?? ''] ?? {};
    const input = readInput(await readBody(request, requestLimitBytes));
    if (name === '' || action === undefined || run === undefined)
      return write(response, failure('UnknownOperationException', pathname));
    if (input === undefined) return write(response, failure('ValidationException', 'the request is not a JSON object'));
    const groupName = textMember(input, 'GroupName') ?? searchParams.get('groupName') ?? 'default';
    const denied = check(request.headers.authorization, () => neededFor(action, groupName, name, input));
    if (denied !== undefined) return write(response, denied);
    write(response, run(name, groupName, input));
  }

  if (file !== undefined && existsSync(file)) {
    for (const schedule of JSON.parse(readFileSync(file, 'utf8')) as Schedule[]) waitFor(schedule);
  }
  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const { url, stop } = await listen(server, 0);
  return {
    url,
    schedules: () => [...kept.values()].map(({ schedule }) => schedule).toSorted((one, other) => one.atMs - other.atMs),
    async stop() {
      for (const { cancel } of kept.values()) cancel();
      await stop();
    },
  };
}

/** Whoever creates a schedule passes its role on. */
function neededFor(action: string, group: string, name: string, input: Input): Authorization[] {
  const own = { action, resource: scheduleArn(group, name) };
  if (action !== 'scheduler:CreateSchedule') return [own];
  const resource = textMember(recordMember(input, 'Target'), 'RoleArn') ?? '';
  return [own, { action: 'iam:PassRole', resource, passedToService: 'scheduler.amazonaws.com' }];
}

function noGroup(group: string): AwsFailure {
  return failure('ResourceNotFoundException', `Schedule group ${group} does not exist.`);
}

function readInput(body: Buffer | undefined): Input | undefined {
  try {
    const value: unknown = JSON.parse(body?.toString() || '{}');
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function write(response: ServerResponse, outcome: Outcome): void {
  const failed = isFailure(outcome);
  const body = JSON.stringify(failed ? { Message: outcome.message } : outcome);
  response.writeHead(failed ? (statusOf[outcome.failure] ?? 400) : 200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...(failed && { 'x-amzn-errortype': outcome.failure }),
  });
  response.end(body);
}
