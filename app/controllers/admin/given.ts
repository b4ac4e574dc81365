import type { HttpContext } from '@adonisjs/core/http'
import type User from '#models/user'
import { givenTo, MOST_SHEETS, PRINTABLE_MINUTES, proofOf, type Given } from '#services/accounts/sheets'
import { leaveUncompressed } from '#services/compression'

/** An account on the page that shows its one-time password. */
export interface ShownAccount {
  login: string
  name: string
  given: Given
}

export const shownAccount = (user: User, oneTime: string): ShownAccount => ({
  login: user.login,
  name: user.name,
  given: givenTo(user, oneTime),
})

/** The page that shows one-time passwords, once. It is kept by no browser, and prints them for half an hour. */
export function showGiven(
  ctx: HttpContext,
  accounts: readonly ShownAccount[],
  { title, back, backTitle }: { title: string; back: string; backTitle: string },
) {
  leaveUncompressed(ctx)
  const proof = proofOf(
    ctx.scope,
    accounts.map(({ given }) => given),
  )
  const sheets = accounts.length <= MOST_SHEETS
  return ctx.view.render('pages/admin/users/given', {
    accounts,
    proof,
    sheets,
    title,
    back,
    backTitle,
    minutes: PRINTABLE_MINUTES,
  })
}
