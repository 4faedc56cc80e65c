/** What a push is about, in a few words. */
export function pushWords(payload: unknown): string {
  const { aps, ringpost, callerName, hasVideo, state } = recordOf(payload);
  const about = recordOf(ringpost);
  const { alert, badge } = recordOf(aps);
  if (typeof callerName === 'string') return `${hasVideo === true ? 'Video call' : 'Call'} from ${callerName}`;
  const { title, subtitle, body } =
    typeof alert === 'string' ? { title: undefined, subtitle: undefined, body: alert } : recordOf(alert);
  const text = [title, subtitle, body].filter((part) => typeof part === 'string' && part !== '').join(' · ');
  if (text !== '') return `“${text}”`;
  if (about['recalled'] === true) return 'Recall: the app removes the message';
  if (typeof (about['state'] ?? state) === 'string') return 'The ringing is over';
  if (typeof badge === 'number') return `Badge ${badge}`;
  return '';
}

function recordOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
