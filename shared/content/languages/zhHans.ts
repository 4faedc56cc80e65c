import type { Words } from './words.ts';

/** The labels are familiar to users of Tencent's IM from its offline push. */
export const zhHans: Words = {
  voice: '[语音]',
  file: '[文件]',
  image: '[图片]',
  newMessage: '你有一条新消息',
  messageRecalled: '消息已撤回',
  incomingCall: '语音来电',
  incomingVideoCall: '视频来电',
  missedCall: '未接语音来电',
  missedVideoCall: '未接视频来电',
};
