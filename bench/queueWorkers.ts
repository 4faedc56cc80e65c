/** Workers of a queue, each in its own process, and what one of them uses for a send. */
import { startEventSource } from '../lab/aws/lambda/eventSource.ts';
import { type Child, startChild } from './child.ts';
import type { FanoutWorkerJobs, Usage } from './fanout/workerProcess.ts';
import type { WorkerWorld } from './workerWorld.ts';

export type QueueWorker = Child<FanoutWorkerJobs>;

export interface QueueWorkers {
  /** @param tableUrl its table, if not the common one. */
  open(tableUrl?: string): Promise<QueueWorker>;
  /**
   * Hands tasks to a worker until the queue is empty.
   * @param send queues the first task.
   * @returns what `send` returned, what the worker used, and the log lines of tasks that failed.
   */
  drain<Sent>(
    worker: QueueWorker,
    send: () => Promise<Sent>,
  ): Promise<{ sent: Sent; usage: Usage; failures: string[] }>;
  stopAll(): Promise<void>;
}

const lookEveryMs = 20;

/** @param batchSize at most so many tasks in one call of a worker. */
export function queueWorkers(world: WorkerWorld, batchSize: number): QueueWorkers {
  const workers: QueueWorker[] = [];
  return {
    async open(tableUrl) {
      const worker = startChild<FanoutWorkerJobs>('fanout/workerProcess.ts', 0);
      workers.push(worker);
      const tableEnvironment = tableUrl !== undefined && { AWS_ENDPOINT_URL_DYNAMODB: tableUrl };
      const environment = { ...world.environment, ...tableEnvironment };
      await worker.ask('open', { environment, modulePath: world.modulePath, bare: world.bare });
      return worker;
    },
    async drain(worker, send) {
      const failures: string[] = [];
      let underWay = 0;
      const source = startEventSource({
        queue: world.queue,
        async invoke(event) {
          underWay += 1;
          const value = await worker.ask('invoke', event);
          underWay -= 1;
          return { value };
        },
        batchSize,
        pollers: 1,
        onLog: (line) => failures.push(line),
      });
      await worker.ask('start', undefined);
      const sent = await send();
      const isDone = () => underWay === 0 && Object.values(world.queue.counts()).every((count) => count === 0);
      while (!isDone()) await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
      const usage = await worker.ask('stop', undefined);
      await source.stop();
      return { sent, usage, failures };
    },
    async stopAll() {
      await Promise.all(workers.map((worker) => worker.stop()));
    },
  };
}
