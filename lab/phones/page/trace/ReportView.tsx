import type { Schemas } from '../../../../client/js/src/index.ts';
import { type AskReplay, DecideAgain } from './DecideAgain.tsx';
import { causeWords, type RungState, rungStates, rungs } from './ladder.ts';
import { type Report, type Trace, traceOf } from './traceOf.ts';

export type NameOfDevice = (deviceId: string) => string;

interface ReportViewProps {
  report: Report;
  askReplay: AskReplay;
  nameOf: NameOfDevice;
}

/** Everything about one message or call: its way, and why phones are silent. */
export function ReportView({ report, askReplay, nameOf }: ReportViewProps) {
  const isCall = 'callId' in report;
  return (
    <section class="report" aria-label={isCall ? 'Call' : 'Message'}>
      <h2>{isCall ? `Call of ${report.from}, ${report.state}` : `Message of ${report.from}`}</h2>
      <p class="report-facts">
        {new Date(report.createdAt).toLocaleString('en-GB')} · to {recipientsOf(report)}
        {'receipts' in report &&
          ` · delivered ${report.receipts.delivered}, shown ${report.receipts.shown}, tapped ${report.receipts.tapped}`}
      </p>
      <h3>{report.silence.length === 0 ? 'No phone is silent' : 'Why is it silent?'}</h3>
      {report.silence.length === 0 ? (
        <p>Every listed phone has reported it.</p>
      ) : (
        <ul class="ladders">
          {report.silence.map((target) => (
            <Ladder key={`${target.userId}${target.deviceId}${target.kind}`} target={target} nameOf={nameOf} />
          ))}
        </ul>
      )}
      {'messageId' in report && (
        <DecideAgain messageId={report.messageId} users={usersOf(report)} ask={askReplay} nameOf={nameOf} />
      )}
      <h3>Its way</h3>
      <Lanes trace={traceOf(report, nameOf)} />
    </section>
  );
}

/** Recipients by name; of a group, those whose outcomes are listed. */
function usersOf({ to, targets = [] }: Schemas['MessageReportAsServer']): string[] {
  return [...new Set([...to, ...targets.map(({ userId }) => userId)])];
}

function recipientsOf(report: Report): string {
  if (report.groupId !== undefined) return `group ${report.groupId}`;
  const users = 'to' in report ? report.to : report.participants.map(({ userId }) => userId);
  return users.join(', ');
}

const stateWords: Readonly<Record<RungState, string>> = {
  held: ': yes',
  stopped: ': no, it stopped here',
  unknown: ': not known',
};

/** Each condition in turn: those that held, the one that did not, and those of which nothing is known. */
function Ladder({ target, nameOf }: { target: Schemas['SilentTarget']; nameOf: NameOfDevice }) {
  const { userId, deviceId, cause, confidence, evidence } = target;
  const { words } = causeWords[cause];
  return (
    <li class="ladder">
      <p class="ladder-who">
        <strong>{userId}</strong> {deviceId === undefined ? '' : nameOf(deviceId)}
      </p>
      <p class="ladder-verdict">
        {words} {cause !== 'unknown' && <span class={`confidence ${confidence}`}>{confidence}</span>}
      </p>
      {evidence.length > 0 && (
        <ul class="ladder-evidence">
          {evidence.map(({ fact, at }) => (
            <li key={fact}>
              {fact} {at && <time dateTime={at}>{new Date(at).toLocaleString('en-GB')}</time>}
            </li>
          ))}
        </ul>
      )}
      <ol class="rungs" aria-label="Conditions, in their order">
        {rungStates(cause).map((state, index) => (
          <li key={rungs[index]} class={state}>
            {rungs[index]}
            <span class="visually-hidden">{stateWords[state]}</span>
          </li>
        ))}
      </ol>
    </li>
  );
}

/** Swim lanes: a row for each part, a column for each instant. */
function Lanes({ trace: { instantsMs, lanes, isReportedFirst } }: { trace: Trace }) {
  return (
    <>
      {isReportedFirst && (
        <p class="report-facts">
          “Accepted” stands at the time of Apple’s answer. Here a phone has reported before the answer arrived.
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="lanes" tabIndex={0} aria-label="Times in milliseconds since the request">
        <table>
          <thead>
            <tr>
              <th scope="col">Part</th>
              {instantsMs.map((ms) => (
                <th key={ms} scope="col">
                  {elapsedWords(ms)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lanes.map(({ name, marks }) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                {instantsMs.map((ms, column) => (
                  <td key={ms}>
                    {marks
                      .filter((mark) => mark.column === column)
                      .map((mark) => (
                        <span key={mark.words} class={`mark ${mark.look}`}>
                          {mark.words}
                        </span>
                      ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** `41 ms`, `2.3 s`, `4 min` */
function elapsedWords(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms < 120_000 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;
}
