const FACTOR = Number(process.env.SAKER_TEST_PATIENCE ?? "1");

/**
 * A time limit, longer by the factor that SAKER_TEST_PATIENCE says: for emulated machines. Limits are for what hangs;
 * nothing is judged by its time.
 */
export const patient = (ms: number): number => ms * FACTOR;
