/** Flat and plain, so that no whole request, token or text can slip into a log line. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;
