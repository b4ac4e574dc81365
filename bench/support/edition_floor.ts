import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { databaseAddresses } from '#services/database/addresses'
import type { Instrument, RowGroup } from '#verification/instrument'
import { variableColumns } from '#verification/store/columns'

/** A file of the bench and its headings. */
export interface BenchFile {
  group: RowGroup
  path: string
  headings: readonly string[]
}

/**
 * The staged floor of an edition: COPY of the same CSV files as text, checks by SQL (village, form of NIK and KK, doubles), then
 * INSERT … SELECT into typed tables with a primary key. Nothing is kept. Milliseconds.
 */
export async function editionFloor({ summary }: Instrument, files: readonly BenchFile[]): Promise<number> {
  const client = new pg.Client({ connectionString: (await databaseAddresses()).owner })
  await client.connect()
  try {
    await client.query('begin')
    const begin = performance.now()
    for (const { group, path, headings } of files) {
      await client.query(
        `create temp table floor_${group.name} (${headings.map((name) => `${name} text`).join(', ')}) on commit drop`,
      )
      await pipeline(
        createReadStream(path),
        client.query(copyFrom(`copy floor_${group.name} from stdin with (format csv, header, delimiter ';')`)),
      )
    }
    const [root, people] = [`floor_${files[0]!.group.name}`, `floor_${summary.people.group}`]
    await client.query(`select count(*) from ${root} s left join regions r on r.code = s.${summary.village} where r.code is null`)
    const { nik, kk } = summary.people
    await client.query(`select count(*) from ${people} where ${nik} !~ '^[0-9]{16}$' or ${kk} !~ '^[0-9]{16}$'`)
    await client.query(`select ${nik} from ${people} where ${nik} <> '' group by 1 having count(*) > 1`)
    for (const { group, headings } of files) await typed(client, group, headings)
    const end = performance.now()
    await client.query('rollback')
    return end - begin
  } finally {
    await client.end()
  }
}

async function typed(client: pg.Client, group: RowGroup, headings: readonly string[]): Promise<void> {
  const columns = variableColumns(group).filter(({ name }) => headings.includes(name))
  await client.query(
    `create unlogged table floor_${group.name}_typed (at bigserial primary key, ${columns.map(({ name, type }) => `${name} ${type}`).join(', ')})`,
  )
  const cells = columns.map(({ name, type }) =>
    type === 'numeric' ? `cast(replace(nullif(${name}, ''), ',', '.') as numeric)` : `cast(nullif(${name}, '') as ${type})`,
  )
  await client.query(
    `insert into floor_${group.name}_typed (${columns.map(({ name }) => name).join(', ')}) select ${cells.join(', ')} from floor_${group.name}`,
  )
}
