/**
 * SQL condition that the waiver `w` still holds: it was given for exactly what its rule finds on the record now, the same fields with the
 * same values told. `problems` is an SQL expression of all problems of the record (jsonb).
 */
export function holdsSql(problems: string): string {
  return `w.problems_hash = siks_problems_hash(${problems}, w.rule)`
}
