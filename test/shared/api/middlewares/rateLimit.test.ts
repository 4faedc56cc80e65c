import { describe, expect, it } from 'vitest';
import { deviceOperations } from '../../../../shared/api/schemas/devices.ts';
import { apiHandler, type Endpoints } from '../../../../shared/api/stack.ts';
import { refuse } from '../../../../shared/platform/refusal.ts';
import { apiEvent, lambdaContext, requestId } from '../../../support/apiEvent.ts';
import { captureLog } from '../../../support/memory/captureLog.ts';

const operations = { 'GET /v1/devices': deviceOperations['GET /v1/devices'] };
const routeKey = 'GET /v1/devices';

describe('a request over the rate', () => {
  it('reaches no endpoint, and gets one log line like any other', async () => {
    // Prepare
    const log = captureLog();
    let asked = 0;
    const endpoints: Endpoints<typeof operations> = {
      [routeKey]: async () => {
        asked += 1;
        return { status: 200, body: { devices: [] } };
      },
    };
    const tooMany = refuse('rate_limited', 'What happened.', { retryAfterSeconds: 7 });
    const handler = apiHandler(operations, endpoints, log, async () => tooMany);

    // Act
    const answer = await handler(apiEvent({ routeKey }), lambdaContext());

    // Assess
    expect(answer).toMatchObject({ statusCode: 429, headers: { 'retry-after': '7' } });
    expect(JSON.parse(answer.body ?? '')).toMatchObject({ code: 'rate_limited', detail: 'What happened.' });
    expect(asked).toBe(0);
    const fields = { requestId, route: routeKey, status: 429, code: 'rate_limited' };
    expect(log.lines).toEqual([{ level: 'info', message: 'request', fields }]);
  });
});
