/**
 * The phone lab: everything on this machine, without AWS or an Apple account. The functions that are deployed run here
 * unchanged, against local services and a fake Apple, with a page of phones beside them. See docs/lab.md, "Routes".
 */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { currentBundles } from '../scripts/currentBundles.ts';
import { userAnswerSeconds } from '../shared/api/functionSettings.ts';
import type { ServerFunction } from '../shared/api/serverFunctions.ts';
import type { RecordKeeping } from '../shared/messages/rules/recordKeeping.ts';
import type { TrustedIssuer } from '../shared/people/rules/issuers.ts';
import type { StageEnvironment } from '../shared/platform/aws/environment.ts';
import type { Apple } from './apple/apple.ts';
import { startApple } from './apple/startApple.ts';
import { startFunctionUrls } from './aws/gateway/functionUrls.ts';
import { type AnsweredRequest, createHttpApi } from './aws/gateway/httpApi.ts';
import { type AccessKey, createIamAuthorizer } from './aws/gateway/iamAuthorizer.ts';
import { createJwtAuthorizer } from './aws/gateway/jwtAuthorizer.ts';
import { createLambdaAuthorizer } from './aws/gateway/lambdaAuthorizer.ts';
import { unknownRoute } from './aws/gateway/problems.ts';
import { problemResponse, writeResponse } from './aws/gateway/response.ts';
import { accessDenied, type FunctionCall } from './aws/iam/roles.ts';
import { startFunctions } from './aws/lambda/labFunctions.ts';
import { errorLine } from './aws/lambda/logLine.ts';
import { region } from './aws/localAws.ts';
import { type LocalServices, startLocalServices } from './aws/localServices.ts';
import { createBreaker } from './breaker.ts';
import { type MovableClock, timerClock } from './clock.ts';
import { openLabLog } from './log.ts';
import { audience, createIssuer, type IssueOptions, type Issuer } from './oidc/issuer.ts';
import { allStarted, type Parts, startParts } from './parts.ts';
import { defaultAppId } from './phones/fleet.ts';
import { kitBrain } from './phones/kit/kitBrain.ts';
import { kitCommand } from './phones/kit/kitCommand.ts';
import type { Phones } from './phones/phones.ts';
import { startPhones } from './phones/startPhones.ts';
import { answerReference } from './reference/reference.ts';
import { answerLabAccess, type LabAccess } from './routes/access.ts';
import { type AnswerConsole, answerLabConsole } from './routes/console.ts';
import { answerLabCredentials, type IssueCredentials } from './routes/credentials.ts';
import { answerLabEvents } from './routes/events.ts';
import { answerLabWatch, type LabWatch } from './routes/watch.ts';
import { startLabServer } from './server.ts';
import { loadAccessKey } from './state/accessKey.ts';
import { openDataDirectory } from './state/dataDirectory.ts';
import { storedCredentials } from './state/storedCredentials.ts';
import { makeTemporaryFolder } from './state/temporaryFolder.ts';

export interface LabOptions {
  /** 0, or absent: any free port. */
  port?: number | undefined;
  /** Folder for the state; without it, no state is kept. */
  dataDirectory?: string | undefined;
  /**
   * Issuers besides the lab's own: the function `userAuthorizer` then checks all tokens, as on a stage with several. An
   * issuer may be on this machine, without TLS.
   */
  issuers?: readonly TrustedIssuer[] | undefined;
  /** Called for every request of a function to AWS. */
  onAwsCall?: ((call: FunctionCall) => void) | undefined;
  /** As a stage of `cdk/stages.ts` may say. Default: `all`. */
  messageRecords?: RecordKeeping | undefined;
  /** As of a stage. Default: true. */
  keepsDecisionFacts?: boolean | undefined;
  /**
   * Time of the functions, the queues, the phones and Apple: tests move it ahead. Logins and signatures keep to the machine's
   * clock.
   */
  clock?: MovableClock | undefined;
  /**
   * Loads every function before somebody asks for it, for people who click. Otherwise a function loads at its first use, as
   * on Lambda.
   */
  loadsAllFunctions?: boolean | undefined;
  /** Answers the console's views on the lab's page; without it, the page says how to start one. */
  answerConsole?: AnswerConsole | undefined;
  /** Called with each line that a function writes. */
  log?: ((line: string) => void) | undefined;
  /** Called with the next step while the lab starts. */
  progress?: ((step: string) => void) | undefined;
}

