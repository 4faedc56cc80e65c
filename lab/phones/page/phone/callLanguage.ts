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
export function endWords({ state, endedReason }: Pick<CallView, 'state' | 'endedReason'>, locale: string): string {
  const said = callWords(locale);
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
