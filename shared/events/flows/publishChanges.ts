import { errorFields } from '../../platform/errorFields.ts';
import type { DomainEvent } from '../rules/events.ts';
import { eventsOf } from '../rules/eventsOf.ts';
import type { TableChange } from '../rules/tableChange.ts';
import { type PublishPorts, publishEvents } from './publishEvents.ts';

/**
 * Publishes the events of these changes. Nothing else depends on it: timers and call logs have a reader of the stream
 * of their own (`followCalls`).
 *
 * @returns for each change, in order, whether its events are published.
 */
export async function publishChanges(ports: PublishPorts, changes: readonly TableChange[]): Promise<boolean[]> {
  const all = changes.map((change) => eventsOrNone(ports, change));
  const rejected = await publishEvents(
    ports,
    all.flatMap((events) => events ?? []),
  );
  return all.map((events) => events !== undefined && !events.some((event) => rejected.has(event)));
}

/** An item in an unknown format must not keep the other changes of its batch from being published. */
function eventsOrNone(ports: PublishPorts, tableChange: TableChange): DomainEvent[] | undefined {
  try {
    return eventsOf(tableChange);
  } catch (error) {
    ports.log.error('change not understood', { changeId: tableChange.change.changeId, ...errorFields(error) });
    return undefined;
  }
}
