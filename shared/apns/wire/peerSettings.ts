import { ConnectionError, errorCodes, headerTableBytes, largestWindowBytes, settingIds } from './protocol.ts';

const entryBytes = 6;
const smallestMaxFrameBytes = 16_384;
const largestMaxFrameBytes = 2 ** 24 - 1;

/** Settings of the peer (RFC 9113, 6.5.2), with their initial values until it announces them. */
export class PeerSettings {
  headerTableBytes: number = headerTableBytes;
  /** Without a limit until the peer names one. */
  maxStreams = Number.POSITIVE_INFINITY;
  initialWindowBytes = 65_535;
  maxFrameBytes: number = smallestMaxFrameBytes;

  /** @throws ConnectionError if a value is out of range. */
  read(bytes: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at += entryBytes) this.#set(bytes.readUInt16BE(at), bytes.readUInt32BE(at + 2));
  }

  #set(id: number, value: number): void {
    switch (id) {
      case settingIds.headerTableSize:
        this.headerTableBytes = value;
        break;
      case settingIds.enablePush:
        if (value !== 0) fail(errorCodes.protocolError, 'a server cannot enable push');
        break;
      case settingIds.maxConcurrentStreams:
        this.maxStreams = value;
        break;
      case settingIds.initialWindowSize:
        if (value > largestWindowBytes) fail(errorCodes.flowControlError, `an initial window of ${value} bytes`);
        this.initialWindowBytes = value;
        break;
      case settingIds.maxFrameSize:
        if (value < smallestMaxFrameBytes || value > largestMaxFrameBytes) {
          fail(errorCodes.protocolError, `a largest frame of ${value} bytes`);
        }
        this.maxFrameBytes = value;
        break;
      default:
      // Unknown settings must be ignored, and the limit of header lists is advice: requests here are far below any.
    }
  }
}

function fail(code: number, what: string): never {
  throw new ConnectionError(code, `SETTINGS: ${what}`);
}
