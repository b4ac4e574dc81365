import { tableNames } from './columns.js'
import type { Place } from './place.js'

/**
 * SQL condition that a working copy was accepted with its outcome already before its last write, so that what it takes was taken then.
 *
 * @param row alias of a row of the module's updates
 */
export function acceptedBeforeSql({ module }: Place, row: string): string {
  return `exists (select from ${tableNames(module.instrument).changes} earlier where earlier.period_id = ${row}.period_id
    and earlier.regency_code = ${row}.regency_code and earlier.key = ${row}.key and earlier.version = ${row}.version
    and earlier.before_state = 'accepted' and earlier.before ->> 'outcome' = ${row}.outcome)`
}
