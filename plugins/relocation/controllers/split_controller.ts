import type { HttpContext } from '@adonisjs/core/http'
import { NotFound, records, regions, scope, type SplitRequest, type Tx } from '#core/plugin'
import { noMember, noTarget } from '../errors.js'
import { moduleNamed, type MovingModule } from '../services/places.js'
import { makePlan } from '../services/plans.js'

/** Some members of a household move: who, where to, and who heads each half. */
export default class SplitController {
  async show(ctx: HttpContext) {
    const { regency, view, params, request } = ctx
    const found = await scope.run(ctx.scope, async (tx) => {
      const lead = await moduleNamed(tx, regency!, params.module)
      const household = await membersOf(tx, lead.place, String(params.key))
      const { group } = lead.module.instrument.summary.people
      await records.logRead(tx, {
        ...{ regency: regency!, action: 'open', purpose: 'verval', address: request.ip() },
        object: { type: `${lead.module.name}.record`, id: household.key },
        subjects: household.members.map(({ key }) => `${lead.module.name}:${household.key}/${key}`),
      })
      return { lead, group, ...household }
    })
    return view.render('relocation::split', { ...found, villages: await regions.villages(regency!), page: 'records' })
  }

  async store(ctx: HttpContext) {
    const { request, response, regency, params } = ctx
    const text = (name: string) => String(request.input(name, '')).trim()
    const persons = [...new Set([request.input('persons', [])].flat().map(String))]
    if (persons.length === 0) throw noMember()
    if (text('to') === '') throw noTarget()
    const wanted: SplitRequest = {
      ...{ kind: 'split', module: String(params.module), key: String(params.key), persons, to: text('to') },
      ...{ head: text('head') || persons[0]!, heir: text('heir') || null, address: text('address').slice(0, 500) },
    }
    const { id } = await scope.run(ctx.scope, async (tx) => {
      await moduleNamed(tx, regency!, params.module)
      return makePlan(tx, { regency: regency!, source: 'split', request: wanted })
    })
    return response.redirect(`/pemindahan/riwayat/${id}`)
  }
}

interface Member {
  key: string
  name: string
  born: string | null
  head: boolean
}

/** Active members of a record as it stands now. @throws NotFound */
async function membersOf(tx: Tx, place: MovingModule['place'], key: string) {
  const { summary } = place.module.instrument
  const { people } = summary
  const doc = (await records.working(tx, place, [key])).get(key)?.doc ?? (await records.base(tx, place, [key])).get(key)
  if (!doc || people.movedOut === undefined) throw new NotFound()
  const whole = people.heads?.find(({ within }) => within === 'record')
  const members = (doc.groups[people.group] ?? [])
    .filter((row) => row[people.presence] === undefined || people.active.includes(Number(row[people.presence])))
    .map((row): Member => ({
      ...{
        key: row.key,
        name: String(row[people.name] ?? ''),
        born: row[people.birthDate] ? String(row[people.birthDate]) : null,
      },
      head: whole !== undefined && row[whole.variable] === whole.code,
    }))
  return { key, name: String(doc.values[summary.name] ?? ''), village: String(doc.values[summary.village] ?? ''), members }
}
