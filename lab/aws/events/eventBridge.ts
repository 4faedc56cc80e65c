/**
 * EventBridge, as far as Ringpost uses it: a bus accepts events, and users of the lab can read them. No rules and no
 * targets. https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
import { randomUUID } from 'node:crypto';
import type { TimerClock } from '../../clock.ts';
import { eventBridgeAuthorizations } from '../iam/serviceAuthorizations.ts';
import { accountId, region } from '../localAws.ts';
import { failure, type Input, type JsonService, type Outcome } from '../protocol/jsonProtocol.ts';
import { numberMember, recordListMember, textListMember, textMember } from '../protocol/members.ts';

/** An event as a rule's target would get it, with its number in the lab. */
export interface BusEvent {
  /** From 1, in order of arrival. */
  n: number;
  version: '0';
  id: string;
  source: string;
  'detail-type': string;
  account: string;
  region: string;
  /** ISO 8601, UTC. */
  time: string;
  resources: string[];
  detail: unknown;
}

export interface EventBridge extends JsonService {
  /** The last 10,000, oldest first. @param since only those with a higher number. */
  events(since?: number): BusEvent[];
}

const keptEvents = 10_000;
const entriesPerRequest = 10;

export function createEventBridge(busName: string, clock: TimerClock): EventBridge {
  const events: BusEvent[] = [];
  let lastNumber = 0;

  function put(entry: Input): Outcome {
    const detail = parseDetail(textMember(entry, 'Detail'));
    const source = textMember(entry, 'Source');
    const detailType = textMember(entry, 'DetailType');
    if (!source || !detailType) return refused('InvalidArgument', 'Parameter Source and DetailType are not valid.');
    if (!detail) return refused('MalformedDetail', 'Detail is malformed.');
    // AWS silently accepts an event for a bus that does not exist; the lab must not hide a wrong name.
    if (textMember(entry, 'EventBusName') !== busName)
      return refused('InvalidArgument', `The lab has only ${busName}.`);
    lastNumber += 1;
    const id = randomUUID();
    events.push({
      n: lastNumber,
      version: '0',
      id,
      source,
      'detail-type': detailType,
      account: accountId,
      region,
      time: new Date((numberMember(entry, 'Time') ?? clock.nowMs() / 1000) * 1000).toISOString(),
      resources: textListMember(entry, 'Resources') ?? [],
      detail,
    });
    events.splice(0, events.length - keptEvents);
    return { EventId: id };
  }

  return {
    targetPrefix: 'AWSEvents',
    version: '1.1',
    authorizations: eventBridgeAuthorizations,
    operations: {
      PutEvents(input) {
        const entries = recordListMember(input, 'Entries');
        if (entries.length === 0 || entries.length > entriesPerRequest) {
          return failure('ValidationException', `Entries must have 1 to ${entriesPerRequest} members`);
        }
        const outcomes = entries.map(put);
        return { FailedEntryCount: outcomes.filter((outcome) => 'ErrorCode' in outcome).length, Entries: outcomes };
      },
    },
    events: (since = 0) => events.filter(({ n }) => n > since),
  };
}

function refused(ErrorCode: string, ErrorMessage: string): Outcome {
  return { ErrorCode, ErrorMessage };
}

function parseDetail(text = ''): object | undefined {
  try {
    const detail: unknown = JSON.parse(text);
    return typeof detail === 'object' && detail !== null ? detail : undefined;
  } catch {
    return undefined;
  }
}
