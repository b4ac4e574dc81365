import type { HttpContext } from '@adonisjs/core/http'
import vine from '@vinejs/vine'
import { sentenceOf } from '#services/fault'
import { reveal, RevealRefused } from '#services/secrets'

const asked = vine.create({
  object_type: vine.string().maxLength(60),
  object_id: vine.string().maxLength(120),
  field: vine.string().maxLength(160),
  purpose: vine.string().maxLength(40).optional(),
})

export default class SecretsController {
  async store({ request, response, scope: own, i18n }: HttpContext) {
    const { object_type: objectType, object_id: id, field, purpose = '' } = await request.validateUsing(asked)
    response.header('cache-control', 'no-store')
    try {
      const { value, until } = await reveal(own, { objectType, id, field, purpose, address: request.ip() })
      return { value, until: until.toISOString() }
    } catch (error) {
      if (!(error instanceof RevealRefused)) throw error
      return response.status(error.status).send({ error: { code: error.code, message: sentenceOf(error, i18n) } })
    }
  }
}
