import { caddy } from './caddy.ts';
import type { ForeignServer } from './foreignServer.ts';
import { nghttpd } from './nghttpd.ts';
import { nginx } from './nginx.ts';
import { node } from './node.ts';

/** The servers that nobody here wrote, each with an HTTP/2 of its own, but for Node's, which is nghttp2's. */
export const foreignServers: readonly ForeignServer[] = [nghttpd, nginx, caddy, node];
