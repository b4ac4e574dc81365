import db from '@adonisjs/lucid/services/db'
import { v7 as uuid } from 'uuid'
import { registry, type VerificationModule } from '#kernel/registry'
import { createUser } from '#services/accounts/manage'
import { progressSql } from '#services/progress/national'
import { CONSOLE, NATIONAL, scope } from '#services/scope'
import { prepareEdition } from '#verification/editions/index'
import { tableNames } from '#verification/store/index'
import { Visitor } from './support/browser.js'
import { PASSWORD } from './support/dataset.js'
import { interleaved, type Verdict } from './support/measure.js'
import { startFloor, startProduct } from './support/processes.js'

const LOGIN = 'pusdatin.bench'
const NAME = 'Bench nasional'
const ROUNDS = 30
const [PRODUCT_PORT, FLOOR_PORT] = [3473, 3474]
/** Kept counts of a village: so many combinations of kind, outcome, state, band and problem. */
const CELLS = 10

/** The progress of all 514 regencies in one period, as the ministry opens it: 84,000 villages with their kept counts. */
export async function benchNational(): Promise<Verdict[]> {
  const module = registry.modules()[1]!
  const period = await nationalPeriod(module)
  const { recaps } = tableNames(module.instrument)
  const regencies = await db.connection('owner').from('regions').where('level', 2).select('code')
  const text = progressSql({ recaps }).replaceAll(':period', '$1').replaceAll(':regions', '$2').replaceAll(':remarked', '$3')
  const floorQueries = { progress: [{ text, values: [period, regencies.map(({ code }) => code), new Date()] }] }
  const product = await startProduct(PRODUCT_PORT)
  const floor = await startFloor(FLOOR_PORT, floorQueries)
  const [person, bare] = [new Visitor(product.base), new Visitor(floor.base)]
  try {
    await person.signIn(LOGIN)
    const at = await interleaved(
      [
        { name: 'shell', run: () => person.page('/bench/kosong') },
        { name: 'floor', run: () => bare.page('/progress') },
        { name: 'page', run: () => person.page(`/admin/kemajuan?modul=${module.name}`) },
      ],
      ROUNDS,
    )
    console.log(`shell ${at.get('shell')!.toFixed(1)} ms, data floor ${at.get('floor')!.toFixed(1)} ms`)
    return [
      {
        what: 'progress of 514 regencies',
        measured: at.get('page')!,
        allowed: at.get('shell')! + 10 * at.get('floor')!,
        unit: 'ms',
        how: 'shell + 10 data floors',
      },
    ]
  } finally {
    person.close()
    bare.close()
    await product.stop()
    await floor.stop()
  }
}

/** A period of every regency with invented kept counts and no register behind them; made once. */
async function nationalPeriod(module: VerificationModule): Promise<string> {
  const owner = db.connection('owner')
  const known = await owner.from('periods').where('module', module.name).where('name', NAME).first()
  if (known) return known.id as string
  const codes = (await owner.from('regions').where('level', 2).select('code')).map(({ code }) => code as string)
  const edition = await prepareEdition({
    ...{ module, name: `${NAME} ${uuid()}`, decree: '8/HUK/2019', decreeDate: '2019-01-10', regencies: codes, actor: CONSOLE },
  })
  const [id, now] = [uuid(), new Date()]
  await owner.transaction(async (trx) => {
    await trx.from('editions').where('id', edition.id).update({ state: 'published', published_at: now })
    await trx.table('periods').insert({
      ...{ id, module: module.name, edition_id: edition.id, name: NAME, opens_on: '2026-01-01', until_on: '2099-12-31' },
      ...{ finalise_days: 14, state: 'open', created_by: 'bench', created_at: now },
    })
    await trx
      .table('finalisations')
      .multiInsert(
        codes.map((code) => ({ period_id: id, regency_code: code, module: module.name, state: 'open', updated_at: now })),
      )
    await trx.rawQuery(
      `insert into ${tableNames(module.instrument).recaps}
         (period_id, regency_code, district_code, village_code, kind, outcome, state, decile, problem, records, persons, families)
       select ?, d.parent, d.code, v.code, case when n = 0 then 'none' else 'repair' end, case when n = 0 then 'unverified' else 'repaired' end,
         case when n = 0 then 'untouched' when n % 2 = 0 then 'accepted' else 'received' end, n % 5, 'none', 10 + n, 35 + n, 10 + n
       from regions v join regions d on d.code = v.parent cross join generate_series(0, ${CELLS - 1}) n where v.level = 4`,
      [id],
    )
    await trx.from('finalisations').where('period_id', id).whereILike('regency_code', '%1').update({ state: 'accepted' })
  })
  await owner.rawQuery(`vacuum (analyze) ${tableNames(module.instrument).recaps}`)
  await scope.run(scope.of(NATIONAL, CONSOLE), (tx) =>
    createUser(tx, { login: LOGIN, role: 'pusdatin', region: NATIONAL, password: PASSWORD }),
  )
  return id
}
