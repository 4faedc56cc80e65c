/**
 * A Lambda authorizer as AppSync asks it: answers are kept as long as they say, by operation, token and channel.
 * https://docs.aws.amazon.com/appsync/latest/eventapi/configure-event-api-auth.html
 */
import { randomUUID } from 'node:crypto';
import type { TimerClock } from '../../clock.ts';
import type { InvokeResult } from '../lambda/functionHost.ts';
import { isRecord } from '../protocol/isRecord.ts';

export type AuthorizedOperation = 'EVENT_CONNECT' | 'EVENT_SUBSCRIBE' | 'EVENT_PUBLISH';

export interface Authorizations {
  askWith(invoke: (event: unknown) => Promise<InvokeResult>): void;
  allows(operation: AuthorizedOperation, token: string, channel?: string): Promise<boolean>;
}

export function createAuthorizations(api: { apiId: string; accountId: string; clock: TimerClock }): Authorizations {
  const { apiId, accountId, clock } = api;
  const kept = new Map<string, { isAuthorized: boolean; untilMs: number }>();
  let ask: ((event: unknown) => Promise<InvokeResult>) | undefined;
  return {
    askWith(invoke) {
      ask = invoke;
    },
    async allows(operation, token, channel) {
      const key = JSON.stringify([operation, token, channel]);
      const known = kept.get(key);
      if (known !== undefined && known.untilMs > clock.nowMs()) return known.isAuthorized;
      const { value } = (await ask?.({
        authorizationToken: token,
        requestContext: {
          apiId,
          accountId,
          requestId: randomUUID(),
          operation,
          channelNamespaceName: channel?.split('/')[1] ?? null,
          channel: channel ?? null,
        },
        requestHeaders: {},
      })) ?? { value: undefined };
      // An error of the function, or an answer without the field, refuses.
      const answer = isRecord(value) ? value : {};
      const isAuthorized = answer['isAuthorized'] === true;
      const seconds = typeof answer['ttlOverride'] === 'number' ? answer['ttlOverride'] : 0;
      kept.set(key, { isAuthorized, untilMs: clock.nowMs() + seconds * 1000 });
      return isAuthorized;
    },
  };
}
