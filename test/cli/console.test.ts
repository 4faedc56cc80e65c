import { describe, expect, it } from 'vitest';
import { find } from '../../cli/console/find.ts';
import { CommandFailure } from '../../cli/frame/failure.ts';
import type { ServerAnswer } from '../../cli/stage/serverCaller.ts';

const answering = (answers: Record<string, ServerAnswer>) => ({
  callServer: async (_method: string, path: string) => answers[path] ?? { status: 404, body: {} },
});

describe('find', () => {
  it('finds a call, and no user where nobody has a device', async () => {
    // Prepare
    const access = answering({
      '/v1/server/calls/c1': { status: 200, body: { callId: 'c1' } },
      '/v1/server/users/c1': { status: 200, body: { userId: 'c1', devices: [] } },
    });

    // Act
    const found = await find(access, 'c1');

    // Assess
    expect(found).toEqual({ call: { callId: 'c1' } });
  });

  it('fails where the caller has no right, and does not say that there is nothing', async () => {
    // Prepare
    const access = answering({ '/v1/server/messages/m1': { status: 403, body: { message: 'Forbidden' } } });

    // Act
    const finding = find(access, 'm1');

    // Assess
    await expect(finding).rejects.toThrow(CommandFailure);
  });
});
