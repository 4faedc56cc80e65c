/** iOS's own texts on a phone, in the phone's language. */
export interface PhoneWords {
  notificationCentre: string;
  nothingNew: string;
  clearAll: string;
  showLess: string;
  timeSensitive: string;
  critical: string;
  silencedByFocus: string;
  deliveredQuietly: string;
  summary: string;
  focusIsOn: string;
  expand: string;
  close: string;
  /** Under a notification. */
  reply: string;
  mute: string;
  clear: string;
  keep: string;
  turnOff: string;
  message: string;
  send: string;
  /** Names of other apps. */
  calendar: string;
  weather: string;
  maps: string;
  photos: string;
  notes: string;
  stocks: string;
  now: string;
  noSound: string;
  minutes(count: number): string;
  hours(count: number): string;
  more(count: number): string;
}

const english: PhoneWords = {
  notificationCentre: 'Notification Centre',
  nothingNew: 'No notifications',
  clearAll: 'Clear all notifications',
  showLess: 'Show less',
  timeSensitive: 'Time Sensitive',
  critical: 'Critical',
  silencedByFocus: 'Silenced by Focus',
  deliveredQuietly: 'Delivered quietly',
  summary: 'Notification Summary',
  focusIsOn: 'Focus is on',
  expand: 'Show more',
  close: 'Close',
  reply: 'Reply',
  mute: 'Mute',
  clear: 'Clear',
  keep: 'Keep',
  turnOff: 'Turn off',
  message: 'Message',
  send: 'Send',
  calendar: 'Calendar',
  weather: 'Weather',
  maps: 'Maps',
  photos: 'Photos',
  notes: 'Notes',
  stocks: 'Stocks',
  now: 'now',
  noSound: 'silent',
  minutes: (count) => `${count}m`,
  hours: (count) => `${count}h`,
  more: (count) => `${count} more`,
};

const simplified: PhoneWords = {
  notificationCentre: '通知中心',
  nothingNew: '没有通知',
  clearAll: '清除所有通知',
  showLess: '显示较少内容',
  timeSensitive: '时效性通知',
  critical: '重要警告',
  silencedByFocus: '专注模式已静音',
  deliveredQuietly: '静默送达',
  summary: '通知摘要',
  focusIsOn: '专注模式已打开',
  expand: '展开',
  close: '关闭',
  reply: '回复',
  mute: '静音',
  clear: '清除',
  keep: '保留',
  turnOff: '关闭通知',
  message: '信息',
  send: '发送',
  calendar: '日历',
  weather: '天气',
  maps: '地图',
  photos: '照片',
  notes: '备忘录',
  stocks: '股市',
  now: '现在',
  noSound: '静音',
  minutes: (count) => `${count}分钟前`,
  hours: (count) => `${count}小时前`,
  more: (count) => `还有${count}条`,
};

const traditional: PhoneWords = {
  notificationCentre: '通知中心',
  nothingNew: '沒有通知',
  clearAll: '清除所有通知',
  showLess: '顯示較少',
  timeSensitive: '時效性通知',
  critical: '重大警告',
  silencedByFocus: '專注模式已靜音',
  deliveredQuietly: '靜默傳送',
  summary: '通知摘要',
  focusIsOn: '專注模式已開啟',
  expand: '展開',
  close: '關閉',
  reply: '回覆',
  mute: '靜音',
  clear: '清除',
  keep: '保留',
  turnOff: '關閉通知',
  message: '訊息',
  send: '傳送',
  calendar: '行事曆',
  weather: '天氣',
  maps: '地圖',
  photos: '照片',
  notes: '備忘錄',
  stocks: '股市',
  now: '現在',
  noSound: '靜音',
  minutes: (count) => `${count}分鐘前`,
  hours: (count) => `${count}小時前`,
  more: (count) => `還有${count}則`,
};

