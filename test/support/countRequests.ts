import type { Table } from '../../shared/platform/table/table.ts';

/** The names of the requests that the SDK sends through this table's client, each try of a request for itself. */
export function countRequests({ client }: Table): string[] {
  const sent: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      sent.push((context.commandName ?? '').replace(/Command$/, ''));
      return next(args);
    },
    // After the one that tries again.
    { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
  );
  return sent;
}
