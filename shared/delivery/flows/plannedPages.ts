/** Recipients of a chunk with what is planned for them, a page after the other, each read before it is needed. */
import { type PlanOptions, type PlanPorts, planMessage } from '../../messages/flows/planMessage.ts';
import { type PlanRecallPorts, planRecall } from '../../messages/flows/planRecall.ts';
import type { Job } from '../../messages/rules/job.ts';
import { inBatches } from '../../platform/inBatches.ts';
import type { DeliverableTarget } from '../../push/rules/plannedTarget.ts';

export type PlanPagePorts = PlanPorts & PlanRecallPorts;

export interface PlannedRecipient {
  userId: string;
  targets: readonly DeliverableTarget[];
}

/** How many recipients one request reads. */
const recipientsPerPage = 100;

interface Pages extends Pick<PlanOptions, 'onDecided'> {
  job: Job;
  recipients: readonly string[];
  /** False: nobody is pushed to any more, so nothing is read. */
  isNeeded(): boolean;
}

export async function* plannedPages(ports: PlanPagePorts, pages: Pages): AsyncGenerator<PlannedRecipient[]> {
  const { recipients, isNeeded } = pages;
  for (const userIds of inBatches(recipients, recipientsPerPage)) {
    const planned = isNeeded() ? await planPage(ports, pages, userIds) : [];
    const targetsOf = Map.groupBy(planned, ({ target }) => target.userId);
    yield userIds.map((userId) => ({ userId, targets: targetsOf.get(userId) ?? [] }));
  }
}

function planPage(
  ports: PlanPagePorts,
  { job, onDecided }: Pages,
  userIds: readonly string[],
): Promise<DeliverableTarget[]> {
  return job.kind === 'send'
    ? planMessage(ports, job.message, userIds, { badges: 'count', isToMany: true, onDecided })
    : planRecall(ports, job.notice, userIds);
}
