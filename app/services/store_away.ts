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

/** What the console says of it. */
export const STORE_AWAY = {
  code: 'E_STORE_AWAY',
  message:
    'Basis data atau penyimpanan berkas tidak dapat dihubungi. Periksa apakah server itu hidup dan alamatnya benar, lalu ulangi.',
}
