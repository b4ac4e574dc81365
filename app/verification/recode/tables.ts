import { query, type Tx } from '#services/scope'

export interface FollowingColumn {
  name: string
  kind: 'text' | 'texts' | 'json' | 'jsonb'
}

/** A table that was registered with `registerTable`: what has to be known for its rows to follow a region to a new code. */
export interface FollowingTable {
  name: string
  /** Its rows follow whatever became of the period they were made in, or stay. */
  always: boolean
  never: boolean
  period: boolean
  edition: boolean
  /** Record a row belongs to, in a table of children of a register. */
  record: boolean
  village: boolean
  key: string[]
  columns: string[]
  /** Columns in which a code may stand. */
  coded: FollowingColumn[]
  /** Columns that name a file of the same regency. */
  files: string[]
  /** Tables whose foreign key is the regency and another column of this one. */
  children: { table: string; column: string; own: string }[]
}

const KINDS: Readonly<Record<string, FollowingColumn['kind']>> = { text: 'text', 'text[]': 'texts', json: 'json', jsonb: 'jsonb' }

interface Row {
  name: string
  recode: string | null
  columns: { name: string; type: string; made: boolean }[]
  key: string[]
}

/**
 * Every table of the core and of all plugins whose rows belong to a regency, from the policies that `registerTable` made; those of
 * children of a register before the register itself, for where a child goes is read there.
 */
export async function followingTables(tx: Tx): Promise<FollowingTable[]> {
  const rows = await query<Row>(
    tx,
    `select c.relname as name, obj_description(p.oid, 'pg_policy') as recode,
       (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'made', a.attgenerated <> '') order by a.attnum)
         from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       array(select a.attname::text from pg_index i cross join unnest(i.indkey) with ordinality k(attnum, place)
         join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary order by k.place) as key
     from pg_policy p join pg_class c on c.oid = p.polrelid where p.polname = 'scope' and not c.relispartition order by 1`,
  )
  const links = await query<{ parent: string; child: string; columns: string[]; targets: string[] }>(
    tx,
    `select confrelid::regclass::text as parent, conrelid::regclass::text as child,
       array(select a.attname::text from unnest(conkey) with ordinality k(n, place) join pg_attribute a on a.attrelid = conrelid and a.attnum = k.n order by place) as columns,
       array(select a.attname::text from unnest(confkey) with ordinality k(n, place) join pg_attribute a on a.attrelid = confrelid and a.attnum = k.n order by place) as targets
     from pg_constraint where contype = 'f' and conparentid = 0 and cardinality(conkey) = 2`,
  )
  return rows
    .filter(({ columns }) => columns.some(({ name }) => name === 'regency_code'))
    .map(({ name, recode, columns, key }): FollowingTable => {
      const has = (wanted: string) => columns.some((column) => column.name === wanted)
      const stored = columns.filter(({ made }) => !made)
      return {
        ...{ name, key, always: recode === 'always', never: recode === 'never', columns: stored.map((column) => column.name) },
        ...{ period: has('period_id'), edition: has('edition_id'), record: has('record_key'), village: has('village_code') },
        coded: stored
          .filter((column) => column.type in KINDS && column.name !== 'regency_code')
          .map((column) => ({ name: column.name, kind: KINDS[column.type]! })),
        files: columns.filter((column) => column.type === 'uuid' && column.name.endsWith('file_id')).map((column) => column.name),
        children: links
          .filter(({ parent, columns: own }) => parent === name && own.includes('regency_code'))
          .map((link) => ({ table: link.child, column: other(link.columns), own: other(link.targets) })),
      }
    })
    .sort((a, b) => Number(b.record) - Number(a.record))
}

function other(columns: readonly string[]): string {
  return columns.find((name) => name !== 'regency_code')!
}
