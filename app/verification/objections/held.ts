/**
 * SQL condition that the place of a list row is held, because its family objected to its removal and nobody has decided yet.
 *
 * @param row alias of a row with `period_id`, `regency_code` and `key`, as `records.tables(place).current` has
 */
export function heldSql(row: string): string {
  return `exists (select from objections held where held.regency_code = ${row}.regency_code and held.period_id = ${row}.period_id
    and held.record_key = ${row}.key and held.state = 'open' and held.about = 'removal')`
}
