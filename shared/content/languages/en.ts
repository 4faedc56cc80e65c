import type { Words } from './words.ts';

export const en: Words = {
  voice: '[Voice]',
  file: '[File]',
  image: '[Image]',
  newMessage: 'New message',
  messageRecalled: 'Message recalled',
  incomingCall: 'Incoming call',
  incomingVideoCall: 'Incoming video call',
  missedCall: 'Missed call',
  missedVideoCall: 'Missed video call',
};
