/** A connection that is refused, cut, or not had in time, a database that is not there, as the system, PostgreSQL and its driver say it. */
const AWAY =
  /^(57P0[123]|08\w{3}|53300|3D000|28P01|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTCONN|ESTALE|EIO|EPIPE|EAI_AGAIN|ENOTFOUND)$/
/** What the driver and the pool say without any code. */
const SAID = ['Connection terminated unexpectedly', 'Connection ended unexpectedly', 'Connection terminated']

/** Whether an error says that the database, or the store of files, cannot be reached for the moment; or one of those that caused it. */
export function isStoreAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('code' in error && typeof error.code === 'string' && AWAY.test(error.code)) return true
  return error.name === 'KnexTimeoutError' || SAID.includes(error.message) || isStoreAway(error.cause)
}

/** A table or column that is not there: of a database that was never migrated, or not since the program was renewed. */
const MISSING = ['42P01', '42703']
/** The same of the queue, as its library says it. */
const NO_QUEUE = 'pg-boss is not installed'

/** What the console says of a store that is away, or of a database that this program cannot work with; null for every other error. */
export function storeComplaint(error: unknown): { code: string; message: string } | null {
  if (isStoreAway(error)) {
    return {
      code: 'E_STORE_AWAY',
      message:
        'Basis data atau penyimpanan berkas tidak dapat dihubungi. Periksa apakah server itu hidup dan alamatnya benar, lalu ulangi.',
    }
  }
  if (!(error instanceof Error)) return null
  if (error.message !== NO_QUEUE && !('code' in error && MISSING.includes(String(error.code)))) return null
  return {
    code: 'E_STORE_UNPREPARED',
    message:
      'Tabel atau kolom yang dipakai perintah ini belum ada: basis data belum disiapkan bagi versi program ini. Jalankan "npm run ace -- migrate", lalu ulangi.',
  }
}
