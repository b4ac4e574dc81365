import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { activityWords } from '#services/dashboard/activity_words'
import { sentenceOf } from '#services/fault'
import { publishOffline, setOfflineMinimum, withdrawOffline } from '#services/offline/acts'
import { builtHere, type BuiltFile } from '#services/offline/built'
import { NOTE_LENGTH } from '#services/offline/errors'
import {
  historyOfVersions,
  olderThan,
  packagesOut,
  packagesWith,
  useOfVersions,
  type VersionAct,
  type VersionUse,
} from '#services/offline/use'
import { isValid, minimumOf, offlineVersions, versionRefusal, type OfflineVersion } from '#services/offline/versions'
import { scope, type Tx } from '#services/scope'
import { programRefusal } from '#verification/imports/gate'
import { typed } from './asked.js'

const UNUSED: VersionUse = { downloads: 0, files: 0, refused: 0 }

/** Versions of the offline application: what is offered, what comes back with each, and their publishing and withdrawing. */
export default class OfflineDeskController {
  async index(ctx: HttpContext) {
    const [all, built] = await Promise.all([offlineVersions(), builtHere()])
    const found = await scope.run(ctx.scope, async (tx) => ({
      uses: await useOfVersions(tx),
      out: await packagesOut(tx),
      history: await historyOfVersions(tx),
    }))
    const versions = judged(all)
    return ctx.view.render('pages/admin/offline/index', {
      ...{
        out: found.out,
        minimum: minimumOf(all),
        installed: standingOf(built, all),
        offered: versions.find(({ valid }) => valid),
      },
      rows: versions.map((one) => ({ ...one, use: found.uses.get(one.version) ?? UNUSED })),
      history: spokenActs(ctx, found.history),
    })
  }

  /** The form for the version that came with this installation. */
  async create(ctx: HttpContext) {
    const [all, built] = await Promise.all([offlineVersions(), builtHere()])
    const older = await scope.run(ctx.scope, async (tx) =>
      built ? packagesWith(tx, olderThan(built.version, await useOfVersions(tx))) : null,
    )
    return ctx.view.render('pages/admin/offline/publish', {
      ...{ older, built, installed: standingOf(built, all), minimum: minimumOf(all), noteLength: NOTE_LENGTH },
      known: all.find(({ version }) => version === built?.version) ?? null,
    })
  }

  async store(ctx: HttpContext) {
    const built = await builtHere()
    if (!built) throw new NotFound()
    const minimum = typed(ctx, 'minimum') === '1' ? true : undefined
    const given = { path: built.path, note: typed(ctx, 'note') ?? '', minimum }
    return done(ctx, 'published', await scope.run(ctx.scope, (tx) => publishOffline(tx, given)))
  }

  async show(ctx: HttpContext) {
    const all = await offlineVersions()
    const one = judged(all).find(({ version }) => version === ctx.params.version)
    if (!one) throw new NotFound()
    const found = await scope.run(ctx.scope, async (tx) => ({
      ...(await reachOf(tx, one.version)),
      history: await historyOfVersions(tx, one.version),
    }))
    return ctx.view.render('pages/admin/offline/show', {
      ...{ ...found, one, minimum: minimumOf(all), ...consequences(ctx, all, one) },
      history: spokenActs(ctx, found.history),
    })
  }

  async minimum(ctx: HttpContext) {
    const set = typed(ctx, 'ke') === '1'
    const changed = await scope.run(ctx.scope, (tx) => setOfflineMinimum(tx, String(ctx.params.version), set))
    return done(ctx, set ? 'minimum_set' : 'minimum_released', changed)
  }

  async withdraw(ctx: HttpContext) {
    const withdrawn = await scope.run(ctx.scope, (tx) =>
      withdrawOffline(tx, String(ctx.params.version), typed(ctx, 'reason') ?? ''),
    )
    return done(ctx, 'withdrawn', withdrawn)
  }
}

function done({ session, response, i18n }: HttpContext, what: string, { version }: OfflineVersion) {
  session.flash('success', i18n.t(`offline.done.${what}`, { version }))
  return response.redirect(`/admin/aplikasi/${version}`)
}

/** Each with whether it may be worked with, and whether it is the oldest that may. */
function judged(all: readonly OfflineVersion[]) {
  const minimum = minimumOf(all)
  return all.map((one) => ({ ...one, valid: isValid(one, minimum), lowest: one.version === minimum }))
}

/** How what came with this installation stands to what was published. */
function standingOf(built: BuiltFile | null, all: readonly OfflineVersion[]) {
  if (!built) return { state: 'none', version: null }
  const { version, sha256 } = built
  const known = all.find((one) => one.version === version)
  const state = !known ? 'new' : known.withdrawnAt ? 'withdrawn' : known.sha256 === sha256 ? 'published' : 'other'
  return { state, version }
}

/** How much is out, and how much of what came back comes from this version or from older ones. */
async function reachOf(tx: Tx, version: string) {
  const uses = await useOfVersions(tx)
  return {
    use: uses.get(version) ?? UNUSED,
    out: await packagesOut(tx),
    own: await packagesWith(tx, [version]),
    older: await packagesWith(tx, olderThan(version, uses)),
  }
}

/** What would hold once it is withdrawn, made the minimum or no minimum any more, with the sentences that supervisors would read. */
function consequences(ctx: HttpContext, all: readonly OfflineVersion[], one: OfflineVersion) {
  const changed = (more: Partial<OfflineVersion>) =>
    all.map((other) => (other.version === one.version ? { ...other, ...more } : other))
  const said = (versions: readonly OfflineVersion[], found: string) => {
    const refusal = versionRefusal(versions, found)
    return refusal && sentenceOf(programRefusal(refusal), ctx.i18n)
  }
  const without = changed({ withdrawnAt: new Date(0), withdrawnReason: ctx.i18n.t('offline.your_reason') })
  const raised = changed({ minimum: true })
  const below = all.find(({ version, withdrawnAt }) => !withdrawnAt && versionRefusal(raised, version)?.code === 'old')
  return {
    withdrawal: { next: judged(without).find(({ valid }) => valid)?.version ?? null, sentence: said(without, one.version) },
    raising: { sentence: below ? said(raised, below.version) : null },
    releasing: { next: minimumOf(changed({ minimum: false })) },
  }
}

function spokenActs({ i18n }: HttpContext, acts: readonly VersionAct[]) {
  return acts.map((act) => ({ ...act, words: activityWords(i18n, act), text: textOf(act) }))
}

/** The note or the reason that the act carried. */
function textOf({ data }: VersionAct): string {
  const text = data.note ?? data.reason
  return typeof text === 'string' ? text : ''
}
