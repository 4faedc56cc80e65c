/** iOS's own texts about calls, in the phone's language. */
import type { CallView } from '../../view.ts';
import { languageOf, type PhoneLanguage } from './phoneLanguage.ts';

export interface CallWords {
  audio: string;
  video: string;
  accept: string;
  decline: string;
  end: string;
  mute: string;
  hold: string;
  onHold: string;
  speaker: string;
  slideToAnswer: string;
  holdAndAccept: string;
  endAndAccept: string;
  swap: string;
  /** An outgoing call, before a phone of the other side rings and while it does. */
  calling: string;
  ringing: string;
  noAnswer: string;
  busy: string;
  /** The Phone app's list of calls. */
  recents: string;
  noRecents: string;
  outgoing: string;
  missedCalls(count: number): string;
  callBack(name: string): string;
  backToCall(name: string): string;
  /** Names of the screens, for screen readers. */
  incomingFrom(caller: string): string;
  inCallWith(caller: string): string;
  failed: string;
  cancelled: string;
  callerHungUp: string;
  missed: string;
  answeredElsewhere: string;
  declinedElsewhere: string;
  declined: string;
  ended: string;
  /** On the Live Activity of a call in a group. */
  othersIn(count: number): string;
  join: string;
  /** A Live Activity whose stale date is past. */
  outdated: string;
}

const english: CallWords = {
  audio: 'Ringpost Audio',
  video: 'Ringpost Video',
  accept: 'Accept',
  decline: 'Decline',
  end: 'End',
  mute: 'Mute',
  hold: 'Hold',
  onHold: 'On hold',
  speaker: 'Speaker',
  slideToAnswer: 'slide to answer',
  holdAndAccept: 'Hold & Accept',
  endAndAccept: 'End & Accept',
  swap: 'Swap',
  calling: 'calling…',
  ringing: 'ringing…',
  noAnswer: 'No answer',
  busy: 'User busy',
  recents: 'Recents',
  noRecents: 'No calls yet',
  outgoing: 'Outgoing',
  missedCalls: (count) => (count === 1 ? '1 missed call' : `${count} missed calls`),
  callBack: (name) => `Call ${name}`,
  backToCall: (name) => `Back to the call with ${name}`,
  incomingFrom: (caller) => `Incoming call from ${caller}`,
  inCallWith: (caller) => `In a call with ${caller}`,
  failed: 'Call failed',
  cancelled: 'Call cancelled',
  callerHungUp: 'Caller hung up',
  missed: 'Missed call',
  answeredElsewhere: 'Answered on another device',
  declinedElsewhere: 'Declined on another device',
  declined: 'Call declined',
  ended: 'Call ended',
  othersIn: (count) => `${count} in the call`,
  join: 'Join',
  outdated: 'Not up to date',
};

const simplified: CallWords = {
  audio: 'Ringpost 语音通话',
  video: 'Ringpost 视频通话',
  accept: '接受',
  decline: '拒绝',
  end: '结束',
  mute: '静音',
  hold: '保持',
  onHold: '通话保持中',
  speaker: '扬声器',
  slideToAnswer: '滑动来接听',
  holdAndAccept: '保持并接听',
  endAndAccept: '结束并接听',
  swap: '切换',
  calling: '正在呼叫…',
  ringing: '正在响铃…',
  noAnswer: '无人接听',
  busy: '用户正忙',
  recents: '最近通话',
  noRecents: '没有通话',
  outgoing: '呼出',
  missedCalls: (count) => `${count}个未接来电`,
  callBack: (name) => `呼叫${name}`,
  backToCall: (name) => `返回与${name}的通话`,
  incomingFrom: (caller) => `${caller}来电`,
  inCallWith: (caller) => `正在与${caller}通话`,
  failed: '呼叫失败',
  cancelled: '通话已取消',
  callerHungUp: '对方已挂断',
  missed: '未接来电',
  answeredElsewhere: '已在其他设备上接听',
  declinedElsewhere: '已在其他设备上拒绝',
  declined: '已拒绝',
  ended: '通话已结束',
  othersIn: (count) => `${count}人在通话中`,
  join: '加入',
  outdated: '信息可能已过时',
};

