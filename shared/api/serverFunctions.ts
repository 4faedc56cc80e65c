/** The functions that answer servers of the team, and that may therefore have a URL of their own. */
import { routes } from './routes.ts';

type Routes = typeof routes;

export type ServerFunction = {
  [K in keyof Routes]: Routes[K]['caller'] extends 'server' ? Routes[K]['function'] : never;
}[keyof Routes];

export const serverFunctions: readonly ServerFunction[] = [
  ...new Set(Object.values(routes).flatMap((route) => (route.caller === 'server' ? [route.function] : []))),
];

/**
 * @param path with or without its query string.
 * @returns the function that answers it; undefined if no server route has that method and path.
 */
export function serverFunctionOf(method: string, path: string): ServerFunction | undefined {
  const [pathOnly = ''] = path.split('?');
  const fits = (routeKey: string) => {
    const pattern = routeKey.replaceAll(/\{\w+\}/g, '[^/]+');
    return new RegExp(`^${pattern}$`).test(`${method} ${pathOnly}`);
  };
  const found = Object.entries(routes).find(([routeKey, { caller }]) => caller === 'server' && fits(routeKey));
  return found && serverFunctions.find((name) => name === found[1].function);
}

/** Name of the stack's output with the URL of that function: `MessagesFunctionUrl`. */
export function functionUrlOutput(name: ServerFunction): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}FunctionUrl`;
}
