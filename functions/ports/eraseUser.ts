/** The worker's part of erasures. A file of its own, which the worker loads when there is one. */
import type { DeliveryQueue } from '../../shared/messages/ports.ts';
import type { EraseTask } from '../../shared/messages/rules/tasks.ts';
import { groupStore } from '../../shared/people/table/groups.ts';
import { optionalVariable } from '../../shared/platform/aws/environment.ts';
import { system } from '../../shared/platform/aws/system.ts';
import type { Log } from '../../shared/platform/ports.ts';
import type { Table } from '../../shared/platform/table/table.ts';
import { eraseUser } from '../../shared/userData/flows/eraseUser.ts';
import { sweepDelaySeconds } from '../../shared/userData/rules/erasure.ts';
import { erasureStore } from '../../shared/userData/table/erasureStore.ts';
import { userEraser } from '../../shared/userData/table/userEraser.ts';

/** @param beginUntilMs epoch milliseconds: after that no further step begins. */
export function eraseUserIn(
  { table, deliveries, log }: { table: Table; deliveries: DeliveryQueue; log: Log },
  task: EraseTask,
  beginUntilMs: number,
): Promise<void> {
  const { clock } = system;
  const ports = {
    clock,
    log,
    deliveries,
    eraser: userEraser(table),
    erasures: erasureStore(table, clock),
    groups: groupStore(table),
    sweepDelaySeconds: Number(optionalVariable('RINGPOST_ERASURE_SWEEP_SECONDS') ?? sweepDelaySeconds),
  };
  return eraseUser(ports, task, beginUntilMs);
}
