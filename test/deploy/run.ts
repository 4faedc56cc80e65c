/** `npm run test:deploy`: a real deployment, from an empty account to a destroyed stack. docs/decisions/0031-deploy-in-the-tests.md */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dev } from '../../cdk/stages.ts';
import { defaultRates } from '../../shared/people/rules/userRules.ts';
import { endCommands, ringpost } from './commands.ts';
import { silenceIsExplained } from './console.ts';
import { unknownKeyIsRefused } from './credentials.ts';
import { poison, redriveAfterDeaths } from './deadLetters.ts';
import {
  bootstrap,
  dataAreThere,
  deploy,
  destroy,
  diffFindsNothing,
  synthesise,
  synthesiseChange,
} from './deployment.ts';
import { apiHasOwnName, requestCertificate } from './domain.ts';
import { checkGaps, describeGaps } from './emulatorGaps.ts';
import { phonesOfThePage } from './emulatorPage.ts';
import { addEventRule } from './eventRule.ts';
import { fanOut } from './fanOut.ts';
import { measurePaths, measureTimes } from './firstDay.ts';
import { functionLogs } from './functionLogs.ts';
import { noRoleRefused, strangersAreRefused } from './identity.ts';
import { prodOutlivesItsStack } from './keptData.ts';
import { callsAreLimited, unknownAppIsRefused } from './limits.ts';
import {
  callAndAnswer,
  callLogHas,
  callWithoutAnswer,
  sendAtFunctionUrl,
  sendByCommandLine,
  sendLater,
  sendToGroup,
} from './messages.ts';
import { isCoarse, isFull, showAllToUsers } from './outcomesForUsers.ts';
import { makePerson, type Person } from './people.ts';
import { hearEndOfRing } from './ringChannel.ts';
import { openStage, type TestedStage } from './stage.ts';
import { createSteps } from './steps.ts';
import { openTarget, type Target } from './target.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const { run, summarise } = createSteps(print);
const [appId = ''] = dev.apps;

async function deployAndUse(target: Target, folder: string): Promise<void> {
  const { stage: name, tokenKey } = target;
  const assembly = join(folder, 'first');
  await run('cdk synth: bundles, template, cdk-nag', () => synthesise(target, assembly));
  await run('cdk bootstrap', () => bootstrap(assembly));
  await run('cdk deploy', () => deploy(target, assembly));
  const stage = await run('the outputs of the stack lead to the stage', () => openStage(name));
  try {
    await run('cdk diff after a second synth: no differences', () => diffFindsNothing(target));
    await run('strangers are refused: without a JWT, with a forged one, without a signature, with an unknown key', () =>
      strangersAreRefused(stage),
    );
    await run('ringpost credentials add: a key that Apple does not know is refused and not stored', () =>
      unknownKeyIsRefused(stage, { appId, teamId: tokenKey.teamId, folder }),
    );
    await run('ringpost credentials add', () =>
      ringpost(
        'credentials',
        'add',
        tokenKey.file,
        ...['--team-id', tokenKey.teamId, '--app', appId],
        '--yes',
        ...at(stage),
      ),
    );
    await run('ringpost doctor: nothing is wrong', () => ringpost('doctor', ...at(stage)));
    await use(target, stage, folder);
  } catch (error) {
    // What failed is more than that the logs could not be had.
    const lines = await functionLogs(stage).catch(() => []);
    for (const line of lines) if (/"level":"ERROR"/.test(line)) print(line.slice(0, 1_000));
    if (target.kind === 'aws') await leaveNothing(stage, assembly);
    throw error;
  }
  await run('cdk destroy: the stack and what was in it', () => destroy(stage, assembly));
  if (target.kind === 'emulator') await prodOutlivesItsStack(run, folder);
}

