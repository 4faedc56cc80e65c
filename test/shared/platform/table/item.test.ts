import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../../../shared/platform/table/item.ts';

describe('the body of an item', () => {
  it('is the item without its key and time-to-live', () => {
    // Prepare
    const item = { pk: 'CALL#c1', sk: 'CALL', ttl: 1_790_000_000, hasVideo: true, details: { callerName: 'Alice' } };

    // Act
    const body = bodyOf(item);

    // Assess
    expect(body).toEqual({ hasVideo: true, details: { callerName: 'Alice' } });
  });
});
