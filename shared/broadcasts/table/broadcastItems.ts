/** Items of broadcasts, as the table holds them. */
import { isFlag, isList, isMap, isNumber, isText, orAbsent } from '../../platform/table/checks.ts';
import { bodyOf, itemAs, type StoredItem } from '../../platform/table/item.ts';
import type { Key } from '../../platform/table/keys.ts';
import type {
  BroadcastRecord,
  RetryList,
  RetryName,
  RetryTarget,
  TaskLease,
  TaskName,
  TaskProgress,
} from '../rules/record.ts';

const recordShape = {
  broadcastId: isText,
  appId: isText,
  audience: isMap,
  message: isMap,
  state: isText,
  createdAtMs: isNumber,
};

/** @throws UnreadableItem */
export function recordFromItem(item: StoredItem): BroadcastRecord {
  return bodyOf<Key & BroadcastRecord>(item, 'broadcast', recordShape);
}

type TaskItem = Key & TaskProgress & Pick<TaskName, 'job' | 'task'> & TaskLease;

const taskShape = {
  job: isText,
  task: isNumber,
  cursor: orAbsent(isText),
  counts: isMap,
  retryLists: isNumber,
  isDone: isFlag,
  atMs: isNumber,
  holder: isText,
  untilMs: isNumber,
};

export function taskFromItem(item: StoredItem): TaskProgress & Pick<TaskName, 'job' | 'task'> {
  const { holder: _holder, untilMs: _untilMs, ...progress } = bodyOf<TaskItem>(item, 'broadcast task', taskShape);
  return progress;
}

type RetryItem = Key & RetryList & Pick<RetryName, 'job' | 'task' | 'list'> & TaskLease;

const retryShape = {
  job: isText,
  task: isNumber,
  list: isNumber,
  open: isList,
  waiting: orAbsent(isMap),
  round: isNumber,
  counts: isMap,
  atMs: isNumber,
  holder: isText,
  untilMs: isNumber,
};

export function retriesFromItem(item: StoredItem): RetryList & Pick<RetryName, 'job' | 'task' | 'list'> {
  const { holder: _holder, untilMs: _untilMs, ...list } = bodyOf<RetryItem>(item, 'broadcast retries', retryShape);
  return list;
}

export function waitingFromItem(item: StoredItem): readonly RetryTarget[] {
  return itemAs<{ targets: RetryTarget[] }>(item, 'waiting devices of a broadcast', { targets: isList }).targets;
}