const french: PhoneWords = {
  notificationCentre: 'Centre de notifications',
  nothingNew: 'Aucune notification',
  clearAll: 'Effacer toutes les notifications',
  showLess: 'Afficher moins',
  timeSensitive: 'Urgent',
  critical: 'Critique',
  silencedByFocus: 'Silencié par un mode de concentration',
  deliveredQuietly: 'Distribué discrètement',
  summary: 'Résumé des notifications',
  focusIsOn: 'Concentration activée',
  expand: 'Afficher plus',
  close: 'Fermer',
  reply: 'Répondre',
  mute: 'Sourdine',
  clear: 'Effacer',
  keep: 'Conserver',
  turnOff: 'Désactiver',
  message: 'Message',
  send: 'Envoyer',
  calendar: 'Calendrier',
  weather: 'Météo',
  maps: 'Plans',
  photos: 'Photos',
  notes: 'Notes',
  stocks: 'Bourse',
  now: 'maintenant',
  noSound: 'sans son',
  minutes: (count) => `${count} min`,
  hours: (count) => `${count} h`,
  more: (count) => `${count} de plus`,
};

export type PhoneLanguage = 'english' | 'simplified' | 'traditional' | 'french';

const words: Record<PhoneLanguage, PhoneWords> = { english, simplified, traditional, french };

/** Language of a phone with this locale. @param locale as in iOS: `zh-Hans-CN`, `zh_Hans_CN`. */
export function languageOf(locale: string): PhoneLanguage {
  const { language, script } = localeOf(locale).maximize();
  if (language === 'fr') return 'french';
  if (language !== 'zh') return 'english';
  return script === 'Hant' ? 'traditional' : 'simplified';
}

export function phoneWords(locale: string): PhoneWords {
  return words[languageOf(locale)];
}

/** `Mon` and `30`, as on the calendar's icon, in the phone's time zone. */
export function phoneDay(ms: number, { locale, timeZone }: { locale: string; timeZone: string }): [string, string] {
  const tag = localeOf(locale).toString();
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone }).format(ms);
  return [part({ weekday: 'short' }), part({ day: 'numeric' }).replace(/\D+$/, '')];
}

/** `Sunday 22 November`, in the phone's time zone. */
export function phoneDate(ms: number, { locale, timeZone }: { locale: string; timeZone: string }): string {
  const parts = { weekday: 'long', day: 'numeric', month: 'long', timeZone } as const;
  const date = new Intl.DateTimeFormat(localeOf(locale).toString(), parts).format(ms);
  // iOS has a space there: `11月30日 星期一`.
  return date.replace('日星期', '日 星期');
}

/** `9:41`, in the phone's time zone. */
export function phoneTime(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { hour: 'numeric', minute: '2-digit', timeZone })
    .format(ms)
    .replace(/^0/, '');
}

/** `now`, `3m`, `2h`: as in a notification. */
export function phoneAgo(at: string, nowMs: number, words: PhoneWords): string {
  const minutes = Math.floor((nowMs - Date.parse(at)) / 60_000);
  if (minutes < 1) return words.now;
  return minutes < 60 ? words.minutes(minutes) : words.hours(Math.floor(minutes / 60));
}

/** The languages that a phone can be set to on the page. */
export const phoneLanguages = [
  { locale: 'en_GB', name: 'English' },
  { locale: 'zh-Hans-CN', name: '简体中文' },
  { locale: 'zh-Hant-TW', name: '繁體中文' },
  { locale: 'fr-FR', name: 'Français' },
] as const;

/** `EN`, `简中`: a language in short form. */
export function languageMark(locale: string): string {
  const { language, script } = localeOf(locale).maximize();
  if (language === 'zh') return script === 'Hant' ? '繁中' : '简中';
  return language.toUpperCase();
}

/** The lab accepts more tags than there are languages. */
function localeOf(locale: string): Intl.Locale {
  try {
    return new Intl.Locale(locale.replaceAll('_', '-'));
  } catch {
    return new Intl.Locale('en-GB');
  }
}
