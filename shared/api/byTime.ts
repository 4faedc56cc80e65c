/** For sorting a timeline: what happened first comes first. What happened in one moment stays as it was noted. */
export function byTime(one: { at: string }, other: { at: string }): number {
  return Date.parse(one.at) - Date.parse(other.at);
}
