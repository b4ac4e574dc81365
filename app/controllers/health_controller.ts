import type { HttpContext } from '@adonisjs/core/http'
import db from '@adonisjs/lucid/services/db'
import { faultOf } from '#services/fault'

/** For balancers and monitors. `live`: the process answers. `ready`: it reaches its migrated database and may take requests. */
export default class HealthController {
  live({ response }: HttpContext) {
    return response.ok({ status: 'ok' })
  }

  async ready({ response, logger }: HttpContext) {
    try {
      await db.connection().rawQuery('select 1 from users limit 1')
      return response.ok({ status: 'ok' })
    } catch (error) {
      logger.error(faultOf(error), 'not ready')
      return response.serviceUnavailable({ status: 'unavailable' })
    }
  }
}
