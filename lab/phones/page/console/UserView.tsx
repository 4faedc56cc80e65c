import type { Schemas } from '../../../../client/js/src/index.ts';
import type { NameOfDevice } from '../trace/ReportView.tsx';

const tokenNames: Readonly<Record<string, string>> = {
  alert: 'Alert token',
  voip: 'VoIP token',
  liveActivityStart: 'Live Activity token',
  external: 'External token',
};

const callWays: Readonly<Record<Schemas['User']['devices'][number]['call']['way'], string>> = {
  voip: 'rings',
  alert: 'comes as an alert',
  none: 'is not pushed',
};

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
      <div class="devices">
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
                {message.decision === 'push' ? 'is pushed' : 'is not pushed'} <code>{message.rule}</code>
              </dd>
              <dt>A call now</dt>
              <dd>
                {callWays[call.way]} {call.rule && <code>{call.rule}</code>}
              </dd>
              {Object.entries(tokens).map(([kind, { tokenStart, environment, state }]) => (
                <div key={kind}>
                  <dt>{tokenNames[kind] ?? kind}</dt>
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
                      {new Date(at).toLocaleString('en-GB')}: {tokenNames[kind] ?? kind}, {repair.replaceAll('_', ' ')}{' '}
                      {reason && `(${reason})`}
                    </li>
                  ))}
                </ul>
              </>
            )}
          </section>
        ))}
      </div>
    </section>
  );
}
