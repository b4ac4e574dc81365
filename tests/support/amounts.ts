/** `npm run test:long` runs the same tests with the full numbers. */
export const LONG = process.env.SIKS_TEST_LONG === '1'

/** The usual amount, or the full one under `npm run test:long`. */
export function amount(usual: number, full: number): number {
  return LONG ? full : usual
}
