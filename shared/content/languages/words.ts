/** What Ringpost itself says on a phone, in one language. */
export interface Words {
  voice: string;
  file: string;
  image: string;
  /** In place of a message whose content is kept from Apple. */
  newMessage: string;
  /** In place of a message that its sender has taken back. */
  messageRecalled: string;
  /** In place of a ring, where calls may not ring. */
  incomingCall: string;
  incomingVideoCall: string;
  /** A call that has gone unanswered. */
  missedCall: string;
  missedVideoCall: string;
}
