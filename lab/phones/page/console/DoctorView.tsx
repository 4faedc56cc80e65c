import { counted } from '../pushes/activityWords.ts';
import { AskedState, Fix, useAsked } from './asked.tsx';
import { type DoctorReport, type Severity, useConsoleApi } from './consoleApi.ts';

const groups: readonly { severity: Severity; title: string; means: string }[] = [
  { severity: 'error', title: 'Errors', means: 'Pushes fail.' },
  { severity: 'warning', title: 'Warnings', means: 'Some pushes will fail, or soon.' },
  { severity: 'note', title: 'Notes', means: 'Good to know; nothing is wrong.' },
];

/** What `ringpost doctor` finds, the worst first, each with its fix. */
export function DoctorView() {
  const asked = useAsked(useConsoleApi().doctor);
  const { value: report, isLoading, again } = asked;
  return (
    <>
      <AskedState asked={asked} loading="Checking the stage, its credentials and Apple’s hosts…" />
      {report && (
        <>
          <section class="report doctor-sum" aria-label="Result">
            <h2 class={resultOf(report)}>{report.ok ? 'All is well' : conclusionOf(report)}</h2>
            <p class="report-facts">
              Checked <time dateTime={report.checkedAt}>{new Date(report.checkedAt).toLocaleString('en-GB')}</time>
            </p>
            <button type="button" class="quiet-button outlined doctor-again" disabled={isLoading} onClick={again}>
              {isLoading ? 'Checking…' : 'Check again'}
            </button>
          </section>
          {groups.map((group) => (
            <FindingGroup
              key={group.severity}
              {...group}
              findings={report.findings.filter(({ severity }) => severity === group.severity)}
            />
          ))}
          <Examined report={report} />
        </>
      )}
    </>
  );
}

function resultOf({ ok, findings }: DoctorReport): 'good' | 'warn' | 'bad' {
  if (ok) return 'good';
  return findings.some(({ severity }) => severity === 'error') ? 'bad' : 'warn';
}

function conclusionOf({ findings }: DoctorReport): string {
  return groups
    .map(({ severity, title }) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count === 0 ? '' : `${count} ${(count === 1 ? title.slice(0, -1) : title).toLowerCase()}`;
    })
    .filter(Boolean)
    .join(', ');
}

interface FindingGroupProps {
  severity: Severity;
  title: string;
  means: string;
  findings: DoctorReport['findings'];
}

function FindingGroup({ severity, title, means, findings }: FindingGroupProps) {
  if (findings.length === 0) return null;
  return (
    <section class="report" aria-label={title}>
      <h2>
        {title} <span class={`severity ${severity}`}>{findings.length}</span>
      </h2>
      <p class="report-facts">{means}</p>
      <ul class="findings">
        {findings.map(({ code, what, fix }) => (
          <li key={code + what} class={`finding ${severity}`}>
            <div>
              <p class="finding-what">
                <Fix text={what} />
              </p>
              <p class="finding-code">{code}</p>
            </div>
            <div>
              <p class="finding-label">What to do</p>
              <p>
                <Fix text={fix} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What was looked at, whether or not something was found. */
function Examined({ report: { parts, quotas, apps } }: { report: DoctorReport }) {
  return (
    <section class="report" aria-label="What was examined">
      <h2>What was examined</h2>
      <dl class="examined">
        {parts.map(({ name, isReached, detail }) => (
          <div key={name}>
            <dt>{sentenceCase(name.replaceAll('_', ' '))}</dt>
            <dd class={isReached ? '' : 'bad'}>{isReached ? detail : `not reached: ${detail}`}</dd>
          </div>
        ))}
        {apps.map(({ appId, credentials, probes }) => (
          <div key={appId}>
            <dt>App {appId}</dt>
            <dd>
              {counted(credentials, 'credential', 'credentials')}, {counted(probes, 'probe', 'probes')} of Apple’s hosts
            </dd>
          </div>
        ))}
        {quotas.map(({ name, title, value, needed }) => (
          <div key={name}>
            <dt>Quota of {title}</dt>
            <dd class={value !== undefined && needed !== undefined && value < needed ? 'bad' : ''}>
              {value === undefined ? 'unknown' : value.toLocaleString('en-US')}
              {needed !== undefined && `, needed ${needed.toLocaleString('en-US')}`}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const sentenceCase = (words: string): string =>
  words === 'api' ? 'API' : words.charAt(0).toUpperCase() + words.slice(1);
