/** Shows the OpenAPI document with Swagger UI. Each "Execute" goes to the lab with the token or the signature that it needs. */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';

interface Outgoing {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  /** Swagger UI's own requests, such as for the document. */
  loadSpec?: boolean;
}

interface Viewer {
  preauthorizeApiKey(scheme: string, value: string): void;
}

/** As much of Swagger UI as is used: https://swagger.io/docs/open-source-tools/swagger-ui/usage/configuration/ */
declare const SwaggerUIBundle: (options: {
  dom_id: string;
  spec: object;
  deepLinking: boolean;
  docExpansion: 'list' | 'full' | 'none';
  defaultModelsExpandDepth: number;
  displayRequestDuration: boolean;
  filter: boolean;
  tryItOutEnabled: boolean;
  validatorUrl: null;
  requestInterceptor(request: Outgoing): Promise<Outgoing>;
  onComplete(): void;
}) => Viewer;

interface LabAccess {
  region: string;
  accessKey: { accessKeyId: string; secretAccessKey: string };
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const followColours = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
dark.addEventListener('change', followColours);
followColours();

const form = document.querySelector<HTMLFormElement>('#caller');
const input = document.querySelector<HTMLInputElement>('#user');
const state = document.querySelector<HTMLOutputElement>('#state');

/** As much of the document as is changed here. */
interface Document {
  servers: { variables: { apiUrl: { default: string } } }[];
  paths: Record<string, Record<string, { parameters: { required: boolean; example?: string }[] }>>;
}

const [spec, access] = await Promise.all([read<Document>('/docs/openapi.json'), read<LabAccess>('/lab/access')]);
for (const server of spec.servers) server.variables.apiUrl.default = location.origin;
for (const { parameters } of Object.values(spec.paths).flatMap((methods) => Object.values(methods))) {
  // Swagger UI sends every example. What may be left out is left out: one idempotency key must not serve every try.
  for (const parameter of parameters) if (!parameter.required) delete parameter.example;
}

const viewer = SwaggerUIBundle({
  dom_id: '#reference',
  spec,
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  requestInterceptor: sign,
  onComplete: () => void authorize(),
});

form?.addEventListener('submit', (event) => {
  event.preventDefault();
  void authorize();
});

async function authorize(): Promise<void> {
  const userId = input?.value ?? '';
  const answer = await fetch('/lab/tokens', { method: 'POST', body: JSON.stringify({ userId }) });
  const { token, detail } = (await answer.json()) as { token?: string; detail?: string };
  if (token !== undefined) viewer.preauthorizeApiKey('userToken', token);
  if (state)
    state.value =
      token === undefined ? (detail ?? 'No token') : `Calls as ${userId}. Server routes are signed with the lab's key.`;
}

/** Signs what a server of the team would send. Requests of users carry their token already. */
async function sign(request: Outgoing): Promise<Outgoing> {
  const { hostname, host, port, protocol, pathname, searchParams, origin } = new URL(request.url, location.href);
  if (origin !== location.origin || !pathname.startsWith('/v1/server/')) return request;
  const signer = new SignatureV4({
    service: 'execute-api',
    region: access.region,
    credentials: access.accessKey,
    sha256: Sha256,
  });
  const signed = await signer.sign({
    method: request.method.toUpperCase(),
    protocol,
    hostname,
    port: Number(port),
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { ...request.headers, host },
    body: request.body,
  });
  // The browser sets `host` itself.
  const { host: _set, ...headers } = signed.headers;
  return { ...request, headers };
}

async function read<T>(path: string): Promise<T> {
  return (await fetch(path)).json();
}
