import { RegionCode } from '#domain/region_code'
import { codeInForce, formerCodes } from '#services/former_codes'
import { query, type Tx } from '#services/scope'

/** Codes that begin with a former code of one regency, and what they are today. */
export interface CodeMap {
  /** The regency as its rows have it. */
  from: string
  /** What it is today; the same where only districts or villages of it have new codes. */
  to: string
  codes: { from: string; to: string; regency: string }[]
}

interface Listed {
  code: string
  level: number
  /** Regency above it, or itself, by the parents of the list. */
  regency: string | null
}

/** Maps of all regencies that the list of regions names a former code of, in the order of their codes. */
export async function codeMaps(tx: Tx): Promise<CodeMap[]> {
  const former = await formerCodes(tx)
  const regencies = [...new Set([...former.keys()].flatMap((code) => RegionCode.tryParse(code)?.at('regency') ?? []))].sort()
  const maps: CodeMap[] = []
  for (const from of regencies) {
    const own = [...former.keys()].filter((code) => code === from || code.startsWith(`${from}.`))
    const listed = await listedFor(
      tx,
      own.map((code) => codeInForce(code, former).code),
    )
    const codes = new Map<string, { to: string; regency: string }>()
    for (const alias of own.sort((a, b) => a.length - b.length)) {
      const now = codeInForce(alias, former).code
      for (const { code, regency } of listed) {
        if (regency === null || !(code === now || code.startsWith(`${now}.`))) continue
        codes.set(alias + code.slice(now.length), { to: code, regency })
      }
    }
    for (const code of codes.keys()) codes.set(code, inForce(code, codes, listed, former))
    const to = codeInForce(from, former).code
    const changed = [...codes].filter(([code, found]) => code !== found.to).map(([code, found]) => ({ from: code, ...found }))
    if (changed.length > 0) maps.push({ from, to, codes: changed })
  }
  return maps
}

/** A village of a district that itself has a new code is where the more exact of the two says. */
function inForce(
  code: string,
  codes: ReadonlyMap<string, { to: string; regency: string }>,
  listed: readonly Listed[],
  former: ReadonlyMap<string, string>,
) {
  const { code: to } = codeInForce(code, former)
  const region = listed.find((one) => one.code === to)
  return region?.regency ? { to, regency: region.regency } : codes.get(code)!
}

/** The regions themselves and everything in them, with the regency of each. */
async function listedFor(tx: Tx, codes: readonly string[]): Promise<Listed[]> {
  return query<Listed>(
    tx,
    `with recursive down as (
       select r.code, r.level, case r.level when 2 then r.code when 3 then r.parent when 4 then d.parent end as regency
       from regions r left join regions d on d.code = r.parent where r.code = any (?)
       union select r.code, r.level, down.regency from regions r join down on r.parent = down.code)
     select code, level, regency from down where level >= 2 order by code`,
    [[...codes]],
  )
}

/** Puts a map into the temporary table `recode_map`, and makes `siks_recoded`, which replaces the codes that a JSON text quotes. */
export async function stageCodes(tx: Tx, { from, codes }: CodeMap): Promise<void> {
  await query(tx, 'drop table if exists recode_map')
  await query(
    tx,
    'create temporary table recode_map (old text collate "C" primary key, new text not null, regency text not null) on commit drop',
  )
  await query(
    tx,
    `insert into recode_map select m."from", m."to", m.regency from json_to_recordset(cast(:codes as json)) as m("from" text, "to" text, regency text)`,
    { codes: JSON.stringify(codes) },
  )
  await query(tx, 'analyze recode_map')
  // A regency's code alone may as well be a measure ("33.71"), so it is replaced only where its name says what it is.
  await query(
    tx,
    `create or replace function pg_temp.siks_recoded(doc text) returns text language plpgsql as $$
     declare
       named text;
     begin
       if doc is null or position('"${from}' in doc) = 0 then return doc; end if;
       for named in
         select distinct m[1] from regexp_matches(doc, '"([0-9]{2}[.][0-9]{2}[.][0-9]{2}([.][0-9]{4})*)"', 'g') m
         where m[1] in (select old from recode_map)
       loop
         doc := replace(doc, '"' || named || '"', '"=' || (select new from recode_map where old = named) || '"');
       end loop;
       for named in select new from recode_map where old = '${from}' loop
         doc := regexp_replace(doc, '("(regency|regency_code|region|region_code|wilayah)": *)"${from.replace('.', '[.]')}"', '\\1"=' || named || '"', 'g');
       end loop;
       return regexp_replace(doc, '"=([0-9]{2}[.][0-9]{2}[0-9.]*)"', '"\\1"', 'g');
     end $$`,
  )
}
