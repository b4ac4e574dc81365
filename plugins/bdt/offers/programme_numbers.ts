import { query, records, type Tx } from '#core/plugin'

/** Card numbers of other programmes, as the edition of the register has them. */
export interface ProgrammeNumbers {
  /** Number of the KKS card, by household. */
  kks: ReadonlyMap<string, string>
  /** Number of the PBI participant, by person. */
  pbi: ReadonlyMap<string, string>
}

/** Numbers under which other programmes know these households and their persons; two reads by key. */
export async function programmeNumbers(tx: Tx, regency: string, households: readonly string[]): Promise<ProgrammeNumbers> {
  const place = (await records.period(tx, 'bdt', regency))?.place
  if (!place || households.length === 0) return { kks: new Map(), pbi: new Map() }
  const { base, baseGroup } = records.tables(place)
  const numbers = async (table: string, column: string, by: string) => {
    const rows = await query<{ key: string; number: string }>(
      tx,
      `select key, ${column} as number from ${table}
       where edition_id = :edition and regency_code = :regency and ${by} = any (:households) and ${column} is not null`,
      { edition: place.editionId, regency, households: [...households] },
    )
    return new Map(rows.map(({ key, number }) => [key, number]))
  }
  return {
    kks: await numbers(base, 'no_kks', 'key'),
    pbi: await numbers(baseGroup('members'), 'no_peserta_pbi', 'record_key'),
  }
}