/** @param folder where the changes of the stage are synthesised, meanwhile. */
async function use(target: Target, stage: TestedStage, folder: string): Promise<void> {
  const changedAssembly = join(folder, 'changed');
  const changed = synthesiseChange(target, changedAssembly);
  // The caller that waits for it gets the error.
  changed.catch(() => {});
  const { alice, bob, carol } = await run('users of the user pool log in, and each registers a phone', async () => ({
    alice: await makePerson(target, stage, appId),
    bob: await makePerson(target, stage, appId),
    carol: await makePerson(target, stage, appId),
  }));
  await run('a device of an app that the stage does not have is refused', () => unknownAppIsRefused(stage, alice));
  await run('ringpost device: the phone would be reached', async () => {
    const { devices } = await ringpost<{ devices: unknown[] }>('device', bob.userId, ...at(stage));
    assert.equal(devices.length, 1);
  });
  const messageId = await run(`ringpost send: ${target.pushOutcome}, and so says the record`, () =>
    sendByCommandLine(target, stage, alice, bob),
  );
  await run('its sender learns one outcome for each recipient, and no device', () =>
    isCoarse(target, stage, { from: alice, to: bob, messageId }),
  );
  await run('a group: its message goes to its members', () => sendToGroup(target, stage, alice, bob));
  if (target.emulator) {
    const { emulator } = target;
    await useWithPhones(target, stage, alice, bob);
    await run("the emulator's page: a phone for an e-mail address registers, and rings", () =>
      phonesOfThePage(emulator, stage, appId),
    );
  }
  await run(`call ${defaultRates.calls + 1} of a user in a minute is refused`, () => callsAreLimited(stage, carol));
  await run('300 recipients: chunks through the queue and its worker', () => fanOut(target, stage, alice, appId));
  await run('unreadable tasks are dead-lettered: ringpost dlq list, show', () => poison(stage));
  await run('a server lets users of the app see everything', () => showAllToUsers(stage, appId));
  await run('cdk deploy of a change: the data stay', async () => {
    await changed;
    await deploy(target, changedAssembly);
    await dataAreThere(stage, alice, messageId);
  });
  await run('the changed stage takes phones and sends as before', async () => {
    await sendByCommandLine(target, stage, alice, await makePerson(target, stage, appId));
  });
  await run('the URL of a function leads to it, and lets in only whom AWS IAM names', () =>
    sendAtFunctionUrl(target, alice, bob),
  );
  await run('and the sender sees the device now', () => isFull(target, stage, { from: alice, to: bob, messageId }));
  if (target.kind === 'emulator') {
    await run('cdk deploy of an address of its own: the API answers there', () =>
      giveOwnName(target, stage, alice, join(folder, 'named')),
    );
  }
  await run('no role has refused its function anything', () => noRoleRefused(stage));
  if (target.kind === 'aws') {
    const measured = await run('what only AWS shows', () => measureFirstDay(stage, carol));
    print('\nMeasured, to compare with docs/first-day-on-aws.md:');
    for (const line of measured) print(`- ${line}`);
  }
}

/** On AWS it would take a domain that somebody owns. */
async function giveOwnName(target: Target, stage: TestedStage, person: Person, assembly: string): Promise<void> {
  const certificateArn = await requestCertificate(stage);
  await synthesiseChange(target, assembly, certificateArn);
  await deploy(target, assembly);
  await apiHasOwnName(stage, certificateArn, person);
}

/** It does not judge: what differs is for people to decide. */
async function measureFirstDay(stage: TestedStage, { token }: Person): Promise<string[]> {
  const paths = await measurePaths((method, path) => stage.ask(token, method, path));
  return [...paths, ...measureTimes(await functionLogs(stage))];
}

/** What needs phones that really get pushes. */
async function useWithPhones(target: Target, stage: TestedStage, alice: Person, bob: Person): Promise<void> {
  const rule = await run('a rule on the event bus', () => addEventRule(stage));
  const answered = await run('ringpost call: the phone rings, asks with its ticket, answers, ends', () =>
    callAndAnswer(target, stage, alice, bob),
  );
  await run('the ring channel: a phone that listens hears that the caller gave up', () =>
    hearEndOfRing(stage, alice, bob),
  );
  const missed = await run(
    'a call that nobody answers times out, by stream and timer, and an alert tells who has missed it',
    () => callWithoutAnswer(stage, alice, bob),
  );
  await run('the call log has both', () => callLogHas(stage, bob, [answered, missed]));
  await run('the event bus has published both', () =>
    rule.expectEvents([
      { type: 'call.ringing', callId: answered },
      { type: 'call.answered', callId: answered },
      { type: 'call.ended', callId: answered },
      { type: 'call.timedOut', callId: missed },
    ]),
  );
  await rule.remove();
  await run('APNs is busy: the push comes later, through the queue', () => sendLater(target, stage, alice, bob));
  await run('ringpost console: a page in a browser says why a phone is silent', () =>
    silenceIsExplained(stage, alice, bob),
  );
  await run('tasks whose worker dies are dead-lettered: ringpost dlq redrive, or the console, delivers them', () =>
    redriveAfterDeaths(stage, alice, bob),
  );
}

function at({ name }: TestedStage): string[] {
  return ['--stage', name];
}

async function leaveNothing(stage: TestedStage, assembly: string): Promise<void> {
  try {
    await destroy(stage, assembly);
  } catch (error) {
    print(`the stack ${stage.stackName} is still there, remove it by hand: ${error}`);
  }
}

function lastLines(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-15).join('\n');
}

const folder = mkdtempSync(join(tmpdir(), 'ringpost-deploy-'));
let target: Target | undefined;

async function cleanUp(): Promise<void> {
  await endCommands();
  await target?.stop();
  rmSync(folder, { recursive: true, force: true });
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    if (target?.kind === 'aws') print(`the stack ringpost-${target.stage} may be there: remove it by hand`);
    cleanUp().finally(() => process.exit(1));
  });
}
try {
  checkGaps();
  target = await run('an account to deploy to', () => openTarget(print));
  await deployAndUse(target, folder);
  if (target.kind === 'emulator') for (const line of describeGaps()) print(line);
  summarise();
} catch (error) {
  print(error instanceof Error ? (error.stack ?? error.message) : String(error));
  if (target?.emulator) print(`The emulator's log ends with:\n${lastLines(target.emulator.logFile)}`);
  process.exitCode = 1;
} finally {
  await cleanUp();
}
