/** Identifies the user who sends the request, before anything of it is read: a stranger learns nothing about its form. */
import { type Route, routes } from '../routes.ts';
import { subjectOf } from '../subject.ts';
import { type ApiMiddleware, routeKeyOf } from './apiMiddleware.ts';

export function identity(): ApiMiddleware {
  return {
    before: ({ event }) => {
      const route: Route | undefined = routes[routeKeyOf(event)];
      if (route?.caller === 'user') event.userId = subjectOf(event);
    },
  };
}
