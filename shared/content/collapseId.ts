/**
 * The `apns-collapse-id` of a notification: iOS replaces a notification by the next one with the same ID, and APNs
 * keeps only the newest for a phone that is off. So Apple never sees a sender's own ID: it is hashed together with the
 * sender and the conversation, and nobody can replace what somebody else has sent. Apple, "Sending notification
 * requests to APNs": at most 64 bytes.
 */
import { hash } from 'node:crypto';

/** A notification of a message. Any string is valid in each place. */
export interface MessageNotification {
  from: string;
  /** A server sent it on behalf of `from`: the user cannot replace it, nor can the server replace the user's. */
  isFromServer?: boolean | undefined;
  /** Conversation as the recipients know it. */
  conversationId: string;
  /** The sender's own ID, or without one the message's ID. */
  givenId: string;
}

/** @returns 43 characters of base64url. */
export function messageCollapseId({ from, isFromServer, conversationId, givenId }: MessageNotification): string {
  return hashOf(['message', isFromServer ? 'server' : 'user', from, conversationId, givenId]);
}

/**
 * All alerts about one call share it: each ring alert replaces the previous one, and the alert at the end of the call
 * replaces the last one. @returns 43 characters of base64url.
 */
export function callCollapseId({ from, callId }: { from: string; callId: string }): string {
  return hashOf(['call', from, callId]);
}

/** JSON separates the parts, whatever characters they have. */
function hashOf(parts: readonly string[]): string {
  return hash('sha256', JSON.stringify(parts), 'base64url');
}
