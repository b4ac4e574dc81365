/** Two that wait for each other, a wait that took too long, two that cannot both be as if alone, as PostgreSQL says it. */
const BUSY = ['40P01', '55P03', '40001']

/**
 * Whether an error says that somebody else was at work on the same rows for too long, or one of those that caused it. Nothing was kept,
 * and the same act may go through in a moment.
 */
export function isStoreBusy(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ('code' in error && BUSY.includes(String(error.code))) || isStoreBusy(error.cause)
}

/** What the console says of it. */
export const STORE_BUSY = {
  code: 'E_STORE_BUSY',
  message: 'Data yang sama sedang disimpan oleh orang atau pekerjaan lain. Tidak ada yang berubah; ulangi sebentar lagi.',
}