const traditional: CallWords = {
  audio: 'Ringpost 語音通話',
  video: 'Ringpost 視訊通話',
  accept: '接受',
  decline: '拒絕',
  end: '結束',
  mute: '靜音',
  hold: '保留',
  onHold: '通話保留中',
  speaker: '擴音',
  slideToAnswer: '滑動來接聽',
  holdAndAccept: '保留並接聽',
  endAndAccept: '結束並接聽',
  swap: '切換',
  calling: '正在撥號…',
  ringing: '正在響鈴…',
  noAnswer: '無人接聽',
  busy: '使用者忙線中',
  recents: '通話記錄',
  noRecents: '沒有通話',
  outgoing: '撥出',
  missedCalls: (count) => `${count}通未接來電`,
  callBack: (name) => `撥打給${name}`,
  backToCall: (name) => `返回與${name}的通話`,
  incomingFrom: (caller) => `${caller}來電`,
  inCallWith: (caller) => `正在與${caller}通話`,
  failed: '通話失敗',
  cancelled: '通話已取消',
  callerHungUp: '對方已掛斷',
  missed: '未接來電',
  answeredElsewhere: '已在其他裝置上接聽',
  declinedElsewhere: '已在其他裝置上拒絕',
  declined: '已拒絕',
  ended: '通話已結束',
  othersIn: (count) => `${count}人在通話中`,
  join: '加入',
  outdated: '資訊可能已過時',
};

const french: CallWords = {
  audio: 'Ringpost audio',
  video: 'Ringpost vidéo',
  accept: 'Accepter',
  decline: 'Refuser',
  end: 'Raccrocher',
  mute: 'Silence',
  hold: 'Attente',
  onHold: 'En attente',
  speaker: 'Haut-parleur',
  slideToAnswer: 'glisser pour répondre',
  holdAndAccept: 'Mettre en attente et accepter',
  endAndAccept: 'Raccrocher et accepter',
  swap: 'Permuter',
  calling: 'appel…',
  ringing: 'ça sonne…',
  noAnswer: 'Pas de réponse',
  busy: 'Occupé',
  recents: 'Récents',
  noRecents: 'Aucun appel',
  outgoing: 'Sortant',
  missedCalls: (count) => (count === 1 ? '1 appel manqué' : `${count} appels manqués`),
  callBack: (name) => `Appeler ${name}`,
  backToCall: (name) => `Revenir à l’appel avec ${name}`,
  incomingFrom: (caller) => `Appel entrant de ${caller}`,
  inCallWith: (caller) => `En communication avec ${caller}`,
  failed: 'Échec de l’appel',
  cancelled: 'Appel annulé',
  callerHungUp: 'Le correspondant a raccroché',
  missed: 'Appel manqué',
  answeredElsewhere: 'Appel pris sur un autre appareil',
  declinedElsewhere: 'Appel refusé sur un autre appareil',
  declined: 'Appel refusé',
  ended: 'Appel terminé',
  othersIn: (count) => `${count} dans l’appel`,
  join: 'Rejoindre',
  outdated: 'Pas à jour',
};

const words: Record<PhoneLanguage, CallWords> = { english, simplified, traditional, french };

/** @param locale of the phone. */
export function callWords(locale: string): CallWords {
  return words[languageOf(locale)];
}

/** How a call ended, on this phone. */
export function endWords(call: Pick<CallView, 'state' | 'endedReason' | 'isOutgoing'>, locale: string): string {
  const { state, endedReason, isOutgoing } = call;
  const said = callWords(locale);
  if (isOutgoing) return outgoingEndWords(state, said);
  switch (endedReason) {
    case 1:
      return said.failed;
    case 2:
      return state === 'cancelled' ? said.cancelled : said.callerHungUp;
    case 3:
      return said.missed;
    case 4:
      return said.answeredElsewhere;
    case 5:
      return said.declinedElsewhere;
    default:
      return state === 'declined' ? said.declined : said.ended;
  }
}

/** What the caller hears of it. */
function outgoingEndWords(state: CallView['state'], said: CallWords): string {
  switch (state) {
    case 'declined':
      return said.declined;
    case 'busy':
      return said.busy;
    case 'timedOut':
      return said.noAnswer;
    case 'failed':
      return said.failed;
    case 'cancelled':
      return said.cancelled;
    default:
      return said.ended;
  }
}
