import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { showSize } from '#services/format'
import { roomOfPerson } from '#services/uploads/room'
import { answerUpload, OVER_ROOM, uploadsAreFull, type Owner, type UploadDoor } from '#services/uploads/uploads'

/** Resumable uploads by the tus protocol; the form token comes in a header, the session says whose they are. */
export default class UploadsController {
  handle(ctx: HttpContext) {
    return passUpload(ctx, { regency: ctx.regency!, user: ctx.auth.user!.id })
  }
}

/** Hands a request to the tus protocol and its answer back. */
export async function passUpload(
  { request, response, i18n, locale }: HttpContext,
  owner: Owner,
  door?: UploadDoor,
): Promise<void> {
  const method = request.method()
  const body = method === 'POST' || method === 'PATCH' ? (Readable.toWeb(request.request) as ReadableStream) : null
  const headers = Object.entries(request.headers()).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  const init = { method, headers, body, duplex: 'half' }
  const asked = new Request(new URL(request.url(), 'http://localhost'), init)
  const answer = await answerUpload(owner, asked, door)
  // What arrived stays: the same file goes on from there once there is room.
  if (answer.status >= 500 && (await uploadsAreFull())) {
    response.status(507).send(i18n.t('errors.upload.disk_full'))
    return
  }
  response.status(answer.status)
  answer.headers.forEach((value, name) => response.header(name, value))
  const text = await answer.text()
  const words = { limit: showSize(roomOfPerson(), locale) }
  if (text) response.send(answer.ok ? text : i18n.t(`errors.upload.${REFUSALS[answer.status] ?? 'failed'}`, words))
}

/** What the protocol's own English sentences mean to a person. */
const REFUSALS: Readonly<Record<number, string>> = { 404: 'gone', 410: 'gone', 413: 'too_large', [OVER_ROOM]: 'no_room' }
