/**
 * How many streams an APNs host allows on a connection. Apple: "only one stream until you post a request with a valid
 * token"; the large number is what others saw APNs announce. nghttp2 refuses streams above the limit: with
 * REFUSED_STREAM until the client has acknowledged the limit, and then by ending the connection.
 */
import type { ServerHttp2Session } from 'node:http2';

export const fewestStreams = 1;
export const maxStreams = 1000;

/** Announces the limit, one SETTINGS frame at a time: Node ends a session with too many unacknowledged ones. */
export function manageStreamLimit(session: ServerHttp2Session, announced: number): (limit: number) => void {
  let wanted = announced;
  let current = announced;
  const announce = () => {
    if (wanted === current || session.pendingSettingsAck || session.closed || session.destroyed) return;
    current = wanted;
    session.settings({ maxConcurrentStreams: wanted });
  };
  session.on('localSettings', announce);
  return (limit) => {
    wanted = limit;
    announce();
  };
}
