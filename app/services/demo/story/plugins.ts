import User from '#models/user'
import type { DemoStage } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { childrenOf, findRegion, nationalScope, scopeRegions } from '#services/regions'
import { scope, SYSTEM, type Scope } from '#services/scope'
import { makeProfile } from './people.js'
import { daysAgo, deskOf, GUNUNGKIDUL, PROVINCE, type Story } from './work.js'

/** The work that modules beside the cycle tell of themselves. */
export async function pluginStories(story: Story): Promise<void> {
  const stage = await stageOf(story)
  for (const { demo } of registry.all()) await (await demo?.())?.default.tell?.(stage)
}

/** What modules tell once every period is open. */
export async function laterStories(story: Story): Promise<void> {
  const stage = await stageOf(story)
  for (const { demo } of registry.all()) await (await demo?.())?.default.later?.(stage)
}

async function stageOf({ today }: Story): Promise<DemoStage> {
  const regencies = [...(await childrenOf(PROVINCE)), (await findRegion(GUNUNGKIDUL))!]
  const reviewer = await reviewerScope()
  return {
    today,
    regencies: regencies.map(({ code, name }) => ({ code, name })),
    profile: makeProfile,
    asSupervisor: async (regency, days, work) => {
      const desk = await deskOf(regency)
      return daysAgo(days, () => scope.run(desk.scope, work))
    },
    asReviewer: (days, work) => daysAgo(days, () => scope.run(reviewer, work)),
  }
}

/** Moves the days to come of every module so many days on. */
export async function movePlugins(days: number): Promise<void> {
  for (const { demo } of registry.all()) {
    if (!demo) continue
    const { default: story } = await demo()
    await scope.run(await nationalScope(SYSTEM), async (tx) => story.move?.(tx, days))
  }
}

async function reviewerScope(): Promise<Scope> {
  const user = await User.query().where('role', 'pfm_reviewer').orderBy('login').firstOrFail()
  const actor = { id: user.id, name: user.name, role: user.role }
  return scope.of(await scopeRegions(user.role, user.regionCode), actor)
}
