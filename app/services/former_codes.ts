import { query, type Tx } from '#services/scope'

/** Former codes of regions of any level and what each became, as the list of regions in force says. */
export type FormerCodes = ReadonlyMap<string, string>

export async function formerCodes(tx: Tx): Promise<FormerCodes> {
  const rows = await query<{ old_code: string; new_code: string }>(tx, 'select old_code, new_code from region_aliases')
  return new Map(rows.map(({ old_code: former, new_code: now }) => [former, now]))
}

/**
 * The code in force of a well-formed dotted code, and the former part that was replaced: the longest part that has a successor gives
 * way to it, until none has one, for a successor may itself have been replaced since.
 */
export function codeInForce(code: string, former: FormerCodes): { code: string; from?: string } {
  let found: { code: string; from?: string } = { code }
  for (let turn = 0; turn <= former.size; turn++) {
    const part = formerPart(found.code, former)
    if (part === undefined) return found
    found = { code: former.get(part)! + found.code.slice(part.length), from: found.from ?? part }
  }
  return found
}

function formerPart(code: string, former: FormerCodes): string | undefined {
  for (let part = code; part; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    if (former.has(part)) return part
  }
  return undefined
}
