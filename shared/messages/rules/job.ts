import type { Message } from '../../content/message.ts';
import type { RecallNotice } from '../../content/payloads/recallPush.ts';

/** What is done for each recipient of a message: send it, or recall it. */
export type Job = { kind: 'send'; message: Message } | { kind: 'recall'; notice: RecallNotice };

export type JobKind = Job['kind'];