/** The access key is for server routes: sign with it for the service `execute-api`. */
export interface Lab extends AccessKey {
  /** Origin of the page, the API and the lab's own routes: `http://127.0.0.1:<port>`. */
  readonly url: string;
  /** Origins of the functions that answer servers, for the service `lambda`: the other door for servers. */
  readonly functionUrls: Readonly<Record<ServerFunction, string>>;
  readonly region: string;
  readonly apple: Apple;
  /** File with all output of the functions; without a data directory, until the lab stops. */
  readonly logPath: string;
  issueUserToken(userId: string, options?: IssueOptions): Promise<string>;
  /** The last 10,000 lines of the functions. */
  logLines(): string[];
  stop(): Promise<void>;
}

/**
 * @throws Error that says what to do if the port is taken or a part of the lab cannot start; then nothing is left
 *   running.
 */
export function startLab(options: LabOptions = {}): Promise<Lab> {
  return startParts((parts) => start(options, parts));
}

async function start(options: LabOptions, parts: Parts): Promise<Lab> {
  const { clock = timerClock } = options;
  const data = openDataDirectory(options.dataDirectory);
  const { path: temporary, remove } = makeTemporaryFolder('lab');
  parts.add(remove);
  const log = openLabLog(join(data.path ?? temporary, 'ringpost-lab.log'), options.log);
  parts.add(log.close);
  const accessKey = loadAccessKey(data);
  const server = await parts.start(startLabServer(options.port ?? 0));

  options.progress?.('bundling the functions, starting the table, secrets, queues and the fake Apple');
  const bundleDirectory = join(temporary, 'functions');
  const [services, apple, issuer] = await allStarted([
    parts.start(
      startLocalServices(data.path, {
        clock,
        onCall(call) {
          options.onAwsCall?.(call);
          // A function may treat a refusal as a temporary fault and go on: users of the lab should see it.
          if (call.denied) log.write(errorLine('iam', accessDenied(call.function, call.denied)));
        },
      }),
    ),
    parts.start(startApple({ data, clock: clock.nowMs })),
    createIssuer(server.url, data, Date.now),
    // A separate folder: a bundle is loaded at its first use, and another lab may be bundling by then.
    currentBundles(bundleDirectory),
  ]);

  const kitPhone = kitCommand(process.env);
  options.progress?.('starting the functions and the phones');
  const environment = {
    ...services.environment,
    ...appleEnvironment(apple, join(temporary, 'apple-ca.pem')),
    // Its users see everything, as that is what the lab is for.
    RINGPOST_DEMO_APP_ID: defaultAppId,
    // People who try settings want to see their effect.
    RINGPOST_SETTINGS_KEPT_SECONDS: '0',
    RINGPOST_ERASURE_SWEEP_SECONDS: '1',
    RINGPOST_RING_WAITS_MS: '5000',
    ...(options.keepsDecisionFacts === false && { RINGPOST_DECISION_FACTS: 'off' }),
    ...(options.messageRecords && { RINGPOST_MESSAGE_RECORDS: options.messageRecords }),
    ...(options.issuers && { RINGPOST_ISSUERS: JSON.stringify([ownIssuer(issuer), ...options.issuers]) }),
  };
  const functions = startFunctions({
    bundleDirectory,
    temporaryRoot: data.path === undefined ? temporary : join(data.path, 'functions'),
    environment,
    services,
    aheadMs: () => options.clock?.aheadMs ?? 0,
    onLog: log.write,
  });
  parts.add(functions.stop);
  // The demo phones need these two, in this order.
  functions.hosts.profile.warm();
  functions.hosts.devices.warm();
  const provided = new Set<string>();
  const provideCredentials = async (appId: string) => {
    if (provided.has(appId)) return;
    services.putAppSecret(appId, storedCredentials(appId, apple.credentials(appId)));
    provided.add(appId);
  };
  const issueCredentials = async (appId: string) => {
    await provideCredentials(appId);
    const issued = apple.credentials(appId);
    const addedAt = new Date(clock.nowMs()).toISOString();
    const metricsToken = { token: apple.metricsExports.makeToken(appId), teamId: issued.token.teamId, addedAt };
    return { ...storedCredentials(appId, issued), metricsToken };
  };
  const phones = await parts.start(
    startPhones({
      apple,
      apiOrigin: () => server.url,
      issueUserToken: issuer.issue,
      provideCredentials,
      data,
      clock,
      breaker: createBreaker({ apple, appIds: () => [...provided], table: services.tableFaults }),
      ...(kitPhone && {
        brain: (ports, phoneId) =>
          kitBrain(ports, { command: kitPhone, origin: () => server.url, folder: join(temporary, 'kit', phoneId) }),
      }),
    }),
  );

  const onAnswered = (answered: AnsweredRequest) => {
    phones.hear(answered).catch((error) => log.write(errorLine('phones', String(error))));
  };
  const { urls: functionUrls } = await parts.start(
    startFunctionUrls({
      functions: functions.hosts,
      authorize: createIamAuthorizer(accessKey, Date.now, 'lambda'),
      clock: timerClock,
      onLog: log.write,
      onAnswered,
    }),
  );
  const watch: LabWatch = { function: functions.hosts.watch, appIds: () => [...provided] };
  const access: LabAccess = {
    ...services.access,
    apiUrl: server.url,
    functionUrls,
    accessKey,
    apns: { origins: apple.origins, ca: apple.caPem },
  };
  server.answerWith(
    createHttpApi({
      functions: functions.hosts,
      authorizeUser: options.issuers
        ? { lambda: createLambdaAuthorizer({ invoke: functions.hosts.userAuthorizer.invoke, ...userAnswers }) }
        : createJwtAuthorizer({ issuer: issuer.url, audiences: [audience], nowMs: Date.now }),
      authorizeServer: createIamAuthorizer(accessKey, Date.now),
      clock: timerClock,
      fallback: (request, response) =>
        answerLab(
          {
            access,
            answerConsole: options.answerConsole,
            eventBus: services.eventBus,
            watch,
            issueCredentials,
            issuer,
            phones,
          },
          request,
          response,
        ),
      onLog: log.write,
      onAnswered,
    }),
  );
  await phones.makeDemoPhones();
  if (options.loadsAllFunctions) for (const host of Object.values(functions.hosts)) host.warm();

  return {
    url: server.url,
    functionUrls,
    ...accessKey,
    region,
    apple,
    logPath: log.path,
    issueUserToken: issuer.issue,
    logLines: log.lines,
    stop: parts.stopAll,
  };
}

