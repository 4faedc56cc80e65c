/**
 * Stands in for `@smithy/core/event-streams` in bundles. The AWS SDK loads it for operations that stream events, and
 * Ringpost uses none of them. It would be 15 KB of each bundle.
 */
export class EventStreamSerde {
  constructor() {
    throw new Error('an operation with an event stream was used: scripts/bundle.ts leaves those out of the bundles');
  }
}

export const eventStreamSerdeProvider = (): never => {
  throw new Error('an operation with an event stream was used: scripts/bundle.ts leaves those out of the bundles');
};
