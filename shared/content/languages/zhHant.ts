import type { Words } from './words.ts';

export const zhHant: Words = {
  voice: '[語音]',
  file: '[檔案]',
  image: '[圖片]',
  newMessage: '你有一則新訊息',
  messageRecalled: '訊息已收回',
  incomingCall: '語音來電',
  incomingVideoCall: '視訊來電',
  missedCall: '未接語音來電',
  missedVideoCall: '未接視訊來電',
};
