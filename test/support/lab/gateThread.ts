/** The gate before the table, for all comers, in a thread of its own. See deliveryWorld.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { startDynamoDbGate } from '../../../lab/aws/dynamoDb/gate.ts';

const { endpoint } = workerData as { endpoint: string };
const { url } = await startDynamoDbGate(endpoint, { check: () => undefined });
parentPort?.postMessage(url);
