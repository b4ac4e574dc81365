import db from '@adonisjs/lucid/services/db'

/** On a connection of its own, each statement by itself, so that no guess and nothing that was spent is ever rolled back. Nobody is signed in yet. */
export function aside(sql: string, bindings: (string | number | Date)[]): Promise<{ rows: Record<string, unknown>[] }> {
  return db.connection('aside').rawQuery(sql, bindings)
}
