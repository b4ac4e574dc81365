import type { I18n } from '@adonisjs/i18n'
import { isOnePerson } from '#verification/instrument'
import { localeOf } from '#verification/message'
import { nounsOf } from '#verification/nouns'
import { query, type Tx } from '#services/scope'
import { variableOf } from '#verification/engine'
import { tableNames, type Place } from '#verification/store/index'
import { drawnChart, hasFigures, type DrawnChart } from './charts.js'

/** Largest size that has a bar of its own. */
const SIZES = 8
const FAMILIES = 4
/** Years of an age group, and the group of everybody above. */
const YEARS = 5
const OLDEST = 15

/** How households are composed, as counted once: pairs of a value and how many have it. */
export interface Composition {
  sizes: [size: number, records: number][]
  families: [families: number, records: number][]
  /** Age group, sex and persons; null where the birth date or the sex is missing. */
  ages: [group: number | null, sex: number | null, persons: number][]
}

export interface KeptComposition {
  figures: Composition
  madeAt: Date
}

/** What was counted last; null where nothing was yet. */
export async function keptComposition(tx: Tx, { periodId, regency }: Place): Promise<KeptComposition | null> {
  const [row] = await query<KeptComposition>(
    tx,
    'select figures, made_at as "madeAt" from compositions where period_id = ? and regency_code = ?',
    [periodId, regency],
  )
  return row ?? null
}

/** Counts the composition of a regency's households as the period has them now, and keeps it. */
export async function countComposition(tx: Tx, place: Place, today: string): Promise<void> {
  const { current, people } = tableNames(place.module.instrument)
  const at = [place.periodId, place.regency] as const
  const by = (column: string, most: number) =>
    query<{ value: number; count: number }>(
      tx,
      `select least(${column}, ${most}) as value, cast(count(*) as int) as count from ${current}
       where period_id = ? and regency_code = ? group by 1 order by 1`,
      [...at],
    )
  const ages = await query<{ group: number | null; sex: number | null; count: number }>(
    tx,
    `select least(greatest(extract(year from age(cast(:today as date), birth_date)), 0)::int / ${YEARS}, ${OLDEST}) as "group", sex,
       cast(count(*) as int) as count from ${people} where period_id = :period and regency_code = :regency and active group by 1, 2 order by 1, 2`,
    { today, period: place.periodId, regency: place.regency },
  )
  const figures: Composition = {
    sizes: (await by('persons', SIZES)).map(({ value, count }) => [value, count]),
    families: (await by('families', FAMILIES)).map(({ value, count }) => [value, count]),
    ages: ages.map(({ group, sex, count }) => [group, sex, count]),
  }
  await query(
    tx,
    `insert into compositions (period_id, regency_code, figures, made_at) values (?, ?, cast(? as jsonb), ?)
     on conflict (period_id, regency_code) do update set figures = excluded.figures, made_at = excluded.made_at`,
    [...at, JSON.stringify(figures), tx.now],
  )
}

/** The charts of a composition, with the words of the module; sizes only where a record holds several persons, families only where the module knows them. */
export function compositionCharts(module: Place['module'], figures: Composition, i18n: I18n): DrawnChart[] {
  const { instrument } = module
  const locale = localeOf(i18n)
  const unit = nounsOf(module, locale).record.one
  const records = i18n.t('charts.records', { unit })
  const label = (value: number, most: number) => (value >= most ? i18n.t('charts.or_more', { count: value }) : String(value))
  const counted = (id: string, pairs: readonly [number, number][], most: number) =>
    drawnChart(
      id,
      i18n.t(`charts.${id}`, { unit }),
      'bar',
      {
        labels: pairs.map(([value]) => label(value, most)),
        series: [{ label: records, values: pairs.map(([, count]) => count) }],
      },
      locale,
    )
  const { people } = instrument.summary
  const sexes = variableOf(instrument, people.group, people.sex).codes ?? []
  const groups = [...new Set(figures.ages.map(([group]) => group))].sort((a, b) => (a ?? Infinity) - (b ?? Infinity))
  const of = (group: number | null, sex: number | null) =>
    figures.ages.filter((cell) => cell[0] === group && cell[1] === sex).reduce((sum, cell) => sum + cell[2], 0)
  const known: { code: number | null; label: string | { id: string; en: string } }[] = [
    ...sexes,
    { code: null, label: i18n.t('charts.unknown') },
  ]
  const ages = drawnChart(
    'ages',
    i18n.t('charts.ages'),
    'bar',
    {
      labels: groups.map((group) =>
        group === null
          ? i18n.t('charts.unknown')
          : group === OLDEST
            ? i18n.t('charts.or_more', { count: OLDEST * YEARS })
            : `${group * YEARS}–${group * YEARS + YEARS - 1}`,
      ),
      series: known
        .map((sex) => ({ label: sex.label, values: groups.map((group) => of(group, sex.code)) }))
        .filter(({ values }) => values.some((value) => value > 0)),
      ...{ stacked: true, horizontal: true },
    },
    locale,
  )
  const sizes = isOnePerson(instrument) ? [] : [counted('size', figures.sizes, SIZES)]
  const families = instrument.summary.familyGroup ? [counted('families', figures.families, FAMILIES)] : []
  return [...sizes, ...families, ages].filter(hasFigures)
}
