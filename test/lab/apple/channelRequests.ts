/** Requests about broadcast channels, as the tests of the fake Apple send them. */
import type { OutgoingHttpHeaders } from 'node:http2';
import { bundleId, type TestAnswer, type TestApple, type TestClient } from './support.ts';

export const channelsPath = `/1/apps/${bundleId}/channels`;
export const listPath = `/1/apps/${bundleId}/all-channels`;
export const broadcastPath = `/4/broadcasts/apps/${bundleId}`;
export const unknownChannelId = Buffer.alloc(16, 7).toString('base64');
/** The payload of a good broadcast. */
export const update = JSON.stringify({ aps: { event: 'update', 'content-state': { score: 1 } } });

export interface ChannelRequests {
  ask(
    method: string,
    path: string,
    headers?: OutgoingHttpHeaders,
    body?: string,
    via?: TestClient,
  ): Promise<TestAnswer>;
  /** Creates a channel. @returns its ID. */
  createChannel(storagePolicy?: 0 | 1): Promise<string>;
  /** Publishes a good broadcast, but for the changes. */
  publish(channelId: string, changes?: OutgoingHttpHeaders, body?: string): Promise<TestAnswer>;
}

export function channelRequests({ providerToken }: TestApple, client: TestClient): ChannelRequests {
  const ask: ChannelRequests['ask'] = (method, path, headers = {}, body = '', via = client) => {
    const authorization = `bearer ${providerToken}`;
    return via.request({ ':method': method, ':path': path, authorization, ...headers }, body);
  };
  return {
    ask,
    async createChannel(storagePolicy = 1) {
      const body = JSON.stringify({ 'message-storage-policy': storagePolicy, 'push-type': 'LiveActivity' });
      const { headers } = await ask('POST', channelsPath, {}, body);
      return String(headers['apns-channel-id']);
    },
    publish(channelId, changes = {}, body = update) {
      const headers = {
        'apns-channel-id': channelId,
        'apns-expiration': '0',
        'apns-priority': '10',
        'apns-push-type': 'liveactivity',
        ...changes,
      };
      return ask('POST', broadcastPath, headers, body);
    },
  };
}
