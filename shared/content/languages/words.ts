/** Ringpost's own texts on a phone, in one language. */
export interface Words {
  voice: string;
  file: string;
  image: string;
  /** Replaces a message whose content is kept from Apple. */
  newMessage: string;
  /** Replaces a recalled message. */
  messageRecalled: string;
  /** Replaces a ring where calls may not ring. */
  incomingCall: string;
  incomingVideoCall: string;
  /** A missed call. */
  missedCall: string;
  missedVideoCall: string;
}
