import db from '@adonisjs/lucid/services/db'

/** Periods there are lie before those that come, so that story and other tests never take each other's for the newest. */
export async function layAside() {
  await db
    .connection()
    .from('periods')
    .update({ state: 'closed', closed_at: new Date('2026-01-01'), opens_on: '2000-01-01' })
}
