import { activityExamples } from './activities.ts';
import { broadcastExamples } from './broadcasts.ts';
import { callExamples, callLogExamples, ringExamples } from './calls.ts';
import { deviceExamples } from './devices.ts';
import type { AllExamples } from './example.ts';
import { messageExamples } from './messages.ts';
import { groupExamples, profileExamples } from './people.ts';
import { directoryExamples, receiptExamples } from './phone.ts';
import { healthExamples, pushExamples, serverExamples, statisticsExamples } from './server.ts';
import { userDataExamples } from './userData.ts';
import { webhookExamples } from './webhooks.ts';

/** One for each operation: a route without an example does not compile. */
export const examples: AllExamples = {
  ...healthExamples,
  ...deviceExamples,
  ...profileExamples,
  ...groupExamples,
  ...serverExamples,
  ...messageExamples,
  ...callExamples,
  ...callLogExamples,
  ...directoryExamples,
  ...ringExamples,
  ...receiptExamples,
  ...statisticsExamples,
  ...userDataExamples,
  ...pushExamples,
  ...broadcastExamples,
  ...activityExamples,
  ...webhookExamples,
};
