/**
 * The law of imports: the rooms of `shared/` in their order, the roles inside a room, and what the other folders may
 * import. docs/architecture.md prints the same lists.
 */

/** Rooms of `shared/`, the ground floor first: a room imports only itself and rooms that stand before it. */
export const rooms: Readonly<Record<string, string>> = {
  platform:
    'what every room needs and no subject owns: ports of time, log and metrics; the table and its keys; texts, times and pages as callers write them',
  devices: 'installations of an app, their tokens and presence; the report guard',
  people: 'profiles, groups, blocks, conversation settings, quiet hours; what users may do to each other',
  apns: 'Apple: push types, outcomes, credentials, and the connection',
  content: 'what a push says: messages, push settings, texts by language, payloads',
  team: 'what a team sets for its apps',
  credentials: "an app's stored credentials: reading, checking, probing, watching",
  push: 'from a decision to an outcome: who is reached, one push, the repair of tokens, retries, statistics',
  ledger: "Apple's own daily counts of an app's pushes: their export, and how they compare with ours",
  callDirectory: 'phone numbers that a user blocks or names',
  calls: 'the life of a call: ringing, changes, timers, tickets, the call log',
  messages: 'sending, explaining, recalling, receipts, badges; the tasks of the delivery queue',
  userData: 'all that is stored of one user: its export and its erasure',
  delivery: 'the worker: the engine for many pushes, chunks of large sends, retries',
  broadcasts: 'messages to all users of an app',
  activities: 'Live Activities',
  webhooks: 'signed deliveries of events to addresses of the team: attempts, secrets, their queue',
  events: 'what follows from a change of the table: timers, call logs, events',
  api: 'routes, schemas, validation, problem details, the stack of middlewares',
};

export type Role = 'rules' | 'ports' | 'flows' | 'adapters' | 'edge';

/** What a file of each role may import, of its own room and of those before it. */
export const roles: Readonly<Record<Role, { holds: string; imports: readonly Role[] }>> = {
  rules: { holds: 'pure decisions and stored shapes: no AWS, no clock, no I/O', imports: ['rules'] },
  ports: { holds: 'interfaces of what flows need of the world', imports: ['rules', 'ports'] },
  flows: { holds: 'what happens, in order, over ports', imports: ['rules', 'ports', 'flows'] },
  adapters: { holds: 'ports to the table, to AWS, to Apple', imports: ['rules', 'ports', 'adapters'] },
  edge: { holds: 'how requests come in and answers go out', imports: ['rules', 'ports', 'flows', 'edge'] },
};

/** Rooms all of whose files have one role, wherever they lie. */
const roleOfRoom: Readonly<Record<string, Role>> = { content: 'rules', api: 'edge' };

const roleOfFolder: Readonly<Record<string, Role>> = {
  rules: 'rules',
  flows: 'flows',
  table: 'adapters',
  aws: 'adapters',
  apple: 'adapters',
  client: 'adapters',
  connection: 'adapters',
  wire: 'adapters',
  channels: 'adapters',
};

/** The folders beside `shared/`, and which folders each may import besides itself. */
export const folders: Readonly<Record<string, readonly string[]>> = {
  functions: ['shared'],
  cdk: ['shared', 'scripts'],
  lab: ['shared', 'cdk', 'scripts', 'client'],
  cli: ['shared', 'cdk', 'lab', 'scripts', 'client'],
  scripts: ['shared', 'cdk', 'lab', 'bench'],
  bench: ['shared', 'lab', 'scripts'],
  client: [],
  test: ['shared', 'functions', 'cdk', 'lab', 'cli', 'scripts', 'bench', 'client'],
};

/** Where ports are put together with flows: only these files of `functions/` may import adapters. */
const isHandlersOwn = (path: string) => /^functions\/(ports\/)?\w+\.ts$/.test(path);

/** @returns the room and the role of a file of `shared/`; undefined for a file that has no place in the house. */
export function placeOf(path: string): { room: string; role: Role } | undefined {
  const [, room = '', folder = ''] = path.split('/');
  if (!(room in rooms)) return undefined;
  const role = roleOfRoom[room] ?? roleOfFolder[folder] ?? roleOfFile(room, folder);
  return role && { room, role };
}

/** A room's own files: its ports, and on the ground floor the rules that no subject owns. */
function roleOfFile(room: string, file: string): Role | undefined {
  if (file === 'ports.ts') return 'ports';
  return room === 'platform' && file.endsWith('.ts') ? 'rules' : undefined;
}

/**
 * @param from path of the importing file, from the root of the repository.
 * @param to path of the file that it imports.
 * @returns the breach, as a sentence; undefined when the law allows the import.
 */
export function breachOf(from: string, to: string): string | undefined {
  const [importer = '', imported = ''] = [from, to].map((path) => path.split('/')[0] ?? '');
  // The root of the repository is everybody's: package.json.
  if (imported === to) return undefined;
  if (importer === 'shared') return imported === 'shared' ? breachInShared(from, to) : `${from} leaves shared/: ${to}`;
  if (importer !== imported && folders[importer]?.includes(imported) !== true) {
    return `${importer}/ may not import ${imported}/: ${from} imports ${to}`;
  }
  if (importer === 'functions' && placeOf(to)?.role === 'adapters' && !isHandlersOwn(from)) {
    return `only a function's own file and functions/ports/ put ports together: ${from} imports ${to}`;
  }
  return undefined;
}

function breachInShared(from: string, to: string): string | undefined {
  const [importer, imported] = [placeOf(from), placeOf(to)];
  if (importer === undefined) return `${from} has no place in the house`;
  if (imported === undefined) return `${to} has no place in the house`;
  const order = Object.keys(rooms);
  if (order.indexOf(imported.room) > order.indexOf(importer.room)) return `${from} imports upward: ${to}`;
  if (roles[importer.role].imports.includes(imported.role)) return undefined;
  return `${importer.role} may not import ${imported.role}: ${from} imports ${to}`;
}
