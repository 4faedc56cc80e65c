import { webhookSettingsOperations } from '../shared/api/schemas/webhooks.ts';
import { apiHandler } from '../shared/api/stack.ts';
import { isPublishedEvents } from '../shared/events/rules/eventTypes.ts';
import { optionalVariable, requireVariable } from '../shared/platform/aws/environment.ts';
import { openLog } from '../shared/platform/aws/log.ts';
import { system } from '../shared/platform/aws/system.ts';
import { openTable } from '../shared/platform/table/table.ts';
import { secretsManagerWebhookKey } from '../shared/webhooks/aws/webhookKey.ts';
import { webhookStore } from '../shared/webhooks/table/webhookStore.ts';
import { type WebhookSettingsPorts, webhookSettingsEndpoints } from './endpoints/webhookSettings.ts';
import { allowedAddresses, openWebhookClient } from './ports/webhookClient.ts';

const log = openLog('webhookSettings', optionalVariable('RINGPOST_LOG_LEVEL'));
const table = openTable(requireVariable('RINGPOST_TABLE_NAME'));
const { clock, newId } = system;
/** The function has 20 seconds. */
const tryLimitMs = 12_000;
const published = requireVariable('RINGPOST_EVENTS');
const ports: WebhookSettingsPorts = {
  published: isPublishedEvents(published) ? published : 'none',
  allowedAddresses: allowedAddresses(),
  clock,
  newId,
  webhooks: webhookStore(table, clock),
  webhookKey: secretsManagerWebhookKey(requireVariable('RINGPOST_SECRETS_PREFIX'), clock),
  webhookClient: openWebhookClient(tryLimitMs),
};

export const handler = apiHandler(webhookSettingsOperations, webhookSettingsEndpoints(ports), log);
