/**
 * @param deadlineMs epoch milliseconds.
 * @returns undefined when the promise fails, or does not keep to the deadline.
 */
export async function beforeDeadline<T>(promise: Promise<T>, deadlineMs: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, Math.max(deadlineMs - Date.now(), 0), undefined);
  });
  try {
    return await Promise.race([promise, tooLate]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}
