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

/**
 * The names of the commands that are given to this table's client. A command that a busy machine lets the SDK try again
 * is named once.
 */
export function countCommands({ client }: Table): string[] {
  const given: string[] = [];
  client.middlewareStack.add(
    (next, context) => (args) => {
      given.push((context.commandName ?? '').replace(/Command$/, ''));
      return next(args);
    },
    { step: 'initialize', name: 'countCommands' },
  );
  return given;
}