/** Its users have the plain `sub`, as those of the first issuer that a stage had. */
function ownIssuer({ url }: Issuer): TrustedIssuer {
  return { issuerUrl: url, audiences: [audience], algorithms: ['RS256'], userIdPrefix: '' };
}

const userAnswers = { ttlSeconds: userAnswerSeconds, nowMs: Date.now };

function appleEnvironment(apple: Apple, caFile: string) {
  writeFileSync(caFile, apple.caPem);
  const { RINGPOST_APNS_TRANSPORT } = process.env;
  return {
    RINGPOST_APNS_PRODUCTION_ORIGIN: apple.origins.production,
    RINGPOST_APNS_DEVELOPMENT_ORIGIN: apple.origins.development,
    RINGPOST_DELIVERY_METRICS_ORIGIN: apple.metricsOrigin,
    RINGPOST_APNS_CA_FILE: caFile,
    ...(RINGPOST_APNS_TRANSPORT !== undefined && { RINGPOST_APNS_TRANSPORT }),
  } satisfies Partial<StageEnvironment>;
}

/** Handlers for requests that are not the API's. */
interface Answering {
  access: LabAccess;
  answerConsole: AnswerConsole | undefined;
  eventBus: LocalServices['eventBus'];
  watch: LabWatch;
  issueCredentials: IssueCredentials;
  issuer: Issuer;
  phones: Phones;
}

async function answerLab(
  { access, answerConsole, eventBus, watch, issueCredentials, issuer, phones }: Answering,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (answerLabAccess(access, request, response) || answerLabEvents(eventBus, request, response)) return;
  if (await answerLabWatch(watch, request, response)) return;
  if (await answerLabConsole({ answer: answerConsole, labUrl: access.apiUrl }, request, response)) return;
  if (await answerLabCredentials(issueCredentials, request, response)) return;
  if (await answerReference(request, response)) return;
  if (issuer.handle(request, response) || (await phones.handle(request, response))) return;
  const { method = '', url = '' } = request;
  const [path = ''] = url.split('?');
  writeResponse(response, problemResponse(unknownRoute(method, path, [])), randomUUID());
}
