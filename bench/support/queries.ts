import db from '@adonisjs/lucid/services/db'
import { encodeCursor } from '#verification/lists/filters'
import { tableNames, type Place } from '#verification/store/index'

export type FloorQueries = Record<string, { text: string; values: unknown[] }[]>

/** What the pages are asked for, chosen from the data set itself. */
export interface Subjects {
  village: string
  district: string
  household: string
  word: string
  /** Cursor in front of page 1,000 of the whole regency. */
  deep: string
}

const PAGE = 25

export async function subjectsOf(place: Place): Promise<Subjects> {
  const { current } = tableNames(place.module.instrument)
  const where = 'period_id = ? and regency_code = ?'
  const ids = [place.periodId, place.regency]
  const one = async (sql: string, values: unknown[]) => (await db.connection('owner').rawQuery(sql, values as string[])).rows[0]
  const middle = await one(
    `select village_code, district_code, count(*) from ${current} where ${where} group by 1, 2 order by 3 desc offset 100 limit 1`,
    ids,
  )
  const household = await one(`select key from ${current} where ${where} and village_code = ? order by key offset 20 limit 1`, [
    ...ids,
    middle.village_code,
  ])
  const deep = await one(
    `select village_code, name_key, key from ${current} where ${where} and kind <> 'new' order by village_code, name_key, key offset ? limit 1`,
    [...ids, PAGE * 999 - 1],
  )
  const word = await one(
    `select split_part(name_key, ' ', 1) as word, count(*) from ${current} where ${where} and length(split_part(name_key, ' ', 1)) > 4
     group by 1 order by 2 desc limit 1`,
    ids,
  )
  return {
    ...{ village: middle.village_code, district: middle.district_code, household: household.key, word: word.word },
    deep: encodeCursor([deep.village_code, deep.name_key, deep.key]),
  }
}

/** The floors' SQL: as lean as the page allows, with the exact count where the page shows a total. */
export function floorQueries(place: Place, subjects: Subjects): FloorQueries {
  const { instrument } = place.module
  const { current, people, base, baseGroup } = tableNames(instrument)
  const ids = [place.periodId, place.regency]
  const columns =
    'key, register_id, name, address, locality, kind, outcome, state, decile, persons, blocking, warnings, inherited, conflict'
  const of = (text: string, values: unknown[]) => ({ text, values })
  const edition = [place.editionId, place.regency, subjects.household]
  return {
    village: [
      of(
        `select ${columns} from ${current} where period_id = $1 and regency_code = $2 and village_code = $3 order by name_key, key limit ${PAGE}`,
        [...ids, subjects.village],
      ),
      of(`select count(*) from ${current} where period_id = $1 and regency_code = $2 and village_code = $3`, [
        ...ids,
        subjects.village,
      ]),
    ],
    household: [
      of(`select * from ${base} where edition_id = $1 and regency_code = $2 and key = $3`, edition),
      ...instrument.groups.map((group) =>
        of(`select * from ${baseGroup(group.name)} where edition_id = $1 and regency_code = $2 and record_key = $3`, edition),
      ),
    ],
    regency: [
      of(
        `select ${columns} from ${current} where period_id = $1 and regency_code = $2 order by village_code, name_key, key limit ${PAGE}`,
        ids,
      ),
      of(`select count(*) from ${current} where period_id = $1 and regency_code = $2`, ids),
    ],
    search: [
      of(
        `select distinct record_key from ${people} where period_id = $1 and regency_code = $2 and name_key like '%' || $3 || '%' limit 1001`,
        [...ids, subjects.word],
      ),
    ],
  }
}
