import { sendAnswer } from './answers.ts';
import { makeDemoPhones } from './demoPhones.ts';
import { EventStreams } from './events.ts';
import { Fleet } from './fleet.ts';
import { answerLabRequest, splitUrl } from './labRoutes.ts';
import { buildPage, sendPageFile } from './pageFiles.ts';
import type { Phones, PhonesOptions } from './phones.ts';

/** Bundles the page and brings back the phones from `--data`. @throws Error if the page does not compile. */
export async function startPhones(options: PhonesOptions): Promise<Phones> {
  const pageFiles = await buildPage();
  const fleet = new Fleet(options);
  const events = new EventStreams(fleet, options.apple);
  const { apple, issueUserToken, findUser, breaker } = options;
  const lab = { fleet, apple, issueUserToken, breaker, ...(findUser && { findUser }) };

  return {
    async handle(request, response) {
      const { path } = splitUrl(request.url);
      const pageFile = pageFiles.get(path);
      if (pageFile && (request.method === 'GET' || request.method === 'HEAD')) {
        sendPageFile(response, pageFile);
        return true;
      }
      if (request.method === 'GET' && path === '/lab/live') {
        events.open(response);
        return true;
      }
      if (!path.startsWith('/lab/')) return false;
      sendAnswer(response, await answerLabRequest(lab, request));
      return true;
    },
    makeDemoPhones: () => makeDemoPhones(fleet),
    async hear(exchange) {
      events.hear(exchange);
      await fleet.hear(exchange);
    },
    async stop() {
      events.stop();
      fleet.stop();
    },
  };
}
