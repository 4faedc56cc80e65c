/** `npx ringpost webhooks …`: addresses that events are sent to. See docs/webhooks.md. */
import { writePathId } from '../../shared/platform/pathId.ts';
import { columns } from '../frame/columns.ts';
import { type CommandDefinition, runCommand } from '../frame/command.ts';
import { type CommandGroup, runGroup } from '../frame/commandGroup.ts';
import { visible } from '../frame/outsideText.ts';
import type { Terminal } from '../frame/terminal.ts';
import { bodyOf } from '../stage/serverAnswer.ts';
import type { StageAccess } from '../stage/stageAccess.ts';

interface WebhookView {
  webhookId: string;
  url: string;
  events: string[];
  secretVersion: number;
  state: string;
  failingSince?: string;
  disabledBecause?: string;
}

const pathOf = (webhookId: string) => `/v1/server/webhooks/${writePathId(webhookId)}`;
const oneWebhook = { what: '<webhookId>: the ID of a webhook', least: 1, most: 1 };

const listCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost webhooks list',
  help: `Usage: ringpost webhooks list [options]

Lists the webhooks of the stage, with their state: active, failing or disabled. Never a secret.

Options:
`,
  example: 'npx ringpost webhooks list --stage prod',
  options: {},
  async run({ openStage }) {
    const stage = await openStage();
    const { webhooks } = bodyOf<{ webhooks: WebhookView[] }>(await stage.callServer('GET', '/v1/server/webhooks'));
    const rows = webhooks.map(({ webhookId, url, events, ...webhook }) =>
      [webhookId, stateOf(webhook), url, events.join(' ')].map((text) => visible(text)),
    );
    const text = rows.length === 0 ? `${stage.label} has no webhook\n` : columns(rows);
    return { ok: true, document: { webhooks }, text };
  },
};

function stateOf({ state, failingSince, disabledBecause }: Omit<WebhookView, 'webhookId' | 'url' | 'events'>): string {
  if (state === 'disabled')
    return `disabled (${disabledBecause === 'gone' ? 'it answered 410' : 'it failed for days'})`;
  return state === 'failing' ? `failing since ${failingSince}` : state;
}

const setOptions = { event: { type: 'string', multiple: true } } as const;
const setCommand: CommandDefinition<typeof setOptions> = {
  name: 'ringpost webhooks set',
  help: `Usage: ringpost webhooks set <webhookId> <url> [options]

Creates or changes a webhook, and prints the secret that its receiver verifies with. A webhook that was disabled gets
events again. The secret stays the same; \`ringpost webhooks rotate\` replaces it.

Options:
  --event <type>  an event such as message.sent, all of a subject such as call.*, or *; may be repeated (default: *)
`,
  example: "npx ringpost webhooks set backend https://backend.example.com/ringpost --event 'call.*' --stage prod",
  options: setOptions,
  args: { what: '<webhookId> <url>: a name of your own, and an https URL', least: 2, most: 2 },
  async run({ args: [webhookId = '', url = ''], options: { event: events = ['*'] }, openStage }) {
    const stage = await openStage();
    return put(stage, webhookId, { url, events });
  },
};

const rotateCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost webhooks rotate',
  help: `Usage: ringpost webhooks rotate <webhookId> [options]

Replaces the secret of a webhook, and prints the new one. For seven days both secrets sign each delivery.

Options:
`,
  example: 'npx ringpost webhooks rotate backend --stage prod',
  options: {},
  args: oneWebhook,
  async run({ args: [webhookId = ''], openStage }) {
    const stage = await openStage();
    const { url, events, secretVersion } = bodyOf<WebhookView>(await stage.callServer('GET', pathOf(webhookId)));
    return put(stage, webhookId, { url, events, secretVersion: secretVersion + 1 });
  },
};

async function put(stage: StageAccess, webhookId: string, input: Partial<WebhookView>) {
  const webhook = bodyOf<WebhookView & { secret: string }>(await stage.callServer('PUT', pathOf(webhookId), input));
  const { secret, secretVersion } = webhook;
  const text = `${visible(webhookId)}: stored in ${stage.label}\nsecret ${secretVersion}: ${visible(secret)}\n`;
  return { ok: true, document: webhook, text };
}

const deleteCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost webhooks delete',
  help: `Usage: ringpost webhooks delete <webhookId> [options]

Deletes a webhook. Events that still wait for it are dropped.

Options:
`,
  example: 'npx ringpost webhooks delete backend',
  options: {},
  args: oneWebhook,
  async run({ args: [webhookId = ''], openStage }) {
    const stage = await openStage();
    bodyOf(await stage.callServer('DELETE', pathOf(webhookId)));
    const text = `${visible(webhookId)}: deleted from ${stage.label}\n`;
    return { ok: true, document: { webhookId, deleted: true }, text };
  },
};

interface TestResult {
  delivered: boolean;
  status?: number;
  cause?: string;
  durationMs: number;
}

const testCommand: CommandDefinition<Record<never, never>> = {
  name: 'ringpost webhooks test',
  help: `Usage: ringpost webhooks test <webhookId> [options]

Sends the event \`webhook.test\` to the webhook now, once, and prints what its receiver answered.

Options:
`,
  example: 'npx ringpost webhooks test backend --stage prod',
  options: {},
  args: oneWebhook,
  async run({ args: [webhookId = ''], openStage }) {
    const stage = await openStage();
    const result = bodyOf<TestResult>(await stage.callServer('POST', `${pathOf(webhookId)}/test`));
    const { delivered, status, cause = '', durationMs } = result;
    const answer = status === undefined ? (causes[cause] ?? cause) : `answered ${status}`;
    const outcome = delivered ? 'accepted' : 'not accepted';
    return {
      ok: delivered,
      document: result,
      text: `${visible(webhookId)}: ${outcome}, ${answer}, ${durationMs} ms\n`,
    };
  },
};

const causes: Readonly<Record<string, string>> = {
  timeout: 'no answer in time',
  private_address: 'its name leads to an address that is not public',
  not_reached: 'no connection, or no valid answer',
};

/** @returns the exit status. */
export function runWebhooks(args: readonly string[], terminal: Terminal): Promise<number> {
  const group: CommandGroup = {
    name: 'ringpost webhooks',
    commands: {
      list: { summary: 'list the webhooks and their state', run: (rest) => runCommand(listCommand, rest, terminal) },
      set: { summary: 'create or change a webhook', run: (rest) => runCommand(setCommand, rest, terminal) },
      rotate: { summary: 'replace the secret of a webhook', run: (rest) => runCommand(rotateCommand, rest, terminal) },
      delete: { summary: 'delete a webhook', run: (rest) => runCommand(deleteCommand, rest, terminal) },
      test: { summary: 'send a test event to a webhook now', run: (rest) => runCommand(testCommand, rest, terminal) },
    },
    example: 'npx ringpost webhooks list --stage prod',
  };
  return runGroup(group, args, terminal);
}
