import type { StageAccess } from '../../cli/stage/stageAccess.ts';

interface Sender {
  send(command: object, ...rest: unknown[]): Promise<unknown>;
}

/**
 * Makes AWS refuse requests of that kind to whoever has this access.
 * @param commandName such as `ListSecretsCommand`. @returns the access.
 */
export function denying(
  access: StageAccess,
  commandName: string,
  errorName: string = 'AccessDeniedException',
): StageAccess {
  for (const client of Object.values(access.clients) as unknown as Sender[]) {
    const send = client.send.bind(client);
    client.send = async (command, ...rest) => {
      if (command.constructor.name !== commandName) return send(command, ...rest);
      throw Object.assign(new Error(`User is not authorized: ${commandName}`), { name: errorName, $fault: 'client' });
    };
  }
  return access;
}
