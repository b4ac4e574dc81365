import { rm } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import logger from '@adonisjs/core/services/logger'
import { faultOf } from '#services/fault'

/** Takes away what a form uploaded once it is answered; what is kept of it lies in the file store by then. */
export default class UploadsMiddleware {
  handle({ request, response }: HttpContext, next: NextFn) {
    const paths = tmpPaths(request.allFiles())
    if (paths.length > 0) response.onFinish(() => void discard(paths))
    return next()
  }
}

async function discard(paths: readonly string[]) {
  for (const path of paths)
    await rm(path, { force: true }).catch((error: unknown) => logger.error(faultOf(error), 'upload stays'))
}

/** Fields of a form may lie within one another. */
function tmpPaths(fields: unknown): string[] {
  if (typeof fields !== 'object' || fields === null) return []
  if ('tmpPath' in fields) return typeof fields.tmpPath === 'string' ? [fields.tmpPath] : []
  return Object.values(fields).flatMap(tmpPaths)
}
