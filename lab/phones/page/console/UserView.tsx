import type { Schemas } from '../../../../client/js/src/index.ts';
import type { NameOfDevice } from '../trace/ReportView.tsx';

/** A user's devices, with their tokens, what Ringpost repaired, and what would happen now. */
export function UserView({ user, nameOf }: { user: Schemas['User']; nameOf: NameOfDevice }) {
  const { userId, online, profile, devices } = user;
  const quiet = profile.doNotDisturb?.windows.map(({ start, end }) => `${start} to ${end}`).join(', ');
  return (
    <section class="report" aria-label={`User ${userId}`}>
      <h2>User {userId}</h2>
      <p class="report-facts">
        {[online ? 'online' : 'offline', profile.nickname, quiet && `quiet hours ${quiet}`].filter(Boolean).join(' · ')}
      </p>
      {devices.map(({ deviceId, appId, tokens, message, call, repairs = [], ...facts }) => (
        <section key={deviceId} class="device" aria-label={nameOf(deviceId)}>
          <h3>{nameOf(deviceId)}</h3>
          <p>
            {appId} · {[facts.appVersion, facts.osVersion && `iOS ${facts.osVersion}`].filter(Boolean).join(' · ')} ·
            alerts {facts.permission ?? 'not reported'}
          </p>
          <dl>
            <dt>A message now</dt>
            <dd>
              {message.decision}: {message.rule}
            </dd>
            <dt>A call now</dt>
            <dd>{[call.way, call.rule].filter(Boolean).join(': ')}</dd>
            {Object.entries(tokens).map(([kind, { tokenStart, environment, state }]) => (
              <div key={kind}>
                <dt>{kind} token</dt>
                <dd>
                  {tokenStart}… · {environment} · {state}
                </dd>
              </div>
            ))}
          </dl>
          {repairs.length > 0 && (
            <>
              <h4>Repairs</h4>
              <ul>
                {repairs.map(({ at, kind, repair, reason }) => (
                  <li key={at + kind}>
                    {new Date(at).toLocaleString('en-GB')}: {kind} token, {repair.replaceAll('_', ' ')}{' '}
                    {reason && `(${reason})`}
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      ))}
    </section>
  );
}
