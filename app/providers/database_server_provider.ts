import { ensureDatabase } from '#services/database/addresses'

/** Starts the embedded PostgreSQL before anything opens a connection; with a server of your own it does nothing. */
export default class DatabaseServerProvider {
  async boot() {
    await ensureDatabase()
  }
}
