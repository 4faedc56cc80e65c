/** Flat and plain, so that no request, token or text can slip into a log line as a whole. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
