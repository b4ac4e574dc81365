import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { databaseAddresses } from '#services/database/addresses'
import type { RecordDoc } from '#verification/instrument'
import { childColumns, rootColumns, type Column } from '#verification/store/columns'
import { tableNames, type Place } from '#verification/store/index'

/**
 * The checked staging floor: COPY of households and members as text, checks by SQL (region, NIK and KK form, doubles inside and
 * against the register), then INSERT … SELECT into typed tables with a primary key. Nothing is kept. Milliseconds.
 */
export async function stagingFloor(place: Place, records: readonly RecordDoc[]): Promise<number> {
  const { instrument } = place.module
  const people = instrument.groups.find(({ name }) => name === instrument.summary.people.group)!
  const [root, child] = [rootColumns(instrument), childColumns(instrument, people)]
  const rootLines = records.map(({ key, values }) => line(root, { ...values, key }))
  const childLines = records.flatMap(({ key, groups }) =>
    (groups[people.name] ?? []).map((row) => line(child, { ...row, record_key: key })),
  )
  const client = new pg.Client({ connectionString: (await databaseAddresses()).owner })
  await client.connect()
  try {
    await client.query('begin')
    const begin = performance.now()
    await stage(client, 'staged_root', root, rootLines)
    await stage(client, 'staged_child', child, childLines)
    const { nik, kk } = instrument.summary.people
    const { people: known } = tableNames(instrument)
    await client.query(
      `select count(*) from staged_root s left join regions r on r.code = s.${instrument.summary.village} where r.code is null`,
    )
    await client.query(`select count(*) from staged_child where ${nik} !~ '^[0-9]{16}$' or ${kk} !~ '^[0-9]{16}$'`)
    await client.query(`select ${nik} from staged_child where ${nik} is not null group by 1 having count(*) > 1`)
    await client.query(
      `select count(*) from staged_child s join ${known} p on p.period_id = $1 and p.regency_code = $2 and p.nik = s.${nik} and p.record_key <> s.record_key`,
      [place.periodId, place.regency],
    )
    await typed(client, 'staged_root', root, 'key')
    await typed(client, 'staged_child', child, 'record_key, key')
    const end = performance.now()
    await client.query('rollback')
    return end - begin
  } finally {
    await client.end()
  }
}

async function stage(client: pg.Client, table: string, columns: readonly Column[], lines: readonly string[]) {
  await client.query(`create temp table ${table} (${columns.map(({ name }) => `${name} text`).join(', ')}) on commit drop`)
  await pipeline(Readable.from(lines), client.query(copyFrom(`copy ${table} from stdin`)))
}

async function typed(client: pg.Client, from: string, columns: readonly Column[], key: string) {
  const target = `${from}_typed`
  await client.query(
    `create unlogged table ${target} (${columns.map(({ name, type }) => `${name} ${type}`).join(', ')}, primary key (${key}))`,
  )
  await client.query(
    `insert into ${target} select ${columns.map(({ name, type }) => `cast(${name} as ${type})`).join(', ')} from ${from} on conflict do nothing`,
  )
}

function line(columns: readonly Column[], row: Readonly<Record<string, unknown>>): string {
  const cells = columns.map(({ name }) => {
    const value = row[name]
    return value === undefined ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (character) => `\\${character}`)
  })
  return `${cells.join('\t')}\n`
}
