/** For sorting a timeline: by time, and events of the same time as they were noted. */
export function byTime(one: { at: string }, other: { at: string }): number {
  return Date.parse(one.at) - Date.parse(other.at);
}
