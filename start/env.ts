import { Env } from '@adonisjs/core/env'
import { ROLES } from '#kernel/roles'
import type { Role } from '#services/scope'

export default await Env.create(new URL('../', import.meta.url), {
  NODE_ENV: Env.schema.enum.optional(['development', 'production', 'test'] as const),
  PORT: Env.schema.number.optional(),
  HOST: Env.schema.string.optional(),
  LOG_LEVEL: Env.schema.string.optional(),
  SIKS_LOG_FILE: Env.schema.string.optional(),
  APP_URL: Env.schema.string.optional({ format: 'url', tld: false }),
  APP_KEY: Env.schema.string.optional(),
  DATABASE_URL: Env.schema.string.optional(),
  DATABASE_OWNER_URL: Env.schema.string.optional(),
  SIKS_DATA_DIR: Env.schema.string.optional(),
  SIKS_FILES: Env.schema.enum.optional(['fs', 's3'] as const),
  SIKS_FILES_DIR: Env.schema.string.optional(),
  S3_BUCKET: Env.schema.string.optional(),
  S3_REGION: Env.schema.string.optional(),
  S3_ENDPOINT: Env.schema.string.optional({ format: 'url', tld: false }),
  S3_ACCESS_KEY_ID: Env.schema.string.optional(),
  S3_SECRET_ACCESS_KEY: Env.schema.string.optional(),
  SIKS_DATABASE: Env.schema.string.optional(),
  SIKS_DEMO: Env.schema.boolean.optional(),
  SIKS_WORKER: Env.schema.enum.optional(['inside', 'none'] as const),
  UPLOADS_PER_PERSON_GB: Env.schema.number.optional(),
  TRUST_PROXY: Env.schema.string.optional(),
  MAP_TILES_URL: Env.schema.string.optional(),
  MAP_TILES_ATTRIBUTION: Env.schema.string.optional(),
  METRICS_TOKEN: Env.schema.string.optional(),
  SIKS_SECOND_STEP: rolesOf,
})

/** Roles divided by commas. */
function rolesOf(name: string, value: string | undefined): Role[] {
  const roles = (value ?? '').split(',').flatMap((role) => role.trim() || [])
  const unknown = roles.filter((role) => !ROLES.some((known) => known === role))
  if (unknown.length > 0) throw new Error(`${name} names ${unknown.join(', ')}. The roles are: ${ROLES.join(', ')}.`)
  return roles as Role[]
}
