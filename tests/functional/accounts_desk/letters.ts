import type User from '#models/user'
import { checkRequest, decideRequest, takeRequest } from '#services/accounts/resets/answer'
import { resetPage } from '#services/accounts/resets/list'
import { submitRequest } from '#services/accounts/resets/submit'
import { ministryStaff, supervisorOf } from '#tests/support/people'
import { regencyForTest } from '#tests/support/places'
import { Visitor } from '#tests/support/visitor'
import { as, letterFor, OFFICE_PHONE, openOfficeOf, scannedLetter } from './support.js'

export const REASON = 'Surat sah dan dibenarkan lewat telepon.'

function formOf(fields: Record<string, string>, scan: Buffer | null): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  if (scan) form.set('scan', new Blob([new Uint8Array(scan)]), 'surat.pdf')
  return form
}

/** Sends the public form as a browser does. */
export async function send(fields: Record<string, string>, scan: Buffer | null = null) {
  const visitor = new Visitor()
  await visitor.get('/masuk/bantuan')
  const answer = await visitor.post('/masuk/bantuan', formOf(fields, scan ?? (await scannedLetter())))
  return { visitor, answer, receipt: answer.location?.split('/').at(-1) ?? '' }
}

/** The request of a receipt, as the list of the desk has it. */
export async function requestOf(officer: User, receipt: string) {
  const { rows } = await as(officer, (tx) => resetPage(tx, { view: 'all', search: receipt }, { size: 5 }))
  return rows[0]!
}

/** A letter for a supervisor of an office of his own, sent by the form. */
export async function letterOf(more: Record<string, string> = {}) {
  const { code } = await regencyForTest()
  await openOfficeOf(code)
  const user = await supervisorOf(code)
  const receipt = await submitRequest(
    { typed: letterFor(user.login, more), scan: await scannedLetter(), formId: '' },
    '192.0.2.1',
  )
  const officer = await ministryStaff()
  return { user, officer, receipt, id: (await requestOf(officer, receipt)).id }
}

/** Takes a request and keeps checks that all speak for it. */
export async function checked(officer: User, id: string) {
  await as(officer, (tx) => takeRequest(tx, id))
  await as(officer, (tx) => checkRequest(tx, id, { kind: 'letter', result: 'match' }))
  await as(officer, (tx) => checkRequest(tx, id, { kind: 'official', result: 'match' }))
  await as(officer, (tx) => checkRequest(tx, id, { kind: 'call', result: 'confirmed', number: OFFICE_PHONE }))
}

/** Accepts a request and grants those acts. */
export const accept = (officer: User, id: string, grants: string[]) =>
  as(officer, (tx) => decideRequest(tx, id, { take: 'accept', grants, reason: REASON }))
