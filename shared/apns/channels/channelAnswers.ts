/** APNs' answers that accept a request about broadcast channels. */
import { parseJsonObject } from '../connection/streamResult.ts';
import type { TransportAnswer } from '../connection/transport.ts';
import type { AcceptedRequest } from '../rules/channelRequest.ts';

/** Each returns undefined for an answer that Apple does not document. */
export const channelAnswers = {
  created({ status, headers }: TransportAnswer, apnsId: string): (AcceptedRequest & { channelId: string }) | undefined {
    const channelId = headers['apns-channel-id'];
    return typeof channelId === 'string' ? { kind: 'accepted', status, apnsId, channelId } : undefined;
  },

  read({ status, body }: TransportAnswer, apnsId: string): (AcceptedRequest & { storagePolicy: 0 | 1 }) | undefined {
    const storagePolicy = parseJsonObject(body)['message-storage-policy'];
    return storagePolicy === 0 || storagePolicy === 1 ? { kind: 'accepted', status, apnsId, storagePolicy } : undefined;
  },

  deleted({ status }: TransportAnswer, apnsId: string): AcceptedRequest | undefined {
    return status === 204 ? { kind: 'accepted', status, apnsId } : undefined;
  },

  listed({ status, body }: TransportAnswer, apnsId: string): (AcceptedRequest & { channelIds: string[] }) | undefined {
    const { channels } = parseJsonObject(body);
    const isList = Array.isArray(channels) && channels.every((channelId) => typeof channelId === 'string');
    return isList ? { kind: 'accepted', status, apnsId, channelIds: channels } : undefined;
  },

  /** `uniqueId`: for Apple's Push Notifications Console. */
  published(
    { status, headers }: TransportAnswer,
    apnsId: string,
  ): (AcceptedRequest & { uniqueId?: string }) | undefined {
    const uniqueId = headers['apns-unique-id'];
    if (status !== 200) return undefined;
    return { kind: 'accepted', status, apnsId, ...(typeof uniqueId === 'string' && { uniqueId }) };
  },
};
