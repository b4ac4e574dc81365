import type { HttpContext } from '@adonisjs/core/http'
import encryption from '@adonisjs/core/services/encryption'
import { leaveUncompressed } from '#services/compression'
import { NotFound } from '#exceptions/not_found'
import type { Pdf } from '#services/documents/pdf'
import { sentenceOf } from '#services/fault'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import { passphrasesOf, revealPassphrases, SHOWN_MINUTES } from '#verification/issues/acts'
import type { ListedIssue } from '#verification/issues/issue_list'
import { IssueError } from '#verification/issues/errors'
import { handoverSheet, passphraseList } from '#verification/issues/handover'
import { archiveOf, issueOf } from './find.js'

/** So long the page that has shown a passphrase may print it. */
const PRINTABLE = `${SHOWN_MINUTES}m`
const PURPOSE = 'package.sheet'

/** The passphrases of packages: shown once, and printed from the page that shows them. */
export default class PassphraseController {
  async reveal(ctx: HttpContext) {
    const { issue, phrases } = await scope.run(ctx.scope, async (tx) => {
      const found = await issueOf(tx, ctx)
      return { issue: found, phrases: await revealPassphrases(tx, [found], formOf(ctx)) }
    })
    leaveUncompressed(ctx)
    return ctx.view.render('pages/packages/passphrase', { issue, passphrase: phrases[0], proof: proofOf(ctx, [issue]) })
  }

  /** Berita Acara Serah Terima of one package. */
  async sheet(ctx: HttpContext) {
    const print = async (tx: Tx) => {
      const issue = await issueOf(tx, ctx)
      assertShown(ctx, [issue])
      const [passphrase] = await passphrasesOf(tx, [issue])
      return handoverSheet(tx, issue, { passphrase: passphrase!, recipient: String(ctx.request.input('penerima', '')) })
    }
    return printed(ctx, print, { name: `serah-terima-${ctx.params.id}.pdf`, page: `/paket/${ctx.params.id}` })
  }

  async revealAll(ctx: HttpContext) {
    const { job, issues, phrases } = await scope.run(ctx.scope, async (tx) => {
      const found = await archiveOf(tx, ctx)
      const ready = inForce(found.issues)
      return { job: found.job, issues: ready, phrases: await revealPassphrases(tx, ready, formOf(ctx)) }
    })
    leaveUncompressed(ctx)
    return ctx.view.render('pages/packages/passphrases', { job, issues, phrases, proof: proofOf(ctx, issues) })
  }

  /** The list of all passphrases of a ZIP, to be kept apart from it. */
  async list(ctx: HttpContext) {
    const print = async (tx: Tx) => {
      const issues = inForce((await archiveOf(tx, ctx)).issues)
      assertShown(ctx, issues)
      return passphraseList(tx, issues, await passphrasesOf(tx, issues))
    }
    return printed(ctx, print, { name: `daftar-frasa-sandi-${ctx.regency!}.pdf`, page: `/paket/zip/${ctx.params.job}` })
  }
}

const formOf = ({ request }: HttpContext): string => String(request.input('lembar', ''))

/** Sends the sheet; where it may not be printed, leads to the page of the package: what it was asked from cannot be opened again. */
async function printed(ctx: HttpContext, print: (tx: Tx) => Promise<Pdf>, { name, page }: { name: string; page: string }) {
  try {
    const { content } = await scope.run(ctx.scope, print)
    return sendMade(ctx, name, content, { inline: true })
  } catch (error) {
    if (!(error instanceof IssueError)) throw error
    ctx.session.flash('error', sentenceOf(error, ctx.i18n))
    return ctx.response.redirect(page)
  }
}

function inForce(issues: readonly ListedIssue[]): ListedIssue[] {
  const found = issues.filter(({ state }) => state === 'ready')
  if (found.length === 0)
    throw new IssueError('E_ISSUE_UNMADE', {
      id: 'ZIP belum selesai dibuat atau tidak disimpan lagi.',
      en: 'The ZIP is not made yet or is no longer kept.',
    })
  return found
}

/** What the page keeps to prove that it is the one that has just shown these passphrases, to this person. */
function proofOf({ auth }: HttpContext, issues: readonly ListedIssue[]): string {
  return encryption.encrypt({ user: auth.user!.id, issues: issues.map(({ id }) => id) }, PRINTABLE, PURPOSE)
}

function assertShown({ auth, request }: HttpContext, issues: readonly ListedIssue[]): void {
  const proof = encryption.decrypt<{ user: string; issues: string[] }>(String(request.input('proof', '')), PURPOSE)
  if (proof?.user === auth.user!.id && issues.every(({ id }) => proof.issues.includes(id))) return
  if (issues.some(({ shownAt }) => shownAt === null)) throw new NotFound()
  throw new IssueError('E_ISSUE_SHOWN', {
    id: 'Lembar ini hanya dapat dicetak dari halaman yang menampilkan frasa sandinya, paling lama 30 menit. Terbitkan paket baru bila frasa sandinya tidak tercatat.',
    en: 'This sheet can only be printed from the page that shows the passphrase, for at most 30 minutes. Issue a new package if the passphrase was not written down.',
  })
}
