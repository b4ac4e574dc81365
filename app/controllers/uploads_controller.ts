import { Readable } from 'node:stream'
import type { HttpContext } from '@adonisjs/core/http'
import { answerUpload } from '#services/uploads/uploads'

/** Resumable uploads by the tus protocol; the form token comes in a header, the session says whose they are. */
export default class UploadsController {
  async handle({ request, response, regency, auth }: HttpContext) {
    const method = request.method()
    const body = method === 'POST' || method === 'PATCH' ? (Readable.toWeb(request.request) as ReadableStream) : null
    const headers = Object.entries(request.headers()).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, String(value)]],
    )
    const init = { method, headers, body, duplex: 'half' }
    const asked = new Request(new URL(request.url(), 'http://localhost'), init)
    const answer = await answerUpload({ regency: regency!, user: auth.user!.id }, asked)
    response.status(answer.status)
    answer.headers.forEach((value, name) => response.header(name, value))
    const text = await answer.text()
    if (text) response.send(text)
  }
}
