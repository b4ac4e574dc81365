import { addDays } from '#domain/calendar_date'
import User from '#models/user'
import { childrenOf, nationalScope, scopeRegions } from '#services/regions'
import { query, scope, SYSTEM, type Actor } from '#services/scope'
import { setPluginSwitch } from '#services/switches/set_switch'
import { recordForward } from '#verification/finalise/desk/index'
import { periodsOf } from '#verification/periods/index'
import { askable, askPeriod, type RequestKind } from '#verification/periods/requests/index'
import { daysAgo, deskOf, MAGELANG, periodOf, PROVINCE, type Story } from './work.js'

/** A regency outside the province of the story, where a module was off for two days. */
const ISLANDS = '31.01'

/** What waits on the desks of periods, letters and modules, and what was done there before. */
export async function cycleDesk(story: Story): Promise<void> {
  await askFor(
    story,
    'extension',
    'Jaringan di enam desa pegunungan terputus akibat longsor; berkas operator menyusul pekan depan.',
  )
  await askFor(story, 'reopening', 'Satu desa keliru menyerahkan berkas lama sehingga 14 rumah tangga belum diperbaiki.')
  await forwardEarlier(story)
  await switchOffAndOn(story)
}

/** The first regency of the province whose period allows such a request asks for it. */
async function askFor(story: Story, kind: RequestKind, reason: string): Promise<void> {
  const regencies = (await childrenOf(PROVINCE)).filter(({ code }) => code !== MAGELANG)
  for (const { code } of regencies.reverse()) {
    const desk = await deskOf(code)
    const period = await periodOf(desk, story)
    if (askable(period) !== kind) continue
    const untilOn = addDays(period.closesOn, 14)
    await daysAgo(1, () => scope.run(desk.scope, (tx) => askPeriod(tx, period, { kind, untilOn, reason })))
    return
  }
}

/** The province passed the letter of the period before on to the governor. */
async function forwardEarlier(story: Story): Promise<void> {
  const user = await User.query().where({ role: 'supervisor_province', region_code: PROVINCE }).first()
  if (!user) return
  const actor: Actor = { id: user.id, name: user.name, role: user.role }
  const own = scope.of(await scopeRegions(user.role, user.regionCode), actor)
  await daysAgo(170, () =>
    scope.run(own, async (tx) => {
      const period = (await periodsOf(tx, story.module, MAGELANG)).find(({ finalisation }) => finalisation.state === 'accepted')
      if (period)
        await recordForward(tx, period, { on: period.today, note: `Surat pengantar 460/112/${period.today.slice(0, 4)}` })
    }),
  )
}

async function switchOffAndOn({ module }: Story): Promise<void> {
  const national = await nationalScope(SYSTEM)
  const wanted = { plugin: module.name, region: ISLANDS }
  const [known] = await scope.run(national, (tx) =>
    query(tx, 'select 1 from plugin_switches where plugin = ? and region_code = ? limit 1', [module.name, ISLANDS]),
  )
  if (known) return
  await daysAgo(20, () =>
    scope.run(national, (tx) =>
      setPluginSwitch(tx, { ...wanted, state: 'off', reason: 'Penyesuaian data dasar wilayah kepulauan' }),
    ),
  )
  await daysAgo(18, () =>
    scope.run(national, (tx) => setPluginSwitch(tx, { ...wanted, state: 'inherit', reason: 'Penyesuaian selesai' })),
  )
}
