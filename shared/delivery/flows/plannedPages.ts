/** Recipients of a chunk with what is planned for them, a page after the other, each read before it is needed. */
import type { Message } from '../../content/message.ts';
import { type PlanPorts, planMessage } from '../../messages/flows/planMessage.ts';
import { type PlanRecallPorts, planRecall } from '../../messages/flows/planRecall.ts';
import type { Job } from '../../messages/rules/tasks.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { DeliverableTarget } from '../../push/rules/plannedTarget.ts';

export type PlanPagePorts = PlanPorts & PlanRecallPorts;

export interface PlannedRecipient {
  userId: string;
  targets: readonly DeliverableTarget[];
}

/** How many recipients one request reads. */
const recipientsPerPage = 100;

/** @param isNeeded false: nobody is pushed to any more, so nothing is read. */
export async function* plannedPages(
  ports: PlanPagePorts,
  job: Job,
  recipients: readonly string[],
  isNeeded: () => boolean,
): AsyncGenerator<PlannedRecipient[]> {
  for (const userIds of inBatches(recipients, recipientsPerPage)) {
    const planned = isNeeded() ? await planPage(ports, job, userIds) : [];
    const targetsOf = Map.groupBy(planned, ({ target }) => target.userId);
    yield userIds.map((userId) => ({ userId, targets: targetsOf.get(userId) ?? [] }));
  }
}

function planPage(ports: PlanPagePorts, job: Job, userIds: readonly string[]): Promise<DeliverableTarget[]> {
  return job.kind === 'send' ? planToMany(ports, job.message, userIds) : planRecall(ports, job.notice, userIds);
}

function planToMany(ports: PlanPorts, message: Message, userIds: readonly string[]): Promise<DeliverableTarget[]> {
  return planMessage(ports, message, userIds, { badges: 'count', isToMany: true });
}
