import { v7 as uuid } from 'uuid'
import { records } from '#kernel/offers/records'
import { registry, type VerificationModule } from '#kernel/registry'
import { query, scope } from '#services/scope'
import { placeOf } from '#verification/periods/index'
import { tableNames, type Place } from '#verification/store/index'
import { daysAgo, deskOf, MAGELANG, periodOf, type Desk, type Story } from './work.js'

/** A household of the register leaves for every other module that has somebody of it on its list, which that module is then told. */
export async function newsElsewhere(story: Story): Promise<void> {
  const desk = await deskOf(MAGELANG)
  for (const module of registry.modules()) {
    if (module.name !== story.module.name && module.sample) await daysAgo(1, () => leave(desk, story, module))
  }
}

async function leave(desk: Desk, story: Story, listed: VerificationModule): Promise<void> {
  const [register, list] = [
    placeOf(await periodOf(desk, story)),
    placeOf(await periodOf(desk, { ...story, module: listed })),
  ] as const
  const [outcome] = (await story.module.sample!()).default.outcomes.removed.at(-1)!
  await scope.run(desk.scope, async (tx) => {
    const key = await query<{ key: string }>(tx, householdSql(register, list), {
      ...{ register: register.periodId, list: list.periodId, regency: desk.regency },
    }).then(([row]) => row?.key)
    if (!key) return
    const working = (await records.working(tx, register, [key])).get(key)
    const doc = working?.doc ?? (await records.base(tx, register, [key])).get(key)!
    await records.write(tx, register, { type: 'edit', id: uuid() }, [
      { key, version: working?.version ?? 0, kind: 'repair', outcome, state: 'received', doc },
    ])
    await records.decide(tx, register, [key], { take: 'accept' })
  })
}

/** SQL of a household of a village that handed in, without a clash, of whom a person stands on the list, under the same name rather than only the same invented number. */
function householdSql(register: Place, list: Place): string {
  const [own, other] = [tableNames(register.module.instrument), tableNames(list.module.instrument)]
  return `select c.key from ${own.current} c
    join ${own.people} p on p.period_id = c.period_id and p.regency_code = c.regency_code and p.record_key = c.key and p.active and p.stays
    join ${other.people} o on o.period_id = :list and o.regency_code = c.regency_code and o.nik = p.nik and o.active and o.stays
    where c.period_id = :register and c.regency_code = :regency and c.kind in ('none', 'repair') and c.state <> 'rejected' and not c.conflict
      and exists (select from ${own.current} v where v.period_id = :register and v.regency_code = :regency and v.village_code = c.village_code
        and v.kind <> 'none')
    order by o.name_key = p.name_key desc, c.kind, c.village_code, c.key limit 1`
}
